// A strict walk over JSON (RFC 8259) in UTF-8: where every value ends, or why it is refused.
// Values are not built. Recursion is bounded by the depth cap.
import { malformed, peek, unwelcome, type Walk } from './cursor.ts';
import { remember } from './keys.ts';
import { walkString } from './strings.ts';

/** Visits one member: the key is `bytes[start, end)`, `w.at` is at the value and must be moved past it. */
export type Visit<W extends Walk> = (w: W, start: number, end: number, depth: number) => void;

/** Walks one value. `depth` counts the containers around it. */
export function walkValue(w: Walk, depth: number): void {
  const first = peek(w);
  if (first === 0x22) walkString(w);
  else if (first === 0x7b) walkObject(w, depth + 1, null);
  else if (first === 0x5b) walkArray(w, depth + 1);
  else if (first === 0x2d || (first >= 0x30 && first <= 0x39)) walkNumber(w);
  else if (first === 0x74) walkLiteral(w, 'true');
  else if (first === 0x66) walkLiteral(w, 'false');
  else if (first === 0x6e) walkLiteral(w, 'null');
  else malformed(w, w.at, 'a value is expected');
}

/** Walks an object whose brace is the next byte. No two keys may be the same after unescaping. */
export function walkObject<W extends Walk>(w: W, depth: number, visit: Visit<W> | null): void {
  if (depth > w.maxDepth) unwelcome(w.at, `nested deeper than ${w.maxDepth}`);
  const base = w.top;
  let many: Set<string> | null = null;
  w.at++;
  if (peek(w) === 0x7d) {
    w.at++;
    return;
  }
  for (;;) {
    if (peek(w) !== 0x22) malformed(w, w.at, 'a key in quotes is expected');
    const start = w.at + 1;
    walkString(w);
    const end = w.at - 1;
    many = remember(w, base, start, end, many);
    if (peek(w) !== 0x3a) malformed(w, w.at, 'a colon is expected');
    w.at++;
    peek(w);
    if (visit === null) walkValue(w, depth);
    else visit(w, start, end, depth);
    if (nextOrClose(w, 0x7d, 'a comma or closing brace is expected')) break;
  }
  w.top = base;
}

function walkArray(w: Walk, depth: number): void {
  if (depth > w.maxDepth) unwelcome(w.at, `nested deeper than ${w.maxDepth}`);
  w.at++;
  if (peek(w) === 0x5d) {
    w.at++;
    return;
  }
  do walkValue(w, depth);
  while (!nextOrClose(w, 0x5d, 'a comma or closing bracket is expected'));
}

function nextOrClose(w: Walk, close: number, problem: string): boolean {
  const byte = peek(w);
  if (byte !== close && byte !== 0x2c) malformed(w, w.at, problem);
  w.at++;
  return byte === close;
}

/** Walks a number; true when it is written as an integer. */
export function walkNumber(w: Walk): boolean {
  const { bytes } = w;
  if (bytes[w.at] === 0x2d) w.at++;
  const start = w.at;
  const digits = walkDigits(w);
  if (digits > 1 && bytes[start] === 0x30) malformed(w, start, 'a number may not begin with 0');
  // 15 digits always fit; of 16 some do, and the exact parser tells.
  if (digits > 15) w.big = true;
  let integer = true;
  if (bytes[w.at] === 0x2e) {
    integer = false;
    w.at++;
    walkDigits(w);
  }
  const exponent = bytes[w.at];
  if (exponent === 0x65 || exponent === 0x45) {
    integer = false;
    w.big = true;
    w.at++;
    const sign = bytes[w.at];
    if (sign === 0x2b || sign === 0x2d) w.at++;
    walkDigits(w);
  }
  return integer;
}

function walkDigits(w: Walk): number {
  const { bytes } = w;
  const start = w.at;
  let at = start;
  while (at < bytes.length && bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at++;
  if (at === start) malformed(w, at, 'a digit is expected');
  w.at = at;
  return at - start;
}

function walkLiteral(w: Walk, word: string): void {
  for (let i = 0; i < word.length; i++) {
    if (w.bytes[w.at + i] !== word.charCodeAt(i)) malformed(w, w.at, `${word} is expected`);
  }
  w.at += word.length;
}
