// Where the reader of usual YAML stands, line by line; and how it gives up.
import type { Range } from '../../diagnostics/finding.ts';
import type { SourceText } from '../../diagnostics/position.ts';
import type { FlowStyle } from '../flow-scalar.ts';
import type { ScalarNode } from '../node.ts';
import { scalarNode, type Written } from '../scalar.ts';

/** Thrown where the text is not plainly usual; never leaves this folder. */
export const unusual = Symbol('unusual');

export interface Cursor {
  readonly text: string;
  readonly file: string;
  /** One for each style of the file. */
  readonly written: Readonly<Record<FlowStyle, Written>>;
  at: number;
  /** Columns before the content of the line that a block begins on; -1 after the last line. */
  indent: number;
  /** Maps and lists around `at`. */
  depth: number;
  /** Lines and values that may still come: the parser bounds its own pieces, of which each has a few. */
  left: number;
}

const mostParts = 120_000;
const deepest = 32;

export const SPACE = 0x20;
export const NEWLINE = 0x0a;
export const COLON = 0x3a;
const HASH = 0x23;

export function createCursor({ text, path: file }: SourceText): Cursor {
  const written = { plain: as(text, 'plain'), single: as(text, 'single'), double: as(text, 'double') };
  return { text, file, written, at: 0, indent: 0, depth: 0, left: mostParts };
}

function as(text: string, style: FlowStyle): Written {
  return { text, as: style };
}

export function giveUp(): never {
  throw unusual;
}

/** One more line or value. */
export function count(cursor: Cursor): void {
  cursor.left -= 1;
  if (cursor.left < 0) giveUp();
}

/** Into one more map or list; `leave` goes out of it. */
export function enter(cursor: Cursor): void {
  count(cursor);
  cursor.depth += 1;
  if (cursor.depth > deepest) giveUp();
}

export function leave(cursor: Cursor): void {
  cursor.depth -= 1;
}

export function rangeOf({ file }: Cursor, start: number, end: number): Range {
  return Object.freeze({ file, start, end });
}

export function textNode(
  cursor: Cursor,
  value: string,
  start: number,
  end: number,
  style: FlowStyle,
): ScalarNode {
  count(cursor);
  return scalarNode(value, { file: cursor.file, start, end }, cursor.written[style]);
}

export function skipSpaces(cursor: Cursor): void {
  while (cursor.text.charCodeAt(cursor.at) === SPACE) cursor.at += 1;
}

/** Whether no further line has content. */
export function isEnd({ indent }: Cursor): boolean {
  return indent === -1;
}

/** Whether nothing more than a comment stands on the line. */
export function isLineEnd({ text, at }: Cursor): boolean {
  const next = text.charCodeAt(at);
  if (next === HASH) return text.charCodeAt(at - 1) === SPACE;
  return next === NEWLINE || at >= text.length;
}

/** From what ends on a line to the content of the next line that has any. */
export function endLine(cursor: Cursor): void {
  skipSpaces(cursor);
  if (!isLineEnd(cursor)) giveUp();
  toNextLine(cursor);
  toContent(cursor);
}

/** From the begin of a line to its content, or to that of the next line that has any. */
export function toContent(cursor: Cursor): void {
  const { text } = cursor;
  for (;;) {
    const start = cursor.at;
    skipSpaces(cursor);
    const next = text.charCodeAt(cursor.at);
    if (next !== NEWLINE && next !== HASH) {
      cursor.indent = cursor.at < text.length ? cursor.at - start : -1;
      return;
    }
    count(cursor);
    toNextLine(cursor);
  }
}

function toNextLine(cursor: Cursor): void {
  const end = cursor.text.indexOf('\n', cursor.at);
  cursor.at = end < 0 ? cursor.text.length : end + 1;
}
