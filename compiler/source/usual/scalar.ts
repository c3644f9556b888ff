// Keys and scalars of usual YAML: on one line, in a style that leaves no doubt.
import type { ScalarNode } from '../node.ts';
import { scalarNode } from '../scalar.ts';
import { COLON, type Cursor, count, giveUp, NEWLINE, SPACE, textNode } from './cursor.ts';

const DOUBLE = 0x22;
const SINGLE = 0x27;

export function isQuote(code: number): boolean {
  return code === DOUBLE || code === SINGLE;
}

/** Plain text begins so: with no mark of YAML's, and no number but one of digits. */
const begin = /[A-Za-z0-9_/(\u00c0-\uffff]|-[1-9]|-{1,2}[A-Za-z]|\.{1,2}\//y;

/** A plain scalar that ends at `end`, without the spaces before it. */
export function plain(cursor: Cursor, end: number): ScalarNode {
  const start = cursor.at;
  let last = end;
  while (cursor.text.charCodeAt(last - 1) === SPACE) last -= 1;
  begin.lastIndex = start;
  if (!begin.test(cursor.text)) giveUp();
  cursor.at = last;
  const text = cursor.text.slice(start, last);
  const value = plainValue(text);
  if (typeof value === 'string') return textNode(cursor, value, start, last, 'plain');
  count(cursor);
  return scalarNode(value, { file: cursor.file, start, end: last }, null);
}

const words: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);
/** Ways to write the same that few know to be one. */
const rare = /^(?:Null|NULL|True|TRUE|False|FALSE)$/;
const number = /^(?:0|-?[1-9]\d{0,14})(?:\.\d{1,9})?$/;
/** Made of what numbers are made of in one notation or another, and with no more than one dot. */
const numeric = /^[\da-fA-Fox_+-]*\.?[\da-fA-Fox_+-]*$/;

function plainValue(text: string): string | number | boolean | null {
  if (!/^-?\d/.test(text)) {
    const word = words.get(text);
    if (word !== undefined) return word;
    return rare.test(text) ? giveUp() : text;
  }
  if (number.test(text)) return Number(text);
  return numeric.test(text) ? giveUp() : text;
}

/** A plain scalar that is a value of a block: as far as its line goes, or to a comment. */
export function linePlain(cursor: Cursor): ScalarNode {
  const end = cursor.text.indexOf('\n', cursor.at);
  const line = cursor.text.slice(cursor.at, end < 0 ? undefined : end);
  const comment = line.indexOf(' #');
  const node = plain(cursor, cursor.at + (comment < 0 ? line.length : comment));
  const { start, end: last } = node.range;
  // Its own line is no place for another key.
  if (/:(?: |$)/.test(cursor.text.slice(start, last))) giveUp();
  return node;
}

/** A quoted scalar. */
export function quoted(cursor: Cursor): ScalarNode {
  const start = cursor.at;
  return cursor.text.charCodeAt(start) === SINGLE ? single(cursor, start) : double(cursor, start);
}

function single(cursor: Cursor, start: number): ScalarNode {
  const { text } = cursor;
  let end = closing(text, "'", start + 1);
  let doubled = false;
  while (text.charCodeAt(end + 1) === SINGLE) {
    doubled = true;
    end = closing(text, "'", end + 2);
  }
  const inner = oneLine(text.slice(start + 1, end));
  cursor.at = end + 1;
  return textNode(cursor, doubled ? inner.replaceAll("''", "'") : inner, start, end + 1, 'single');
}

function double(cursor: Cursor, start: number): ScalarNode {
  const { text } = cursor;
  let end = closing(text, '"', start + 1);
  while (isEscaped(text, start + 1, end)) end = closing(text, '"', end + 1);
  const inner = oneLine(text.slice(start + 1, end));
  cursor.at = end + 1;
  const value = inner.includes('\\') ? inner.replace(/\\(.?)/g, unescaped) : inner;
  return textNode(cursor, value, start, end + 1, 'double');
}

function closing(text: string, quote: string, from: number): number {
  const end = text.indexOf(quote, from);
  return end < 0 ? giveUp() : end;
}

function isEscaped(text: string, start: number, at: number): boolean {
  let before = at;
  while (before > start && text[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
}

function unescaped(_: string, letter: string): string {
  if (letter === 'n') return '\n';
  return letter === '"' || letter === '\\' ? letter : giveUp();
}

function oneLine(text: string): string {
  return text.includes('\n') ? giveUp() : text;
}

// What names of this language are made of, patterns of tools and addresses among them.
const name = /[A-Za-z_/](?:[\w.*/@-]|:\/){0,255}(?=: |:\n|:$)/y;

/** A key and its colon; null where something else stands. Stays there then. */
export function key(cursor: Cursor): ScalarNode | null {
  const { text, at } = cursor;
  if (isQuote(text.charCodeAt(at))) return quotedKey(cursor);
  name.lastIndex = at;
  const found = name.exec(text)?.[0];
  if (found === undefined) return null;
  if (typeof plainValue(found) !== 'string') giveUp();
  cursor.at += found.length + 1;
  return textNode(cursor, found, at, at + found.length, 'plain');
}

const longestKey = 256;

function quotedKey(cursor: Cursor): ScalarNode | null {
  const { text, at } = cursor;
  const node = quoted(cursor);
  const after = text.charCodeAt(cursor.at + 1);
  const ends = after === SPACE || after === NEWLINE || cursor.at + 1 >= text.length;
  if (text.charCodeAt(cursor.at) === COLON && ends) {
    if (cursor.at - at > longestKey) giveUp();
    cursor.at += 1;
    return node;
  }
  cursor.at = at;
  return null;
}
