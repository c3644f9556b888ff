// What a backend is sent for a client's message: the same bytes, with this hop's id, name and `_meta` in their places.
// Specification 2026-07-28, basic/index, "Per-request protocol fields"; basic/transports/stdio.
import type { ClientMessage, Span } from '../contract/message.ts';
import { binary, binaryJson, skipSpace } from './bytes.ts';
import { type Edit, insertion, splice } from './splice.ts';

/** How this hop names things. `id`, `own` and `progressToken` are raw JSON, in ASCII. */
export interface Hop {
  readonly id: string;
  /** What the server calls the thing that is asked for, and where the client calls it otherwise, if it does. */
  readonly subject: string;
  readonly renamed: Span | null;
  readonly progressToken: string | null;
  /** Other changes. */
  readonly edits: readonly Edit[];
  /** The members of `_meta` by which a modern server knows the gateway; none for a legacy server. */
  readonly own: string;
}

/**
 * The chunks that a backend is sent for `message`, a request of either era: id, name and progress token are
 * this hop's. `_meta` carries the gateway's own members and none of the client's that belong to one hop; its other
 * members stay. Everything else is what the client sent, byte for byte.
 */
export function outbound(message: ClientMessage, to: Hop): Uint8Array[] {
  const { bytes, id } = message;
  const edits = [...metaEdits(message, to), ...to.edits];
  if (id !== null) edits.push({ span: id, with: to.id });
  if (to.renamed !== null) edits.push({ span: to.renamed, with: binaryJson(to.subject) });
  return splice(bytes, edits);
}

function metaEdits({ bytes, params, meta, metaRest }: ClientMessage, { own, progressToken }: Hop): Edit[] {
  let members = progressToken === null ? '' : `,"progressToken":${progressToken}`;
  if (own !== '') members += `,${own}`;
  for (const { start, end } of metaRest) members += `,${binary(bytes, start, end)}`;
  members = members.slice(1);
  if (meta !== null) return [{ span: meta, with: `{${members}}` }];
  if (members === '') return [];
  return params === null
    ? [insertion(bytes, skipSpace(bytes, 0), `"params":{"_meta":{${members}}}`)]
    : [insertion(bytes, params.start, `"_meta":{${members}}`)];
}

/**
 * The chunks without line breaks, for framings where a line break ends a message (stdio, SSE). In valid JSON they stand
 * between tokens only, where a space means the same. Chunks without any are not copied.
 */
export function singleLine(chunks: readonly Uint8Array[]): readonly Uint8Array[] {
  return chunks.some(breaks) ? chunks.map(unbroken) : chunks;
}

function breaks(chunk: Uint8Array): boolean {
  return chunk.includes(0x0a) || chunk.includes(0x0d);
}

function unbroken(chunk: Uint8Array): Uint8Array {
  return breaks(chunk) ? chunk.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte)) : chunk;
}
