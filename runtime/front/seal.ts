// Authenticated encryption of small texts that travel through a client. Behind one small interface, so that a
// host without node:crypto brings its own.
import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Seals texts so that only this gateway can read or make them. */
export interface Seal {
  /** Visible ASCII. `bound` is not carried: whoever opens must name it again. */
  seal(text: string, bound: string): string;
  /** The text, or null for anything that was not sealed here, for `bound`, bit by bit as it is. */
  open(sealed: string, bound: string): string | null;
}

const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

/**
 * AES-256-GCM. The sealed form is base64url of nonce, tag and ciphertext.
 * `key` is 32 bytes; `random` gives fresh bytes of cryptographic quality.
 */
export function createSeal(key: Uint8Array, random: (count: number) => Uint8Array): Seal {
  return {
    seal(text, bound) {
      const nonce = random(NONCE);
      const cipher = createCipheriv(CIPHER, key, nonce);
      cipher.setAAD(Buffer.from(bound));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(sealed, bound) {
      const bytes = Buffer.from(sealed, 'base64url');
      // The decoder forgives foreign characters and spare bits: only the one spelling we gave counts.
      if (bytes.length < NONCE + TAG || bytes.toString('base64url') !== sealed) return null;
      return decrypt(key, bytes, bound);
    },
  };
}

function decrypt(key: Uint8Array, bytes: Buffer, bound: string): string | null {
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  try {
    return decipher.update(bytes.subarray(NONCE + TAG), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}
