// Goes over JSON fast, for messages of servers: finds where a value ends without judging what is inside it.
// For every valid JSON text the ends are exact; of an invalid one, nothing more is learned than that or -1.
import { slice, unescaped } from './bytes.ts';

// How far a string is read byte by byte before the engine's own search takes over.
const NEAR = 32;
const FAR = 512;

/** Past insignificant whitespace. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  let i = at;
  while (i < bytes.length) {
    const byte = bytes[i]!;
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
    i++;
  }
  return i;
}

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
  let i = at;
  while (i < bytes.length) {
    const byte = bytes[i]!;
    if (byte === 0x22) {
      i = skipString(bytes, i);
      if (i < 0) return -1;
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

/** Bytes of which numbers and the three literals are made. */
function isScalar(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x2d ||
    byte === 0x2e ||
    byte === 0x2b ||
    byte === 0x45
  );
}

/** Told of each member: its key, unescaped, and where its value is. False ends the walk. */
export type Member<T> = (into: T, key: string, start: number, end: number) => boolean;

/**
 * Goes over the members of the object that opens at `at`. Returns the place past it,
 * or -1 if it is malformed or `member` returned false.
 */
export function skipMembers<T>(bytes: Uint8Array, at: number, into: T, member: Member<T>): number {
  if (bytes[at] !== 0x7b) return -1;
  let i = skipSpace(bytes, at + 1);
  if (bytes[i] === 0x7d) return i + 1;
  for (;;) {
    if (bytes[i] !== 0x22) return -1;
    const keyEnd = skipString(bytes, i);
    if (keyEnd < 0) return -1;
    const key = keyOf(bytes, i + 1, keyEnd - 1);
    i = skipSpace(bytes, keyEnd);
    if (key === null || bytes[i] !== 0x3a) return -1;
    const start = skipSpace(bytes, i + 1);
    const end = skipValue(bytes, start);
    if (end < 0 || !member(into, key, start, end)) return -1;
    i = skipSpace(bytes, end);
    if (bytes[i] === 0x7d) return i + 1;
    if (bytes[i] !== 0x2c) return -1;
    i = skipSpace(bytes, i + 1);
  }
}

/** A key's characters; null where its escapes or control characters are not JSON. */
export function keyOf(bytes: Uint8Array, start: number, end: number): string | null {
  const raw = slice(bytes, start, end);
  if (!raw.includes('\\')) return raw;
  try {
    return unescaped(bytes, start, end);
  } catch {
    return null;
  }
}
