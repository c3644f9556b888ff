// What a client is sent for a backend's message: the same bytes, with the client's id or progress token in its place.
// Specification 2026-07-28, basic/index, "ResultType".
import type { Era, ServerMessage, Span } from '../contract/message.ts';
import { skipSpace } from './bytes.ts';
import {
  HEADER_MISMATCH,
  INTERNAL_ERROR,
  INVALID_PARAMS,
  RESOURCE_NOT_FOUND,
  UNSUPPORTED_PROTOCOL_VERSION,
} from './errors.ts';
import { members } from './skip.ts';
import { type Edit, insertion, splice } from './splice.ts';

/** Who is answered. */
export interface Client {
  /** Raw JSON of the request's id, one character a byte. */
  readonly id: string;
  readonly era: Era;
  /** The answer may be kept by caches (2026-07-28, server/utilities/caching): for this agent only. */
  readonly cacheable: boolean;
}

/**
 * The chunks of a result or error as the client gets it: its own id, and for a modern client what the backend leaves
 * unsaid, or says in words of its era. Everything else is what the backend sent, byte for byte.
 */
export function answerFor(client: Client, message: ServerMessage): Uint8Array[] {
  const { bytes, cut, id, result, resultType, error, errorCode } = message;
  // An error without an id, which the transport showed to be the answer, gets the client's.
  const named: Edit =
    id === null ? insertion(bytes, skipSpace(bytes, 0), `"id":${client.id}`) : { span: id, with: client.id };
  const code = codeFor(client.era, message);
  if (code !== errorCode) return splice(bytes, [named, { span: codeOf(bytes, error!), with: String(code) }]);
  if (client.era === 'legacy' || result === null) return splice(bytes, [named], cut);
  const ends = resultType === null || resultType === 'complete';
  const edits = client.cacheable && ends ? [named, ...cachedFor(bytes, result)] : [named];
  if (resultType === null) edits.push(insertion(bytes, result.start, '"resultType":"complete"'));
  return splice(bytes, edits, cut);
}

/**
 * The code of an error as the client gets it. Modern servers emit no code that the specification reserves and does not define, nor
 * one that is gone, and the defined ones only as they are meant, which no server of the legacy era can do (basic/index, "Error Codes").
 */
export function codeFor(era: Era, { errorCode: code, foreign }: ServerMessage): number | null {
  if (era === 'legacy' || code === null) return code;
  if (code === RESOURCE_NOT_FOUND) return INVALID_PARAMS;
  const undefinedTo = foreign ? HEADER_MISMATCH + 1 : UNSUPPORTED_PROTOCOL_VERSION;
  return code >= -32099 && code < undefinedTo ? INTERNAL_ERROR : code;
}

/** Where the code of an error stands that has one. */
function codeOf(bytes: Uint8Array, error: Span): Span {
  return members(bytes, error.start, ['code'])!.found[0]!;
}

/** How long a result may be kept, where the backend says nothing; and by whom: rules differ by agent. */
function cachedFor(bytes: Uint8Array, result: Span): Edit[] {
  const [ttl, scope] = members(bytes, result.start, ['ttlMs', 'cacheScope'])?.found ?? [];
  return [
    ...(ttl === undefined ? [insertion(bytes, result.start, '"ttlMs":0')] : []),
    scope === undefined
      ? insertion(bytes, result.start, '"cacheScope":"private"')
      : { span: scope, with: '"private"' },
  ];
}

/**
 * The chunks of a notification as the client gets it. `progressToken` is the client's, raw JSON, one character a byte; it replaces the one in
 * `params.progressToken`. Where either is missing the bytes stay as they came.
 */
export function notificationFor(progressToken: string | null, message: ServerMessage): Uint8Array[] {
  const { bytes, progressToken: span } = message;
  return splice(bytes, progressToken === null || span === null ? [] : [{ span, with: progressToken }]);
}
