// What of a server's answers and notifications is passed on, on any transport.
import type { Era, ServerMessage } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import { notification } from '../protocol/build.ts';
import { HEADER_MISMATCH, UNSUPPORTED_PROTOCOL_VERSION } from '../protocol/errors.ts';
import { errorText } from './era.ts';
import { broken } from './failure.ts';
import { spanIs } from './ids.ts';

/** Why an answer with the right id is not passed on, or null. */
export function answerProblem(era: Era, message: ServerMessage): BackendFailure | null {
  if (era === 'legacy') return null;
  return isHopError(message) ? broken(errorText(message), false) : resultProblem(message);
}

/** An error about this hop's own headers and version: nothing that the agent sent, and nothing was executed. */
export function isHopError({ errorCode }: ServerMessage): boolean {
  return errorCode === HEADER_MISMATCH || errorCode === UNSUPPORTED_PROTOCOL_VERSION;
}

/** An unknown `resultType` must not be taken for a complete one (2026-07-28, basic/index, ResultType). */
function resultProblem({ kind, resultType }: ServerMessage): BackendFailure | null {
  if (kind !== 'result' || resultType === null || resultType === 'complete') return null;
  if (resultType === 'input_required')
    return broken('it asks the client for input, which this gateway does not relay');
  return broken(`its result is of the unknown type ${JSON.stringify(resultType.slice(0, 60))}`);
}

/** A progress notification for this token: raw JSON, ASCII. */
export function isProgress(message: ServerMessage, token: string): boolean {
  return (
    message.method === 'notifications/progress' &&
    message.progressToken !== null &&
    spanIs(message.bytes, message.progressToken, token)
  );
}

/** `notifications/cancelled` for the request with this id: raw JSON. */
export function cancelled(id: string): Uint8Array {
  return notification('notifications/cancelled', `{"requestId":${id},"reason":"The caller no longer waits"}`);
}
