// A strict walk over JSON (RFC 8259): where every value ends, or why it is refused.
// Values are not built. Recursion is bounded by the depth cap.
import { digitsEnd, slice } from './bytes.ts';
import { malformed, peek, unwelcome, type Walk } from './cursor.ts';
import { checkKeys, META, NOT_OWN, ownKey, REST } from './keys.ts';
import { skipValue } from './skip.ts';
import { walkString } from './strings.ts';

/** Numbers of so many characters may be beyond what a double holds; shorter ones only with an exponent. */
const LONG = 16;
const SCALAR = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/;

/** Walks one value. `depth` counts the containers around it, `level` says which of `OWN` an object's keys are. */
export function walkValue(w: Walk, depth: number, level: number): void {
  const first = peek(w);
  if (first === 0x22) walkString(w);
  else if (first === 0x7b || first === 0x5b) walkContainer(w, depth + 1, level, first + 2);
  else walkScalar(w);
}

function walkScalar(w: Walk): void {
  const { bytes, at } = w;
  const end = skipValue(bytes, at);
  // Most are whole numbers of a few digits.
  if (end - at >= LONG || bytes[at] === 0x30 || digitsEnd(bytes, at, end) !== end) {
    const text = slice(bytes, at, end);
    if (!SCALAR.test(text)) malformed(w, 'a value is expected');
    if (text.length >= LONG || /\de/i.test(text)) w.big = true;
  }
  w.at = end;
}

/** Walks the object or list whose opening byte is the next one and which `close` ends. */
function walkContainer(w: Walk, depth: number, level: number, close: number): void {
  if (depth > w.maxDepth) unwelcome(w.at, `nested deeper than ${w.maxDepth}`);
  const base = w.top;
  let plain = true;
  w.at++;
  if (peek(w) === close) w.at++;
  else
    do {
      if (close === 0x5d) walkValue(w, depth, NOT_OWN);
      else if (!walkMember(w, depth, level)) plain = false;
    } while (goesOn(w, close));
  checkKeys(w, base, plain);
}

function goesOn(w: Walk, close: number): boolean {
  const byte = peek(w);
  if (byte !== 0x2c && byte !== close)
    malformed(w, `a comma or closing ${close === 0x7d ? 'brace' : 'bracket'} is expected`);
  w.at++;
  return byte === 0x2c;
}

/** Walks a key and its value. False when the key is not plain. */
function walkMember(w: Walk, depth: number, level: number): boolean {
  if (peek(w) !== 0x22) malformed(w, 'a key in quotes is expected');
  const start = w.at;
  walkString(w);
  const { plain } = w;
  const own = ownKey(w, start + 1, w.at - 1, level);
  w.keys[w.top++] = start + 1;
  w.keys[w.top++] = w.at - 1;
  if (peek(w) !== 0x3a) malformed(w, 'a colon is expected');
  w.at++;
  peek(w);
  const from = w.at;
  walkValue(w, depth, own === 0 ? level + 1 : NOT_OWN);
  if (own >= 0) w.found[level]![own] = { start: from, end: w.at };
  if (level === META && (own < 0 || own >= REST)) w.metaRest.push({ start, end: w.at });
  return plain;
}
