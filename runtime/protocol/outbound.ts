// What a backend is sent for a client's message: the same bytes, with this hop's id, name and `_meta` in their places.
// Specification 2026-07-28, basic/index, "Per-request protocol fields"; basic/transports/stdio.
import type { ClientMessage, Era } from '../contract/message.ts';
import { type ModernIdentity, modernMembers } from './build.ts';
import { encode, skipSpace, textOf } from './bytes.ts';
import { type Edit, splice } from './splice.ts';

/** How this hop names things. `id` and `progressToken` are raw JSON; the identity is used for a modern backend. */
export interface Hop extends ModernIdentity {
  readonly era: Era;
  readonly id: string;
  /** The tool's name on its server. */
  readonly tool: string;
  readonly progressToken: string | null;
}

/**
 * The chunks that a backend is sent for `message`, a request of either era: id, `params.name` and progress token are
 * this hop's. `_meta` carries the gateway's own version, info and capabilities for a modern backend and none of the
 * three for a legacy one; its other members stay. Everything else is what the client sent, byte for byte.
 */
export function outbound(message: ClientMessage, to: Hop): Uint8Array[] {
  const edits: Edit[] = [];
  if (message.id !== null) edits.push({ span: message.id, with: encode(to.id) });
  if (message.nameSpan !== null)
    edits.push({ span: message.nameSpan, with: encode(JSON.stringify(to.tool)) });
  const meta = metaEdit(message, to);
  if (meta !== null) edits.push(meta);
  return splice(message.bytes, edits);
}

function metaEdit(message: ClientMessage, to: Hop): Edit | null {
  const own = ownMembers(to);
  if (message.meta !== null) {
    const kept = message.metaRest.map((member) => textOf(message.bytes, member));
    return { span: message.meta, with: encode(`{${own === '' ? kept.join() : [own, ...kept].join()}}`) };
  }
  if (own === '') return null;
  if (message.params !== null) return inserted(message.bytes, message.params.start, `"_meta":{${own}}`);
  return inserted(message.bytes, skipSpace(message.bytes, 0), `"params":{"_meta":{${own}}}`);
}

function ownMembers(to: Hop): string {
  const token = to.progressToken === null ? '' : `"progressToken":${to.progressToken}`;
  if (to.era === 'legacy') return token;
  return token === '' ? modernMembers(to) : `${token},${modernMembers(to)}`;
}

/** Adds a member right after the brace at `brace`. */
function inserted(bytes: Uint8Array, brace: number, member: string): Edit {
  const at = brace + 1;
  const empty = bytes[skipSpace(bytes, at)] === 0x7d;
  return { span: { start: at, end: at }, with: encode(empty ? member : `${member},`) };
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
