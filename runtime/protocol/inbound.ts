// What a client is sent for a backend's message: the same bytes, with the client's id or progress token in its place.
// Specification 2026-07-28, basic/index, "ResultType".
import type { Era, ServerMessage } from '../contract/message.ts';
import { decode, skipSpace } from './bytes.ts';
import { type Edit, insertion, splice } from './splice.ts';

/**
 * The chunks of a result or error as the client gets it: its own id (raw JSON), and for a modern client
 * `"resultType":"complete"` where the backend says nothing. Everything else is what the backend sent, byte for byte.
 */
export function answerFor(
  client: { readonly id: Uint8Array; readonly era: Era },
  { bytes, id, result, resultType }: ServerMessage,
): Uint8Array[] {
  // An error without an id, which the transport showed to be the answer, gets the client's.
  const named: Edit =
    id === null
      ? insertion(bytes, skipSpace(bytes, 0), `"id":${decode(client.id)}`)
      : { span: id, with: client.id };
  if (client.era === 'legacy' || result === null || resultType !== null) return splice(bytes, [named]);
  return splice(bytes, [named, insertion(bytes, result.start, '"resultType":"complete"')]);
}

/**
 * The chunks of a notification as the client gets it. `progressToken` is the client's, raw JSON; it replaces the one in
 * `params.progressToken`. Where either is missing the bytes stay as they came.
 */
export function notificationFor(progressToken: Uint8Array | null, message: ServerMessage): Uint8Array[] {
  const { bytes, progressToken: span } = message;
  return splice(bytes, progressToken === null || span === null ? [] : [{ span, with: progressToken }]);
}
