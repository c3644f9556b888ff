// Text by code points. Strings are well-formed: the front refuses lone surrogates.
import { perAlike, type Spend } from './budget.ts';
import { shifted } from './units.ts';

/** Number of code points. */
export function sizeOfString(text: string): number {
  let size = text.length;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) size--;
  return size;
}

/**
 * Negative, zero or positive, by code points: UTF-16 puts U+E000 to U+FFFF after what is beyond.
 * @param spend counts what is gone over @throws celError beyond its bound
 */
export function orderStrings(a: string, b: string, spend?: Spend): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  spend?.(null, at * perAlike);
  return at < end ? rank(a.charCodeAt(at)) - rank(b.charCodeAt(at)) : a.length - b.length;
}

/** Surrogates stand for code points beyond all units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

const beyondAscii = /[\u0080-\uffff]/;

/** `A`–`Z` as `a`–`z`, nothing else changed. */
export function lowerAscii(text: string): string {
  return beyondAscii.test(text) ? shifted(text, 0x41, 0x5a, 0x20) : text.toLowerCase();
}

/** `a`–`z` as `A`–`Z`, nothing else changed. */
export function upperAscii(text: string): string {
  return beyondAscii.test(text) ? shifted(text, 0x61, 0x7a, -0x20) : text.toUpperCase();
}

/** Without Unicode's white space at both ends. */
export function trim(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Unicode's White_Space, which is not quite JavaScript's. */
function isSpace(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  if (unit < 0x2000) return unit === 0x85 || unit === 0xa0 || unit === 0x1680;
  return (
    unit <= 0x200a ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}
