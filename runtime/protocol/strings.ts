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
    // Past the end stands nothing: that stops, too.
    while (STOPS[bytes[at]!] === 0) at++;
    const byte = bytes[at];
    if (byte === 0x22) break;
    w.plain = false;
    if (byte === undefined) malformed(w, 'a string is not closed', at);
    else if (byte === 0x5c) at = escapeEnd(w, at);
    else if (byte < 0x20) malformed(w, 'a control character must be escaped', at);
    else {
      w.wide = true;
      at++;
    }
  }
  w.at = at + 1;
}

/** The end of the escape at the backslash. Of a surrogate pair, the end of both halves. */
function escapeEnd(w: Walk, at: number): number {
  const unit = unitAt(w.bytes, at);
  if (unit < 0) {
    if ('"\\/bfnrt'.includes(String.fromCharCode(w.bytes[at + 1]!))) return at + 2;
    malformed(w, 'an unknown escape', at);
  }
  if (unit >> 11 !== 0x1b) return at + 6;
  if (unit > 0xdbff || unitAt(w.bytes, at + 6) >> 10 !== 0x37) unwelcome(at, 'a lone surrogate');
  return at + 12;
}

/** The code unit of the escape at `at`; negative if it is none of four hexadecimal digits. */
function unitAt(bytes: Uint8Array, at: number): number {
  let unit = bytes[at] === 0x5c && bytes[at + 1] === 0x75 ? 0 : -1;
  for (let i = at + 2; i < at + 6; i++) unit = (unit << 4) | HEX[bytes[i]!]!;
  return unit;
}
