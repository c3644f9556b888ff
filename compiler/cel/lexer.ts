// Text to tokens. What cannot be read is reported and repaired, so that the parser sees the rest.

import { type Foreign, foreignAt, helpForCharacter, lastAt } from './foreign.ts';
import { readNumber } from './number.ts';
import type { Report } from './problem.ts';
import { readString, stringStart } from './string.ts';
import type { Token } from './token.ts';

/** A token, or null for something skipped, and where reading goes on. */
export interface Read {
  readonly token: Token | null;
  readonly next: number;
}

/**
 * Splits an expression into tokens, the last one of kind `end`.
 * CEL specification, "Syntax": lexis.
 */
export function tokenize(text: string, report: Report): readonly Token[] {
  const tokens: Token[] = [];
  let at = skipBlank(text, 0);
  while (at < text.length) {
    const read = readToken(text, at, report);
    if (read.token !== null) tokens.push(read.token);
    at = skipBlank(text, read.next);
  }
  tokens.push({ kind: 'end', start: text.length, end: text.length });
  return tokens;
}

/** Where the next token begins: behind blanks and comments. */
function skipBlank(text: string, from: number): number {
  let at = from;
  for (;;) {
    const unit = text.charCodeAt(at);
    if (isBlank(unit)) at++;
    else if (unit === slash && text.charCodeAt(at + 1) === slash) at = lineEnd(text, at);
    else return at;
  }
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09 || unit === 0x0c;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

const quoted = /`[A-Za-z0-9_.\-/ ]+`/y;

/** Operators and brackets; two characters before one. */
const pairs: ReadonlySet<string> = new Set(['==', '!=', '<=', '>=', '&&', '||']);
const singles: ReadonlySet<string> = new Set('<>!+-*/%?:.,()[]{}');

function symbolIn(text: string, at: number): string {
  const pair = text.slice(at, at + 2);
  if (pairs.has(pair)) return pair;
  const single = text.charAt(at);
  return singles.has(single) ? single : '';
}

function readToken(text: string, at: number, report: Report): Read {
  const first = text.charCodeAt(at);
  if (isLetter(first)) return readLetters(text, at, report);
  if (isDigit(first) || (first === point && isDigit(text.charCodeAt(at + 1)))) {
    return readNumber(text, at, report);
  }
  const opening = stringStart(text, at);
  if (opening !== null) return readString(text, at, opening, report);
  const foreign = foreignAt(text, at);
  if (foreign !== undefined) return readForeign(foreign, at, report);
  const found = symbolIn(text, at);
  if (found !== '') return symbolAt(found, at, found.length);
  quoted.lastIndex = at;
  const name = quoted.exec(text)?.[0] ?? '';
  const habit = lastAt(text, at);
  if (habit !== undefined) return readForeign(habit, at, report);
  if (name === '') return readUnknown(text, at, report);
  const span = { start: at, end: at + name.length };
  return { token: { kind: 'quoted', text: name.slice(1, -1), ...span }, next: span.end };
}

const point = 0x2e;
const slash = 0x2f;

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

function isLetter(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a) || unit === 0x5f;
}

/** A word, or a string with letters before its quote. */
function readLetters(text: string, at: number, report: Report): Read {
  const opening = stringStart(text, at);
  if (opening !== null) return readString(text, at, opening, report);
  let end = at + 1;
  while (isLetter(text.charCodeAt(end)) || isDigit(text.charCodeAt(end))) end++;
  return { token: readWord(text.slice(at, end), at), next: end };
}

function readWord(name: string, start: number): Token {
  const span = { start, end: start + name.length };
  if (name === 'true' || name === 'false') {
    return { kind: 'literal', literal: { type: 'bool', value: name === 'true' }, ...span };
  }
  if (name === 'null') return { kind: 'literal', literal: { type: 'null' }, ...span };
  return name === 'in' ? { kind: 'symbol', text: 'in', ...span } : { kind: 'name', text: name, ...span };
}

function symbolAt(symbol: string, start: number, length: number): Read {
  return { token: { kind: 'symbol', text: symbol, start, end: start + length }, next: start + length };
}

function readForeign({ written, meant, help }: Foreign, start: number, report: Report): Read {
  const message = `\`${written}\` is no operator of CEL.`;
  report('cel/syntax', { start, end: start + written.length }, { message, help });
  return symbolAt(meant ?? written, start, written.length);
}

function readUnknown(text: string, start: number, report: Report): Read {
  const point = text.codePointAt(start) ?? 0;
  const end = start + (point > 0xffff ? 2 : 1);
  const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  const shown = /[\p{L}\p{N}\p{P}\p{S}]/u.test(text.slice(start, end))
    ? `\`${text.slice(start, end)}\` (${code})`
    : code;
  const help = helpForCharacter(text.slice(start, end), text.slice(end));
  report('cel/syntax', { start, end }, { message: `The character ${shown} means nothing in CEL.`, help });
  return { token: null, next: end };
}
