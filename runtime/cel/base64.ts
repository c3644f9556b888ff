// The encoders extension: bytes as base64 and back. `btoa` and `atob` of Node take ten times as long.
import { fail } from './error.ts';
import { fromUnits } from './units.ts';
import { Bytes } from './value.ts';

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Standard alphabet, with padding. */
export function base64Encode({ data }: Bytes): string {
  const units = new Uint8Array(4 * Math.ceil(data.length / 3)).fill(0x3d);
  for (let at = 0, end = 0; at < data.length; at += 3) {
    const left = Math.min(3, data.length - at);
    const bits = (data[at]! << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
    for (let i = 0; i <= left; i++) units[end + i] = digits.charCodeAt((bits >> (18 - 6 * i)) & 63);
    end += 4;
  }
  return fromUnits(units);
}

/** Standard alphabet, padding may be left out. @throws celError for anything else */
export function base64Decode(text: string): Bytes {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const count = text.length - padding;
  if (count % 4 === 1 || (padding > 0 && text.length % 4 !== 0)) return fail();
  const data = new Uint8Array(Math.floor((count * 3) / 4));
  let bits = 0;
  let held = 0;
  let end = 0;
  for (let at = 0; at < count; at++) {
    bits = (bits << 6) | digitOf(text.charCodeAt(at));
    held += 6;
    if (held < 8) continue;
    held -= 8;
    data[end++] = bits >> held;
  }
  return new Bytes(data);
}

/** @throws celError for what is no digit */
function digitOf(unit: number): number {
  if (unit >= 0x61 && unit <= 0x7a) return unit - 0x61 + 26;
  if (unit >= 0x41 && unit <= 0x5a) return unit - 0x41;
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30 + 52;
  return unit === 0x2b ? 62 : unit === 0x2f ? 63 : fail();
}
