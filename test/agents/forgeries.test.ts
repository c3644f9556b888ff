// Tokens as those forge them who hold none: every one is refused, whatever the signature of the issuer's keys.
// RFC 8725 names most of the ways. Each is tried by every kind of key; what is forged stands beside what is taken.
import { createHmac, sign as nodeSign } from 'node:crypto';
import { base64url, type CryptoKey, exportJWK, exportSPKI, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUDIENCE, type IssuerServer, makeKey, NOW_S, type SigningKey, startIssuer } from './issuer.ts';
import { issuerPlan, type TokenWorld, tokenWorld } from './tokens.ts';

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;

let issuer: IssuerServer;
let world: TokenWorld;
let stranger: ReadonlyMap<string, SigningKey>;
beforeAll(async () => {
  issuer = await startIssuer();
  issuer.keys = await Promise.all(ALGORITHMS.map((alg) => makeKey(alg, alg)));
  stranger = new Map(
    await Promise.all(ALGORITHMS.map(async (alg) => [alg, await makeKey(alg, alg)] as const)),
  );
  world = tokenWorld([issuerPlan(issuer.issuer)]);
});
afterAll(() => Promise.all([issuer.close(), world.close()]));

/** What a forger has: a good token of another's, in parts, and all that is public. */
interface Seen {
  readonly key: SigningKey;
  readonly foreign: SigningKey;
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly parts: readonly [string, string, string];
}

type Forgery = (seen: Seen) => string | Promise<string>;

const part = (value: unknown): string => base64url.encode(JSON.stringify(value));
const decoded = (text: string): Record<string, unknown> =>
  JSON.parse(new TextDecoder().decode(base64url.decode(text)));

/** A token with a header of one's own, signed with whatever key. */
async function signed(header: object, claims: object, key: CryptoKey, alg: string): Promise<string> {
  const input = `${part(header)}.${part(claims)}`;
  const bytes = await crypto.subtle.sign(parametersOf(alg), key, new TextEncoder().encode(input));
  return `${input}.${base64url.encode(new Uint8Array(bytes))}`;
}

function parametersOf(
  alg: string,
): { readonly name: string } & { readonly saltLength?: number; readonly hash?: string } {
  if (alg.startsWith('PS')) return { name: 'RSA-PSS', saltLength: 32 };
  if (alg.startsWith('RS')) return { name: 'RSASSA-PKCS1-v1_5' };
  return alg.startsWith('ES') ? { name: 'ECDSA', hash: 'SHA-256' } : { name: 'Ed25519' };
}

const admin = (claims: Seen['claims']): object => ({ ...claims, sub: 'admin' });
const unsigned = (header: object, claims: object, signature = ''): string =>
  `${part(header)}.${part(claims)}.${signature}`;
const hmac = (header: object, claims: object, secret: string | Uint8Array, hash = 'sha256'): string => {
  const input = `${part(header)}.${part(claims)}`;
  return `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`;
};
/** By the stranger's own key, with a header that leads to it. */
const leading =
  (more: (foreign: SigningKey, key: SigningKey) => object): Forgery =>
  ({ header, claims, foreign, key }) =>
    signed({ ...header, ...more(foreign, key) }, admin(claims), foreign.privateKey, key.alg);
/** By the issuer's own key, but of other claims: what no forger can make, and an issuer makes for others. */
const issued =
  (change: (claims: Seen['claims']) => object, header: object = {}): Forgery =>
  ({ header: usual, claims, key }) =>
    signed({ ...usual, ...header }, change(claims), key.privateKey, key.alg);

