// What a client is sent for a backend's message: the same bytes, with the client's id or progress token in its place.
// Specification 2026-07-28, basic/index, "ResultType".
import type { Era, ServerMessage } from '../contract/message.ts';
import { decode, encode, skipSpace } from './bytes.ts';
import { type Edit, splice } from './splice.ts';

const COMPLETE = /* @__PURE__ */ encode('"resultType":"complete"');
const COMPLETE_AND = /* @__PURE__ */ encode('"resultType":"complete",');

/**
 * The chunks of a result or error as the client gets it: its own id (raw JSON), and for a modern client
 * `"resultType":"complete"` where the backend says nothing. Everything else is what the backend sent, byte for byte.
 */
export function answerFor(
  client: { readonly id: Uint8Array; readonly era: Era },
  answer: ServerMessage,
): Uint8Array[] {
  const { bytes, id, result, resultType } = answer;
  const edits: Edit[] = [id === null ? idInserted(bytes, client.id) : { span: id, with: client.id }];
  if (client.era === 'modern' && result !== null && resultType === null)
    edits.push(completed(bytes, result.start));
  return splice(bytes, edits);
}

function completed(bytes: Uint8Array, brace: number): Edit {
  const at = brace + 1;
  const empty = bytes[skipSpace(bytes, at)] === 0x7d;
  return { span: { start: at, end: at }, with: empty ? COMPLETE : COMPLETE_AND };
}

/** An error without an id, which the transport showed to be the answer, gets the client's. */
function idInserted(bytes: Uint8Array, id: Uint8Array): Edit {
  const at = skipSpace(bytes, 0) + 1;
  return { span: { start: at, end: at }, with: encode(`"id":${decode(id)},`) };
}

/**
 * The chunks of a notification as the client gets it. `progressToken` is the client's, raw JSON; it replaces the one in
 * `params.progressToken`. Where either is missing the bytes stay as they came.
 */
export function notificationFor(progressToken: Uint8Array | null, message: ServerMessage): Uint8Array[] {
  if (progressToken === null || message.progressToken === null) return [message.bytes];
  return splice(message.bytes, [{ span: message.progressToken, with: progressToken }]);
}
