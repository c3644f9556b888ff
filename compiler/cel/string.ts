// String literals of CEL: four kinds of quotes, raw strings, escapes.
import type { Read } from './lexer.ts';
import type { Report } from './problem.ts';

export interface Opening {
  /** Letters before the quote, lower case: `r`, `b`, both, or none. */
  readonly prefix: string;
  readonly quote: string;
}

const opening = /([rRbB]{0,2})("""|'''|"|')/y;

/** How the string at `at` begins, or null if none begins there. */
export function stringStart(text: string, at: number): Opening | null {
  if (!mayOpen(text.charCodeAt(at))) return null;
  opening.lastIndex = at;
  const found = opening.exec(text);
  const prefix = found?.[1]?.toLowerCase() ?? '';
  if (found === null || prefix === 'rr' || prefix === 'bb') return null;
  return { prefix, quote: found[2] ?? '' };
}

/** A quote, or one of the letters before it. */
function mayOpen(unit: number): boolean {
  const letter = unit | 0x20;
  return unit === 0x22 || unit === 0x27 || letter === 0x72 || letter === 0x62;
}

/** Reads the string literal at `start`. An open end is reported and the rest of the line taken as its text. */
export function readString(text: string, start: number, { prefix, quote }: Opening, report: Report): Read {
  const raw = prefix.includes('r');
  const from = start + prefix.length + quote.length;
  const to = closing(text, from, quote, raw);
  if (to < 0) return unterminated(text, start, quote, report);
  const end = to + quote.length;
  const written = { text, from, to, raw };
  const literal = prefix.includes('b')
    ? ({ type: 'bytes', hex: readBytes(written, report) } as const)
    : ({ type: 'string', value: raw ? text.slice(from, to) : readEscapes(written, report) } as const);
  return { token: { kind: 'literal', literal, start, end }, next: end };
}

/** What stands between the quotes. */
interface Written {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly raw: boolean;
}

/** Index of the closing quote, or -1. */
function closing(text: string, from: number, quote: string, raw: boolean): number {
  const multiline = quote.length === 3;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith(quote, at)) return at;
    if (!multiline && (text[at] === '\n' || text[at] === '\r')) return -1;
    if (!raw && text[at] === '\\') at++;
  }
  return -1;
}

function unterminated(text: string, start: number, quote: string, report: Report): Read {
  const newline = quote.length === 3 ? -1 : text.slice(start).search(/[\r\n]/);
  const end = newline < 0 ? text.length : start + newline;
  report(
    'cel/syntax',
    { start, end },
    {
      message: 'The string has no end.',
      help: `Close it with ${quote} on the same line${quote.length === 3 ? ' or a later one' : ''}.`,
    },
  );
  return { token: { kind: 'bad', start, end }, next: end };
}

const simple: ReadonlyMap<string, string> = new Map([
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ['?', '?'],
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
]);

const escapes =
  /\\(?:([abfnrtv\\?"'`])|[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|)/g;

/** The code point of a matched escape, -1 for none. */
function pointOf(match: RegExpMatchArray): number {
  const [, letter, byte, short, long, octal] = match;
  if (letter !== undefined) return (simple.get(letter) ?? letter).charCodeAt(0);
  const hex = byte ?? short ?? long;
  if (hex !== undefined) return Number.parseInt(hex, 16);
  return octal === undefined ? -1 : Number.parseInt(octal, 8);
}

function isCharacter(point: number): boolean {
  return point >= 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
}

function noEscape({ text, from, to }: Written, match: RegExpMatchArray, point: number, report: Report): void {
  const start = from + (match.index ?? 0);
  const end = Math.min(to, start + Math.max(match[0].length, 2));
  const message =
    point < 0 ? `\`${text.slice(start, end)}\` is no escape.` : 'The escape names no character.';
  const help = 'A backslash itself is written `\\\\`, or the string r"…".';
  report('cel/syntax', { start, end }, { message, help });
}

/** The text between the quotes, escapes read. */
function readEscapes(written: Written, report: Report): string {
  const between = written.text.slice(written.from, written.to);
  if (!between.includes('\\')) return between;
  let value = '';
  let next = 0;
  for (const match of between.matchAll(escapes)) {
    const point = pointOf(match);
    value += between.slice(next, match.index);
    next = match.index + match[0].length;
    if (isCharacter(point)) value += String.fromCodePoint(point);
    else noEscape(written, match, point, report);
  }
  return value + between.slice(next);
}

/** The bytes between the quotes: UTF-8, and what `\x` and octal escapes name. */
function readBytes(written: Written, report: Report): string {
  const between = written.text.slice(written.from, written.to);
  if (written.raw) return hexOf(new TextEncoder().encode(between));
  let hex = '';
  let next = 0;
  for (const match of between.matchAll(escapes)) {
    const point = match[3] === undefined && match[4] === undefined ? pointOf(match) : -1;
    hex += hexOf(new TextEncoder().encode(between.slice(next, match.index)));
    next = match.index + match[0].length;
    if (point >= 0) hex += hexOf([point]);
    else noEscape(written, match, point, report);
  }
  return hex + hexOf(new TextEncoder().encode(between.slice(next)));
}

function hexOf(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
