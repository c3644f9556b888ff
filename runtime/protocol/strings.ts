// Strict strings: valid UTF-8, valid escapes, no control characters, no lone surrogates.
import { malformed, unwelcome, type Walk } from './cursor.ts';

/** 1 for every byte that ends a run of plain characters: controls, quote, backslash, non-ASCII. */
const STOPS = /* @__PURE__ */ Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || byte === 0x22 || byte === 0x5c || byte > 0x7f ? 1 : 0,
);

/** Walks a string whose opening quote is the next byte. Sets `plain`. */
export function walkString(w: Walk): void {
  const { bytes } = w;
  const length = bytes.length;
  w.plain = true;
  let at = w.at + 1;
  for (;;) {
    while (
      at + 4 <= length &&
      (STOPS[bytes[at]!]! | STOPS[bytes[at + 1]!]! | STOPS[bytes[at + 2]!]! | STOPS[bytes[at + 3]!]!) === 0
    ) {
      at += 4;
    }
    while (at < length && STOPS[bytes[at]!] === 0) at++;
    if (at >= length) malformed(w, at, 'a string is not closed');
    const byte = bytes[at]!;
    if (byte === 0x22) break;
    w.plain = false;
    if (byte === 0x5c) at = escapeEnd(w, at);
    else if (byte > 0x7f) at = sequenceEnd(w, at);
    else malformed(w, at, 'a control character must be escaped');
  }
  w.at = at + 1;
}

/** The end of the escape at the backslash. Of a surrogate pair, the end of both halves. */
function escapeEnd(w: Walk, at: number): number {
  const kind = w.bytes[at + 1];
  if (kind === 0x75) return unicodeEnd(w, at);
  if (kind === undefined || !'"\\/bfnrt'.includes(String.fromCharCode(kind)))
    malformed(w, at, 'an unknown escape');
  return at + 2;
}

function unicodeEnd(w: Walk, at: number): number {
  const unit = hex(w, at + 2);
  if (unit < 0xd800 || unit > 0xdfff) return at + 6;
  const paired = unit < 0xdc00 && w.bytes[at + 6] === 0x5c && w.bytes[at + 7] === 0x75;
  const low = paired ? hex(w, at + 8) : 0;
  if (low < 0xdc00 || low > 0xdfff) unwelcome(at, 'a lone surrogate');
  return at + 12;
}

function hex(w: Walk, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const digit = hexDigit(w.bytes[i] ?? 0);
    if (digit < 0) malformed(w, i, 'four hexadecimal digits are expected');
    value = value * 16 + digit;
  }
  return value;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** The end of the UTF-8 sequence at a non-ASCII byte (Unicode, table 3-7: no overlong form, no surrogate). */
function sequenceEnd(w: Walk, at: number): number {
  const { bytes } = w;
  const lead = bytes[at]!;
  const extra =
    lead >= 0xc2 && lead <= 0xdf
      ? 1
      : lead >= 0xe0 && lead <= 0xef
        ? 2
        : lead >= 0xf0 && lead <= 0xf4
          ? 3
          : 0;
  const second = bytes[at + 1] ?? 0;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (extra === 0 || second < lowest || second > highest) malformed(w, at, 'invalid UTF-8');
  for (let i = 2; i <= extra; i++) {
    if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) malformed(w, at, 'invalid UTF-8');
  }
  return at + extra + 1;
}
