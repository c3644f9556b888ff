// Block maps and lists of usual YAML: by their columns.
import type { ListNode, MapEntry, MapNode, Node } from '../node.ts';
import {
  type Cursor,
  endLine,
  enter,
  giveUp,
  isLineEnd,
  leave,
  rangeOf,
  SPACE,
  skipSpaces,
} from './cursor.ts';
import { entriesOf } from './entries.ts';
import { flow, isFlow } from './flow.ts';
import { isQuote, key, linePlain, quoted } from './scalar.ts';

const DASH = 0x2d;

/** The map whose first key stands here, `indent` columns in its line. */
export function map(cursor: Cursor, indent: number): MapNode {
  enter(cursor);
  const start = cursor.at;
  const entries: MapEntry[] = [];
  let end = start;
  while (cursor.indent === indent) {
    const name = key(cursor) ?? giveUp();
    const value = under(cursor, indent);
    entries.push(Object.freeze({ key: name, value }));
    end = value.range.end;
  }
  demandDedent(cursor, indent);
  leave(cursor);
  return Object.freeze({ kind: 'map', entries: entriesOf(entries), range: rangeOf(cursor, start, end) });
}

/** What follows a key: on its line, or as a block below it. */
function under(cursor: Cursor, indent: number): Node {
  skipSpaces(cursor);
  if (!isLineEnd(cursor)) return inline(cursor, indent);
  endLine(cursor);
  if (cursor.indent >= indent && isItem(cursor)) return list(cursor, cursor.indent);
  return cursor.indent > indent ? map(cursor, cursor.indent) : giveUp();
}

function inline(cursor: Cursor, indent: number): Node {
  const node = isFlow(cursor) ? flow(cursor, indent) : scalar(cursor);
  endLine(cursor);
  return node;
}

function scalar(cursor: Cursor): Node {
  return isQuote(cursor.text.charCodeAt(cursor.at)) ? quoted(cursor) : linePlain(cursor);
}

function isItem({ text, at }: Cursor): boolean {
  return text.charCodeAt(at) === DASH && text.charCodeAt(at + 1) === SPACE;
}

/** The list whose first dash stands here. */
function list(cursor: Cursor, indent: number): ListNode {
  enter(cursor);
  const start = cursor.at;
  const items: Node[] = [];
  let end = start;
  while (cursor.indent === indent && isItem(cursor)) {
    const node = item(cursor, indent);
    items.push(node);
    end = node.range.end;
  }
  demandDedent(cursor, indent);
  leave(cursor);
  return Object.freeze({ kind: 'list', items: Object.freeze(items), range: rangeOf(cursor, start, end) });
}

function item(cursor: Cursor, indent: number): Node {
  const dash = cursor.at;
  cursor.at += 1;
  skipSpaces(cursor);
  const { at } = cursor;
  if (isLineEnd(cursor) || isItem(cursor)) giveUp();
  if (isFlow(cursor) || key(cursor) === null) return inline(cursor, indent);
  // The first key of a map on the dash's own line.
  cursor.at = at;
  cursor.indent += at - dash;
  return map(cursor, cursor.indent);
}

/** What comes next belongs to a block around this one. */
function demandDedent(cursor: Cursor, indent: number): void {
  if (cursor.indent > indent) giveUp();
}
