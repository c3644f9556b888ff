// `{ }` and `[ ]` of usual YAML.
import type { ListNode, MapEntry, MapNode, Node } from '../node.ts';
import { COLON, type Cursor, enter, giveUp, leave, NEWLINE, rangeOf, SPACE, skipSpaces } from './cursor.ts';
import { entriesOf } from './entries.ts';
import { isQuote, key, plain, quoted } from './scalar.ts';

const COMMA = 0x2c;
const LIST = 0x5b;
const LIST_END = 0x5d;
const MAP = 0x7b;
const MAP_END = 0x7d;

/** Whether `{` or `[` stands there. */
export function isFlow({ text, at }: Cursor): boolean {
  const code = text.charCodeAt(at);
  return code === MAP || code === LIST;
}

/** A map or list. @param indent columns before the block around it: its own lines stand deeper */
export function flow(cursor: Cursor, indent: number): ListNode | MapNode {
  enter(cursor);
  const start = cursor.at;
  cursor.at += 1;
  const node =
    cursor.text.charCodeAt(start) === MAP ? map(cursor, start, indent) : list(cursor, start, indent);
  leave(cursor);
  return node;
}

function map(cursor: Cursor, start: number, indent: number): MapNode {
  const entries: MapEntry[] = [];
  for (skip(cursor, indent); !isClosed(cursor, MAP_END); separate(cursor, MAP_END, indent)) {
    const name = key(cursor) ?? giveUp();
    skip(cursor, indent);
    entries.push(Object.freeze({ key: name, value: value(cursor, indent) }));
  }
  return Object.freeze({
    kind: 'map',
    entries: entriesOf(entries),
    range: rangeOf(cursor, start, cursor.at),
  });
}

function list(cursor: Cursor, start: number, indent: number): ListNode {
  const items: Node[] = [];
  for (skip(cursor, indent); !isClosed(cursor, LIST_END); separate(cursor, LIST_END, indent)) {
    items.push(value(cursor, indent));
  }
  return Object.freeze({
    kind: 'list',
    items: Object.freeze(items),
    range: rangeOf(cursor, start, cursor.at),
  });
}

function value(cursor: Cursor, indent: number): Node {
  if (isFlow(cursor)) return flow(cursor, indent);
  return isQuote(cursor.text.charCodeAt(cursor.at)) ? quoted(cursor) : plain(cursor, plainEnd(cursor));
}

/** Past the closing bracket, if it stands here. */
function isClosed(cursor: Cursor, end: number): boolean {
  if (cursor.text.charCodeAt(cursor.at) !== end) return false;
  cursor.at += 1;
  return true;
}

/** To what follows a member: past a comma, or to the closing bracket. */
function separate(cursor: Cursor, end: number, indent: number): void {
  skip(cursor, indent);
  const code = cursor.text.charCodeAt(cursor.at);
  if (code === end) return;
  if (code !== COMMA) giveUp();
  cursor.at += 1;
  skip(cursor, indent);
}

/** Past spaces and line breaks. What begins a line stands deeper than the block around. */
function skip(cursor: Cursor, indent: number): void {
  skipSpaces(cursor);
  while (cursor.text.charCodeAt(cursor.at) === NEWLINE) {
    cursor.at += 1;
    const start = cursor.at;
    skipSpaces(cursor);
    const isBlank = cursor.text.charCodeAt(cursor.at) === NEWLINE;
    if (!isBlank && cursor.at - start <= indent) giveUp();
  }
}

/** Where a plain scalar ends: at a bracket, a comma or its line's end. Before a `:` or a comment it is none. */
function plainEnd({ text, at }: Cursor): number {
  for (let end = at; ; end += 1) {
    const code = text.charCodeAt(end);
    if (isMark(code) || code === NEWLINE || Number.isNaN(code)) return end;
    if (code === COLON && isColon(text.charCodeAt(end + 1))) giveUp();
    if (code === 0x23 && text.charCodeAt(end - 1) === SPACE) giveUp();
  }
}

function isMark(code: number): boolean {
  return code === COMMA || code === LIST || code === LIST_END || code === MAP || code === MAP_END;
}

function isColon(next: number): boolean {
  return next === SPACE || next === NEWLINE || Number.isNaN(next) || isMark(next);
}
