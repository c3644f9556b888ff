// Changes a message by replacing ranges of its bytes. What is not named stays as it came.
import type { Cut, Span } from '../contract/message.ts';

import { allocate, copy, fill, skipSpace } from './bytes.ts';

/** Puts `with`, one character a byte, in the place of `span`; an empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly with: string;
}

/** Puts raw JSON members right after the brace at `brace`. */
export function insertion(bytes: Uint8Array, brace: number, members: string): Edit {
  const at = brace + 1;
  const empty = bytes[skipSpace(bytes, at)] === 0x7d;
  return { span: { start: at, end: at }, with: empty ? members : `${members},` };
}

/** Takes a member out of its object, by the span of its value: its key has no quote in it, however it is escaped. */
export function removal(bytes: Uint8Array, { start, end }: Span): Edit {
  const closing = bytes.lastIndexOf(0x22, start - 1);
  const key = bytes.lastIndexOf(0x22, closing - 1);
  const after = skipSpace(bytes, end);
  if (bytes[after] === 0x2c) return { span: { start: key, end: after + 1 }, with: '' };
  let before = key - 1;
  while (bytes[before] !== 0x2c && bytes[before] !== 0x7b) before--;
  return { span: { start: bytes[before] === 0x2c ? before : key, end }, with: '' };
}

/** Up to this size a message is copied once; beyond it, views of its parts are cheaper. */
const COPIED = 16 * 1024;

/**
 * The chunks of `bytes` after all edits. Spans may come in any order and must not overlap; two insertions at one place
 * keep their order. Short messages come as one chunk, large ones as views of `bytes` and what stands between them.
 * What was `cut` out of `bytes` comes back in its place, unless an edit replaces the string that it is in.
 */
export function splice(bytes: Uint8Array, edits: Edit[], cut: Cut | null = null): Uint8Array[] {
  inOrder(edits);
  if (cut === null || edits.some(({ span }) => span.start < cut.at && cut.at < span.end))
    return bytes.length > COPIED ? views(bytes, edits) : [copied(bytes, edits)];
  const { at, pieces } = cut;
  const [before, after] = [
    edits.filter(({ span }) => span.end <= at),
    edits.filter(({ span }) => span.start >= at),
  ];
  return [copied(bytes, before, 0, at), ...pieces, copied(bytes, after, at)];
}

/** Sorts few edits, in place. */
function inOrder(edits: Edit[]): void {
  for (let i = 1; i < edits.length; i++) {
    const edit = edits[i]!;
    let at = i;
    for (; at > 0 && edits[at - 1]!.span.start > edit.span.start; at--) edits[at] = edits[at - 1]!;
    edits[at] = edit;
  }
}

/** `bytes[start, end)` after edits in it. */
function copied(bytes: Uint8Array, edits: readonly Edit[], start = 0, end = bytes.length): Uint8Array {
  let length = end - start;
  for (const { span, with: replacement } of edits) length += replacement.length - (span.end - span.start);
  const whole = allocate(length);
  let from = start;
  let at = 0;
  for (const { span, with: replacement } of edits) {
    at = copy(bytes, from, before(span, from), whole, at);
    at = fill(replacement, whole, at);
    from = span.end;
  }
  copy(bytes, from, end, whole, at);
  return whole;
}

function views(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let from = 0;
  for (const { span, with: replacement } of edits) {
    if (span.start > from) chunks.push(bytes.subarray(from, span.start));
    if (replacement !== '') chunks.push(bytesOf(replacement));
    from = before(span, from) + span.end - span.start;
  }
  if (from < bytes.length) chunks.push(bytes.subarray(from));
  return chunks;
}

function bytesOf(text: string): Uint8Array {
  const bytes = allocate(text.length);
  fill(text, bytes, 0);
  return bytes;
}

function before({ start }: Span, from: number): number {
  if (start < from) throw new RangeError('edits of a message overlap');
  return start;
}
