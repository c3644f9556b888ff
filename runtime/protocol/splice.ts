// Changes a message by replacing ranges of its bytes. What is not named stays as it came.
import type { Span } from '../contract/message.ts';

import { encode, skipSpace } from './bytes.ts';

/** Puts `with` in the place of `span`; an empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly with: Uint8Array;
}

/** Puts raw JSON members right after the brace at `brace`. */
export function insertion(bytes: Uint8Array, brace: number, members: string): Edit {
  const at = brace + 1;
  const empty = bytes[skipSpace(bytes, at)] === 0x7d;
  return { span: { start: at, end: at }, with: encode(empty ? members : `${members},`) };
}

/**
 * The chunks of `bytes` after all edits. Spans may come in any order and must not overlap; two insertions at one place
 * keep their order. Untouched parts are views of `bytes`, not copies.
 */
export function splice(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array[] {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start);
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const { span, with: replacement } of sorted) {
    if (span.start < at) throw new RangeError('edits of a message overlap');
    if (span.start > at) chunks.push(bytes.subarray(at, span.start));
    if (replacement.length > 0) chunks.push(replacement);
    at = span.end;
  }
  if (at < bytes.length) chunks.push(bytes.subarray(at));
  return chunks;
}
