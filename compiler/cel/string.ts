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
  opening.lastIndex = at;
  const found = opening.exec(text);
  const prefix = found?.[1]?.toLowerCase() ?? '';
  if (found === null || prefix === 'rr' || prefix === 'bb') return null;
  return { prefix, quote: found[2] ?? '' };
}

/** Reads the string literal at `start`. An open end is reported and the rest of the line taken as its text. */
export function readString(text: string, start: number, { prefix, quote }: Opening, report: Report): Read {
  const raw = prefix.includes('r');
  const from = start + prefix.length + quote.length;
  const to = closing(text, from, quote, raw);
  if (to < 0) return unterminated(text, start, quote, report);
  const end = to + quote.length;
  if (prefix.includes('b')) {
    report(
      'cel/unsupported',
      { start, end },
      { message: 'Bytes are not supported.', help: 'Write a string.' },
    );
    return { token: { kind: 'bad', start, end }, next: end };
  }
  const value = raw ? text.slice(from, to) : readEscapes(text, from, to, report);
  return { token: { kind: 'literal', literal: { type: 'string', value }, start, end }, next: end };
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

function readEscapes(text: string, from: number, to: number, report: Report): string {
  return text.slice(from, to).replace(escapes, (all, letter, byte, short, long, octal, offset: number) => {
    if (letter !== undefined) return simple.get(letter) ?? letter;
    const hex = byte ?? short ?? long;
    const point =
      hex !== undefined ? Number.parseInt(hex, 16) : octal !== undefined ? Number.parseInt(octal, 8) : -1;
    if (point >= 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff))
      return String.fromCodePoint(point);
    const start = from + offset;
    const end = Math.min(to, start + Math.max(all.length, 2));
    const message =
      point < 0 ? `\`${text.slice(start, end)}\` is no escape.` : 'The escape names no character.';
    report(
      'cel/syntax',
      { start, end },
      { message, help: 'A backslash itself is written `\\\\`, or the string r"…".' },
    );
    return '';
  });
}
