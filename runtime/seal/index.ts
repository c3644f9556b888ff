// Authenticated encryption of small texts that travel through a client. Behind one small interface, so that a
// host without node:crypto brings its own.
import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Seals texts so that only this gateway can read or make them. */
export interface Seal {
  /** Visible ASCII; its first 16 characters are never the same twice. `bound` is not carried: whoever opens names it. */
  seal(text: string, bound: string): string;
  /** The text, or null for anything that was not sealed here, for `bound`, bit by bit as it is. */
  open(sealed: string, bound: string): string | null;
}

const CIPHER = 'aes-256-gcm';
const NONCE = 12;
/** Where the ciphertext begins, after nonce and tag. */
const BODY = NONCE + 16;

/**
 * AES-256-GCM. The sealed form is base64url of nonce, tag and ciphertext.
 * `keys` are of 32 bytes: the first one seals, all of them open. `random` gives fresh bytes of cryptographic quality.
 */
export function createSeal(keys: readonly Uint8Array[], random: (count: number) => Uint8Array): Seal {
  return {
    seal(text, bound) {
      const nonce = random(NONCE);
      const cipher = createCipheriv(CIPHER, keys[0]!, nonce).setAAD(Buffer.from(bound));
      const body = [cipher.update(text, 'utf8'), cipher.final()];
      return Buffer.concat([nonce, cipher.getAuthTag(), ...body]).toString('base64url');
    },
    open(sealed, bound) {
      const bytes = Buffer.from(sealed, 'base64url');
      // The decoder forgives foreign characters and spare bits: only the one spelling we gave counts.
      if (bytes.length < BODY || bytes.toString('base64url') !== sealed) return null;
      for (const key of keys) {
        const text = opened(bytes, bound, key);
        if (text !== null) return text;
      }
      return null;
    },
  };
}

function opened(bytes: Buffer, bound: string, key: Uint8Array): string | null {
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE))
    .setAAD(Buffer.from(bound))
    .setAuthTag(bytes.subarray(NONCE, BODY));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(BODY)), decipher.final()]).toString();
  } catch {
    return null;
  }
}
