// What a backend sent: kind, id, and the few fields the gateway acts on. Strings are skipped, not read.
// Specification 2026-07-28, basic/index, "Messages", "ResultType".
import type { Cut, ServerMessage, Span } from '../contract/message.ts';
import { isToken, skipSpace, stringAt, textOf } from './bytes.ts';
import { members } from './skip.ts';

const ENVELOPE = ['jsonrpc', 'id', 'method', 'params', 'result', 'error'];

/**
 * Scans one JSON-RPC message of a backend. Null when it is none: not one object, no "2.0", an own key twice, no or
 * several of method, result and error, a result without id. What is inside other values is not checked.
 * `bytes` is kept, not copied. Never throws; time is linear in `bytes`.
 *
 * @param cut what `bytes` lacks: the inside of a string that is longer than any of the protocol's own
 */
export function scanServer(bytes: Uint8Array, cut: Cut | null = null): ServerMessage | null {
  try {
    return messageOf(bytes, cut);
  } catch {
    return null;
  }
}

function messageOf(bytes: Uint8Array, cut: Cut | null): ServerMessage {
  const whole = members(bytes, skipSpace(bytes, 0), ENVELOPE);
  demand(whole !== null && skipSpace(bytes, whole.end) === bytes.length);
  const [version, id = null, called, params = null, result = null, error = null] = whole!.found;
  const [isError, resultType] = inside(bytes, result, ['isError', 'resultType']);
  const [code] = inside(bytes, error, ['code']);
  const [progressToken = null] = inside(bytes, params, ['progressToken']);
  demand(stringAt(bytes, version) === '2.0');
  demand(called ? !result && !error : !result !== !error);
  demand(id === null ? result === null : isToken(bytes, id) || isUnread(bytes, id, error));
  const message: ServerMessage = {
    bytes,
    cut,
    kind: result ? 'result' : error ? 'error' : id ? 'request' : 'notification',
    id,
    method: stringAt(bytes, called) ?? '',
    params,
    result,
    error,
    isError: isError !== undefined && bytes[isError.start] === 0x74,
    resultType: stringAt(bytes, resultType),
    progressToken,
    errorCode: code ? Number(textOf(bytes, code)) : null,
  };
  demand(!called || bytes[called.start] === 0x22);
  demand(!resultType || message.resultType !== null);
  demand(!code || Number.isInteger(message.errorCode));
  return message;
}

/** The members of a value that is there: it must be an object. */
function inside(bytes: Uint8Array, span: Span | null, names: readonly string[]): readonly Span[] {
  if (span === null) return [];
  const inner = members(bytes, span.start, names);
  demand(inner !== null);
  return inner!.found;
}

/** An error's id may be null: the server could not read ours. */
function isUnread(bytes: Uint8Array, id: Span, error: Span | null): boolean {
  return error !== null && textOf(bytes, id) === 'null';
}

function demand(holds: boolean): void {
  if (!holds) throw new SyntaxError('no message');
}
