// A strict walk over JSON (RFC 8259): where every value ends, or why it is refused.
// Values are not built. Recursion is bounded by the depth cap.
import { malformed, peek, unwelcome, type Walk } from './cursor.ts';
import { META, NOT_OWN, OWN, ownKey, REST, remember } from './keys.ts';
import { walkString } from './strings.ts';

/** Walks one value. `depth` counts the containers around it, `level` says which of `OWN` an object's keys are. */
export function walkValue(w: Walk, depth: number, level: number): void {
  const first = peek(w);
  if (first === 0x22) walkString(w);
  else if (first === 0x7b || first === 0x5b) walkContainer(w, depth + 1, level, first + 2);
  else if (first === 0x2d || (first >= 0x30 && first <= 0x39)) walkNumber(w);
  else walkLiteral(w, first === 0x74 ? 'true' : first === 0x66 ? 'false' : 'null');
}

/** Walks the object or list whose opening byte is the next one and which `close` ends. */
function walkContainer(w: Walk, depth: number, level: number, close: number): void {
  if (depth > w.maxDepth) unwelcome(w.at, `nested deeper than ${w.maxDepth}`);
  const base = w.top;
  let many: Set<string> | null = null;
  let next = 0;
  w.at++;
  if (peek(w) === close) next = close;
  while (next !== close) {
    if (close === 0x7d) many = walkMember(w, depth, level, base, many);
    else walkValue(w, depth, NOT_OWN);
    next = peek(w);
    if (next !== close && next !== 0x2c)
      malformed(w, w.at, `a comma or closing ${close === 0x7d ? 'brace' : 'bracket'} is expected`);
    if (next !== close) w.at++;
  }
  w.at++;
  w.top = base;
}

/** Walks a key and its value. No two keys of an object may be the same after unescaping. */
function walkMember(
  w: Walk,
  depth: number,
  level: number,
  base: number,
  many: Set<string> | null,
): Set<string> | null {
  if (peek(w) !== 0x22) malformed(w, w.at, 'a key in quotes is expected');
  const start = w.at;
  walkString(w);
  const seen = remember(w, base, start + 1, w.at - 1, many);
  const own = level < NOT_OWN ? ownKey(w, start + 1, w.at - 1, OWN[level]!) : -1;
  if (peek(w) !== 0x3a) malformed(w, w.at, 'a colon is expected');
  w.at++;
  peek(w);
  const from = w.at;
  walkValue(w, depth, own === 0 ? level + 1 : NOT_OWN);
  if (own >= 0) w.found[level]![own] = { start: from, end: w.at };
  if (level === META && (own < 0 || own >= REST)) w.metaRest.push({ start, end: w.at });
  return seen;
}

function walkNumber(w: Walk): void {
  if (w.bytes[w.at] === 0x2d) w.at++;
  const start = w.at;
  if (walkDigits(w) > 1 && w.bytes[start] === 0x30) malformed(w, start, 'a number may not begin with 0');
  if (w.bytes[w.at] === 0x2e) {
    w.at++;
    walkDigits(w);
  }
  if ((w.bytes[w.at]! | 0x20) === 0x65) {
    const sign = w.bytes[++w.at];
    if (sign === 0x2b || sign === 0x2d) w.at++;
    walkDigits(w);
  }
}

function walkDigits(w: Walk): number {
  const start = w.at;
  let at = start;
  while (w.bytes[at]! >= 0x30 && w.bytes[at]! <= 0x39) at++;
  if (at === start) malformed(w, at, 'a digit is expected');
  w.at = at;
  return at - start;
}

function walkLiteral(w: Walk, word: string): void {
  for (let i = 0; i < word.length; i++)
    if (w.bytes[w.at + i] !== word.charCodeAt(i)) malformed(w, w.at, 'a value is expected');
  w.at += word.length;
}