const FORGERIES: Readonly<Record<string, Forgery>> = {
  'alg none': ({ header, claims }) => unsigned({ ...header, alg: 'none' }, admin(claims)),
  'alg None': ({ header, claims }) => unsigned({ ...header, alg: 'None' }, admin(claims)),
  'alg nOnE with a signature': ({ header, claims, parts }) =>
    unsigned({ ...header, alg: 'nOnE' }, admin(claims), parts[2]),
  'no alg': ({ header: { alg: _, ...header }, claims, parts }) => unsigned(header, admin(claims), parts[2]),
  'an empty alg': ({ header, claims, parts }) => unsigned({ ...header, alg: '' }, admin(claims), parts[2]),
  'a list of algs': ({ header, claims, parts }) =>
    unsigned({ ...header, alg: [header.alg] }, admin(claims), parts[2]),
  'another alg in small letters': ({ header, claims, parts }) =>
    unsigned({ ...header, alg: String(header.alg).toLowerCase() }, claims, parts[2]),
  'no signature': ({ parts }) => `${parts[0]}.${parts[1]}.`,
  'two parts': ({ parts }) => `${parts[0]}.${parts[1]}`,
  'four parts': ({ parts }) => `${parts.join('.')}.${parts[2]}`,
  'five parts': ({ parts }) => `${parts.join('.')}.${parts[1]}.${parts[2]}`,
  'other claims, the same signature': ({ header, claims, parts }) =>
    unsigned(header, admin(claims), parts[2]),
  'another header, the same signature': ({ header, claims, parts }) =>
    unsigned({ ...header, typ: 'JWT' }, claims, parts[2]),
  'the last character of the signature is another': ({ parts }) =>
    `${parts[0]}.${parts[1]}.${parts[2].slice(0, -2)}${parts[2].endsWith('AA') ? 'BB' : 'AA'}`,
  'the signature is cut': ({ parts }) => `${parts[0]}.${parts[1]}.${parts[2].slice(0, -4)}`,
  'the signature has more': ({ parts }) => `${parts.join('.')}AAAA`,
  'a signature of zeros': ({ header, claims }) =>
    unsigned(header, admin(claims), base64url.encode(new Uint8Array(64))),
  'a signature of zeros as long as a key': ({ header, claims }) =>
    unsigned(header, admin(claims), base64url.encode(new Uint8Array(256))),
  'a signature of ones': ({ header, claims }) =>
    unsigned(header, admin(claims), base64url.encode(new Uint8Array(64).fill(255))),
  padded: ({ parts }) => `${parts.join('.')}==`,
  'in the other alphabet of base64': ({ parts }) => `${parts[0]}.${parts[1]}.${parts[2]}+/`,
  'with a line break': ({ parts }) => `${parts[0]}.${parts[1]}.\t${parts[2]}`,
  'HS256 by the public key': async ({ header, claims, key }) =>
    hmac({ ...header, alg: 'HS256' }, admin(claims), await exportSPKI(key.publicKey)),
  'HS256 by the public key without its frame': async ({ header, claims, key }) =>
    hmac(
      { ...header, alg: 'HS256' },
      admin(claims),
      (await exportSPKI(key.publicKey)).replace(/-----.*-----|\n/g, ''),
    ),
  'HS256 by the published key': ({ header, claims, key }) =>
    hmac({ ...header, alg: 'HS256' }, admin(claims), JSON.stringify(key.jwk)),
  'HS256 by nothing': ({ header, claims }) => hmac({ ...header, alg: 'HS256' }, admin(claims), ''),
  'HS512 by the published number': ({ header, claims, key }) =>
    hmac({ ...header, alg: 'HS512' }, admin(claims), String(key.jwk.n ?? key.jwk.x), 'sha512'),
  'the usual alg, but HMAC by the public key': async ({ header, claims, key }) =>
    hmac(header, admin(claims), await exportSPKI(key.publicKey)),
  'by a key of its own': leading(() => ({})),
  'by a key of its own, which it brings (jwk)': leading((foreign) => ({ jwk: foreign.jwk })),
  'by a key of its own, which it leads to (jku)': leading(() => ({ jku: 'https://evil.test/jwks' })),
  'by a key of its own, with a certificate (x5c)': leading(() => ({ x5c: ['AAAA'] })),
  'by a key of its own, certified elsewhere (x5u)': leading(() => ({ x5u: 'https://evil.test/cert' })),
  'by a key of its own, without a name': leading(() => ({ kid: undefined })),
  'by a key of its own, with a name that is no text': leading(() => ({ kid: { $ne: '' } })),
  'by a key of its own, with a path for a name': leading(() => ({ kid: '../../../dev/null' })),
  'by a key of its own, with a name of an object': leading(() => ({ kid: '__proto__' })),
  'by a key of its own, under the name of another of the issuer': leading((_, { alg }) => ({
    kid: ALGORITHMS.find((one) => one !== alg),
  })),
  'said to be of another alg of the issuer': ({ header, parts, claims }) =>
    unsigned({ ...header, alg: ALGORITHMS.find((alg) => alg !== header.alg) }, claims, parts[2]),
  'something critical that nobody knows': issued((claims) => claims, { crit: ['x'], x: 1 }),
  'nothing critical': issued((claims) => claims, { crit: [] }),
  'its payload not encoded': issued((claims) => claims, { b64: false, crit: ['b64'] }),
  'said to be for another use: that its holder signed out': issued((claims) => claims, { typ: 'logout+jwt' }),
  'said to be for another use: a proof': issued((claims) => claims, { typ: 'DPoP+JWT' }),
  'said to be for another use, in full': issued((claims) => claims, { typ: 'application/secevent+jwt' }),
  'of an issuer with a final slash': issued((claims) => ({ ...claims, iss: `${claims.iss}/` })),
  'of an issuer in capitals': issued((claims) => ({ ...claims, iss: String(claims.iss).toUpperCase() })),
  'of a list of issuers': issued((claims) => ({ ...claims, iss: [claims.iss] })),
  'for an audience with a final slash': issued((claims) => ({ ...claims, aud: `${AUDIENCE}/` })),
  'for the beginning of the audience': issued((claims) => ({ ...claims, aud: AUDIENCE.slice(0, -1) })),
  'for the audience and more': issued((claims) => ({ ...claims, aud: `${AUDIENCE}x` })),
  'for no audience at all': issued(({ aud: _, ...claims }) => claims),
  'for nobody': issued((claims) => ({ ...claims, aud: [] })),
  'for a list in a list': issued((claims) => ({ ...claims, aud: [[AUDIENCE]] })),
  'for an object': issued((claims) => ({ ...claims, aud: { [AUDIENCE]: true } })),
  'for an audience as part of a text': issued((claims) => ({ ...claims, aud: `x ${AUDIENCE} y` })),
  'without an end': issued(({ exp: _, ...claims }) => claims),
  'with an end that is a text': issued((claims) => ({ ...claims, exp: String(NOW_S + 300) })),
  'with an end that is nothing': issued((claims) => ({ ...claims, exp: null })),
  'that ended': issued((claims) => ({ ...claims, exp: NOW_S - 31 })),
  'that ends in the past, by much': issued((claims) => ({ ...claims, exp: -1 })),
  'that has not begun': issued((claims) => ({ ...claims, nbf: NOW_S + 31 })),
  'whose beginning is a text': issued((claims) => ({ ...claims, nbf: String(NOW_S) })),
  'bound to another key': issued((claims) => ({ ...claims, cnf: { jkt: 'x' } })),
  'claims that are a list': issued((claims) => [claims]),
  'claims that are a text': issued((claims) => JSON.stringify(claims) as unknown as object),
  'claims that are nothing': issued(() => null as unknown as object),
};

