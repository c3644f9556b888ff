// Strict strings: valid escapes, no control characters, no lone surrogates. UTF-8 is checked for the message as a whole.
import { malformed, unwelcome, type Walk } from './cursor.ts';

/** 1 for every byte that ends a run of plain characters: controls, quote, backslash, non-ASCII. */
const STOPS = /* @__PURE__ */ Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || byte === 0x22 || byte === 0x5c || byte > 0x7e ? 1 : 0,
);

/** The value of a hexadecimal digit, -1 for every other byte. */
const HEX = /* @__PURE__ */ Int8Array.from({ length: 256 }, (_, byte) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase()),
);

/** Walks a string whose opening quote is the next byte. Sets `plain`, and `wide` if need be. */
export function walkString(w: Walk): void {
  const { bytes } = w;
  let at = w.at + 1;
  w.plain = true;
  for (;;) {
    at = runEnd(bytes, at);
    const byte = bytes[at]!;
    if (byte === 0x22) break;
    w.plain = false;
    if (byte === 0x5c) at = escapeEnd(w, at);
    else if (byte > 0x7e) {
      w.wide = true;
      at++;
    } else if (at < bytes.length) malformed(w, at, 'a control character must be escaped');
    else malformed(w, at, 'a string is not closed');
  }
  w.at = at + 1;
}

/** The end of a run of plain characters. */
function runEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (
    at + 4 <= bytes.length &&
    (STOPS[bytes[at]!]! | STOPS[bytes[at + 1]!]! | STOPS[bytes[at + 2]!]! | STOPS[bytes[at + 3]!]!) === 0
  )
    at += 4;
  while (at < bytes.length && STOPS[bytes[at]!] === 0) at++;
  return at;
}

/** The end of the escape at the backslash. Of a surrogate pair, the end of both halves. */
function escapeEnd(w: Walk, at: number): number {
  const kind = w.bytes[at + 1]!;
  if (kind !== 0x75) {
    if ('"\\/bfnrt'.includes(String.fromCharCode(kind))) return at + 2;
    malformed(w, at, 'an unknown escape');
  }
  const unit = unitAt(w.bytes, at);
  if (unit < 0) malformed(w, at, 'four hexadecimal digits are expected');
  if (unit >> 11 !== 0x1b) return at + 6;
  if (unit > 0xdbff || unitAt(w.bytes, at + 6) >> 10 !== 0x37) unwelcome(at, 'a lone surrogate');
  return at + 12;
}

/** The code unit of the escape at `at`; negative if there is none. */
function unitAt(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== 0x5c || bytes[at + 1] !== 0x75) return -1;
  const digit = (i: number): number => HEX[bytes[at + i]!]!;
  return (digit(2) << 12) | (digit(3) << 8) | (digit(4) << 4) | digit(5);
}
