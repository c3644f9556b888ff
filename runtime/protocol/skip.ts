// Goes over JSON fast, for messages of servers: finds where a value ends without judging what is inside it.
// For every valid JSON text the ends are exact; of an invalid one, nothing more is learned than that or -1.
import type { Span } from '../contract/message.ts';
import { skipSpace, spells, unescaped } from './bytes.ts';

// How far a string is read byte by byte before the engine's own search takes over.
const NEAR = 32;
const FAR = 512;

/** Past the string whose opening quote is at `at`; -1 if it is not closed. */
export function skipString(bytes: Uint8Array, at: number): number {
  let i = at + 1;
  let near = NEAR;
  for (;;) {
    const end = Math.min(i + near, bytes.length);
    while (i < end) {
      const byte = bytes[i++]!;
      if (byte === 0x22) return i;
      if (byte === 0x5c) i++;
    }
    const quote = bytes.indexOf(0x22, i);
    if (quote < 0) return -1;
    let slash = quote;
    while (slash > i && bytes[slash - 1] === 0x5c) slash--;
    if (((quote - slash) & 1) === 0) return quote + 1;
    // Quotes that stand close together (JSON as text) are found sooner by the loop.
    near = quote - i < FAR ? near * 4 : NEAR;
    i = quote + 1;
  }
}

/** Past the object or array that opens at `at`; -1 if it is not closed. Not recursive: depth costs nothing. */
function skipContainer(bytes: Uint8Array, at: number): number {
  let depth = 0;
  for (let i = at; i < bytes.length; ) {
    const byte = bytes[i]!;
    if (byte === 0x22) {
      i = skipString(bytes, i);
      if (i < 0) break;
      continue;
    }
    i++;
    const shape = byte | 0x20;
    if (shape === 0x7b) depth++;
    else if (shape === 0x7d && --depth === 0) return i;
  }
  return -1;
}

/** Past the value that begins at `at`; -1 if there is none. */
export function skipValue(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first === 0x22) return skipString(bytes, at);
  if (first === 0x7b || first === 0x5b) return skipContainer(bytes, at);
  let i = at;
  while (i < bytes.length && isScalar(bytes[i]!)) i++;
  return i === at ? -1 : i;
}

/** Bytes of which numbers and the three literals are made: digits, letters, plus, minus, point. */
export function isScalar(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) ||
    (byte >= 0x2b && byte <= 0x2e && byte !== 0x2c)
  );
}

/** Members that were found: their values in the order of their names, and the place past the object. */
export interface Members {
  readonly found: readonly Span[];
  readonly end: number;
}

/**
 * Finds the members `names` of the object that opens at `at`. Null if it is malformed, or has one of them twice.
 * Throws a SyntaxError for a key with a broken escape.
 */
export function members(bytes: Uint8Array, at: number, names: readonly string[]): Members | null {
  const found: Span[] = [];
  if (bytes[at] !== 0x7b) return null;
  let i = skipSpace(bytes, at + 1);
  if (bytes[i] === 0x7d) return { found, end: i + 1 };
  for (;;) {
    const keyEnd = bytes[i] === 0x22 ? skipString(bytes, i) : -1;
    const colon = skipSpace(bytes, keyEnd);
    if (bytes[colon] !== 0x3a) return null;
    const start = skipSpace(bytes, colon + 1);
    const end = skipValue(bytes, start);
    const k = nameAt(bytes, i + 1, keyEnd - 1, names);
    if (end < 0 || found[k] !== undefined) return null;
    if (k >= 0) found[k] = { start, end };
    i = skipSpace(bytes, end);
    if (bytes[i] === 0x7d) return { found, end: i + 1 };
    if (bytes[i] !== 0x2c) return null;
    i = skipSpace(bytes, i + 1);
  }
}

/** The index of the key `bytes[start, end)` among `names`, or -1. */
function nameAt(bytes: Uint8Array, start: number, end: number, names: readonly string[]): number {
  for (let k = 0; k < names.length; k++) if (spells(bytes, start, end, names[k]!)) return k;
  for (let i = start; i < end; i++) if (bytes[i] === 0x5c) return names.indexOf(unescaped(bytes, start, end));
  return -1;
}
