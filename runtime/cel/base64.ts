// The encoders extension: bytes as base64 and back.
import { fail } from './error.ts';
import { fromUnits } from './units.ts';
import { Bytes } from './value.ts';

/** Standard alphabet, with padding. */
export function base64Encode({ data }: Bytes): string {
  return btoa(fromUnits(data));
}

/** Standard alphabet, padding may be left out. @throws celError for anything else */
export function base64Decode(text: string): Bytes {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/.test(text)) return fail();
  const binary = atob(text);
  const data = new Uint8Array(binary.length);
  for (let i = 0; i < data.length; i++) data[i] = binary.charCodeAt(i);
  return new Bytes(data);
}
