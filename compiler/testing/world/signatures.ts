// Signatures of tokens (RFC 7518, 3.1; RFC 8037) as WebCrypto makes them.
import { webcrypto } from 'node:crypto';

type Algorithm = Parameters<typeof webcrypto.subtle.sign>[0];

/** A key pair, and how it signs. */
export interface Signing {
  /** The public key, as an issuer publishes it (RFC 7517). */
  readonly jwk: Readonly<Record<string, unknown>>;
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Makes a key pair for a signature by its name, as `ES256`. */
export async function makeSigning(name: string, kid: string): Promise<Signing> {
  const [make, by] = parametersOf(name);
  const pair = (await webcrypto.subtle.generateKey(make, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const { privateKey, publicKey } = pair;
  const { key_ops: _, ext: __, ...jwk } = await webcrypto.subtle.exportKey('jwk', publicKey);
  return {
    jwk: { ...jwk, kid, alg: name, use: 'sig' },
    sign: async (bytes) => new Uint8Array(await webcrypto.subtle.sign(by, privateKey, bytes)),
  };
}

const curves: Readonly<Record<string, string>> = { 256: 'P-256', 384: 'P-384', 512: 'P-521' };

/** How a key pair is made, and how it signs. */
function parametersOf(name: string): readonly [make: Algorithm, by: Algorithm] {
  if (name === 'EdDSA') return [{ name: 'Ed25519' }, { name: 'Ed25519' }];
  const bits = name.slice(2);
  const hash = `SHA-${bits}`;
  if (name.startsWith('ES')) {
    const make = { name: 'ECDSA', namedCurve: curves[bits]! };
    return [make, { name: 'ECDSA', hash } as Algorithm];
  }
  const rsa = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash };
  if (name.startsWith('PS'))
    return [
      { ...rsa, name: 'RSA-PSS' } as Algorithm,
      { name: 'RSA-PSS', saltLength: Number(bits) / 8 } as Algorithm,
    ];
  return [{ ...rsa, name: 'RSASSA-PKCS1-v1_5' } as Algorithm, { name: 'RSASSA-PKCS1-v1_5' }];
}