describe.each(ALGORITHMS)('%s', (alg) => {
  let seen: Seen;
  beforeAll(async () => {
    const key = issuer.keys.find((one) => one.alg === alg)!;
    const parts = (await issuer.token({ sub: 'bob' }, key)).split('.') as unknown as Seen['parts'];
    seen = { key, foreign: stranger.get(alg)!, header: decoded(parts[0]), claims: decoded(parts[1]), parts };
  });

  it('what the forger saw is good, and so is what the issuer makes in the same way', async () => {
    expect(await world.refusal(seen.parts.join('.'))).toBeNull();
    const { header, claims, key } = seen;
    expect(await world.refusal(await signed(header, claims, key.privateKey, alg))).toBeNull();
  });

  it.each(Object.entries(FORGERIES))('%s', async (_, forge) => {
    const refusal = await world.refusal(await forge(seen));
    expect(refusal).not.toBeNull();
    // For what it is, not for want of keys.
    expect(refusal).not.toMatch(/cannot be had/);
  });
});

describe('a signature in another form', () => {
  it('ECDSA as DER has it', async () => {
    const key = issuer.keys.find(({ alg }) => alg === 'ES256')!;
    const [header, claims] = (await issuer.token({}, key)).split('.') as [string, string, string];
    const { KeyObject } = await import('node:crypto');
    const der = nodeSign(
      'sha256',
      Buffer.from(`${header}.${claims}`),
      KeyObject.from(key.privateKey as never),
    );
    expect(await world.refusal(`${header}.${claims}.${der.toString('base64url')}`)).not.toBeNull();
  });

  it.each<[string, (jwk: JWK) => JWK]>([
    ['a key for encryption', (jwk) => ({ ...jwk, use: 'enc' })],
    ['a key for nothing but signing', (jwk) => ({ ...jwk, key_ops: ['sign'] })],
    ['a key for another algorithm', (jwk) => ({ ...jwk, alg: 'ES384' })],
    ['a key on another curve', (jwk) => ({ ...jwk, crv: 'P-384' })],
    ['a shared key', () => ({ kty: 'oct', k: 'AAAA', kid: 'ES256', alg: 'HS256' })],
  ])('%s serves nobody', async (_, change) => {
    const own = await startIssuer();
    const [key] = own.keys as [SigningKey];
    own.keys = [
      { ...key, jwk: change(await exportJWK(key.publicKey).then((jwk) => ({ ...key.jwk, ...jwk }))) },
    ];
    const here = tokenWorld([issuerPlan(own.issuer)]);
    expect(await here.refusal(await own.token({}, key))).not.toBeNull();
    await Promise.all([own.close(), here.close()]);
  });

  it('a weak key serves nobody', async () => {
    const pair = await crypto.subtle.generateKey(
      {
        name: 'RSASSA-PKCS1-v1_5',
        modulusLength: 1024,
        publicExponent: new Uint8Array([1, 0, 1]),
        hash: 'SHA-256',
      },
      true,
      ['sign', 'verify'],
    );
    const own = await startIssuer();
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'weak', alg: 'RS256' };
    own.keys = [{ kid: 'weak', alg: 'RS256', ...pair, jwk }];
    const here = tokenWorld([issuerPlan(own.issuer)]);
    const claims = { iss: own.issuer, aud: AUDIENCE, sub: 'ann', exp: NOW_S + 300 };
    const token = await signed({ alg: 'RS256', kid: 'weak' }, claims, pair.privateKey, 'RS256');
    expect(await here.refusal(token)).not.toBeNull();
    // Beside it a good one is found, also by who names none.
    const good = await makeKey('good', 'RS256');
    own.keys = [own.keys[0]!, good].map((key) => ({ ...key, jwk: { ...key.jwk, kid: undefined as never } }));
    here.passed = 10 * 60_000;
    const unnamed = await own.token({ exp: NOW_S + 3600 }, good, { kid: undefined });
    expect(await here.refusal(unnamed)).toBeNull();
    await Promise.all([own.close(), here.close()]);
  });
});

it('there are two hundred of them', () => {
  expect(Object.keys(FORGERIES).length * ALGORITHMS.length).toBeGreaterThanOrEqual(200);
});
