// The encoders extension: bytes as base64 and back.
import { fail } from './error.ts';
import { Bytes } from './value.ts';

/** Standard alphabet, with padding. */
export function base64Encode({ data }: Bytes): string {
  let binary = '';
  for (const byte of data) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Standard alphabet, padding may be left out. @throws celError for anything else */
export function base64Decode(text: string): Bytes {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/.test(text)) return fail();
  return new Bytes(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));
}
