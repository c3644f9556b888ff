// The strings extension: places in a text are counted in code points.
import { fail } from './error.ts';
import { cut, find, findLast } from './search.ts';
import { isHigh, reversed } from './units.ts';

/** A place from 0 to the end. @throws celError beyond */
function place(at: number | bigint, size: number): number {
  return typeof at === 'number' && at >= 0 && at <= size ? at : fail();
}

/** The place in units, a number of code points behind another one. @throws celError beyond the text */
function unitsTo(text: string, points: number | bigint, from = 0): number {
  const count = place(points, text.length - from);
  let at = from;
  for (let i = 0; i < count; i++) {
    if (at >= text.length) return fail();
    at += isHigh(text.charCodeAt(at)) ? 2 : 1;
  }
  return at;
}

function pointsBefore(text: string, units: number): number {
  let size = units;
  for (let i = 0; i < units; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) size--;
  return size;
}

/** The code point at a place, nothing at the end. @throws celError beyond */
export function charAt(text: string, at: number | bigint): string {
  const point = text.codePointAt(unitsTo(text, at));
  return point === undefined ? '' : String.fromCodePoint(point);
}

/** The first place of `part` from `from`, or -1. @throws celError when `from` is beyond the text */
export function indexOf(text: string, part: string, from: number | bigint = 0): number {
  const found = find(text, part, unitsTo(text, from));
  return found < 0 ? -1 : pointsBefore(text, found);
}

/** The last place of `part` up to `from`, or -1. @throws celError when `from` is beyond the text */
export function lastIndexOf(text: string, part: string, from?: number | bigint): number {
  const found = findLast(text, part, from === undefined ? text.length : unitsTo(text, from));
  return found < 0 ? -1 : pointsBefore(text, found);
}

/** From one place up to another. @throws celError unless 0 ≤ start ≤ end ≤ size */
export function substring(text: string, start: number | bigint, end?: number | bigint): string {
  const from = unitsTo(text, start);
  if (end === undefined) return text.slice(from);
  if (end < start || typeof end !== 'number') return fail();
  return text.slice(from, unitsTo(text, end - Number(start), from));
}

/** Longest text that a function makes, in UTF-16 units: a text may not grow without bound. */
export const longest = 16_777_216;

/** With `part` replaced, everywhere or the first `limit` times. @throws celError for a text too long */
export function replace(text: string, part: string, by: string, limit: number | bigint = -1): string {
  const parts = part === '' ? spread(text) : cut(text, part);
  const most = limit < 0 ? parts.length - 1 : Math.min(Number(limit), parts.length - 1);
  if (text.length + most * Math.max(0, by.length - part.length) > longest) return fail();
  const head = parts.slice(0, most + 1).join(by);
  return most + 1 >= parts.length ? head : [head, ...parts.slice(most + 1)].join(part);
}

/** An empty part is found before, between and after the code points. */
function spread(text: string): readonly string[] {
  return ['', ...text, ''];
}

/** The parts between separators, `limit` at most; an empty separator parts code points. */
export function split(text: string, separator: string, limit: number | bigint = -1): readonly string[] {
  const parts = separator === '' ? [...text] : cut(text, separator);
  if (limit < 0 || parts.length <= limit) return parts;
  if (limit === 0) return [];
  const most = Number(limit);
  return [...parts.slice(0, most - 1), parts.slice(most - 1).join(separator)];
}

/** The texts one after another. @throws celError unless each is a text */
export function join(texts: readonly unknown[], separator = ''): string {
  if (!texts.every((text) => typeof text === 'string')) return fail();
  const length = texts.reduce((sum: number, text) => sum + (text as string).length, 0);
  return length + texts.length * separator.length > longest ? fail() : texts.join(separator);
}

/** Code points from the last to the first. */
export function reverse(text: string): string {
  return reversed(text);
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\u0007', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['\\', '\\\\'],
  ['"', '\\"'],
]);

/** In double quotes, with what is special escaped. */
export function quote(text: string): string {
  return `"${text.replace(/[\u0007-\r\\"]/g, (char) => escapes.get(char) ?? char)}"`;
}
