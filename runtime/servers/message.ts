// Messages of servers: values out of them, whom they are for, and what they are answered.
import type { ServerMessage, Span } from '../contract/message.ts';
import { notification } from '../protocol/build.ts';
import { binary, concat, decode, encode, textOf } from '../protocol/bytes.ts';
import { HEADER_MISMATCH, METHOD_NOT_FOUND, UNSUPPORTED_PROTOCOL_VERSION } from '../protocol/errors.ts';
import { withoutString } from '../protocol/pieces.ts';
import { isRecord } from '../protocol/record.ts';
import { scanServer } from '../protocol/scan.ts';
import { LOG_LINE } from '../protocol/versions.ts';
import type { Peer, Waiter } from './link.ts';

/** The message in these bytes; null when it is none. Where there are Buffers, one is made of them, which is searched natively. */
export function messageIn(bytes: Uint8Array): ServerMessage | null {
  const plain = typeof Buffer === 'undefined' || bytes instanceof Buffer;
  return scanServer(plain ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
}

/**
 * The answer to a call in these pieces; null when it is no message. They are joined unless it is a complete result with
 * one long string in it: that is passed on as it came, everything else is read.
 */
export function answerIn(pieces: readonly Uint8Array[]): ServerMessage | null {
  const thin = pieces.length > 1 ? withoutString(pieces) : null;
  const message = thin && scanServer(thin.bytes, thin.cut);
  return message !== null && isPassedOn(message) ? message : messageIn(concat(pieces));
}

function isPassedOn({ kind, isError, resultType }: ServerMessage): boolean {
  return kind === 'result' && !isError && (resultType === null || resultType === 'complete');
}

/** What a message holds; undefined where it is no JSON. */
export function parsed({ bytes }: Pick<ServerMessage, 'bytes'>): unknown {
  try {
    return JSON.parse(decode(bytes));
  } catch {
    return undefined;
  }
}

/** The value at the end of these keys; undefined where there is none. */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce((found: unknown, key) => (isRecord(found) ? found[key] : undefined), value);
}

/** What an error answer says, for the operator. */
export function errorText(answer: ServerMessage): string {
  return `error ${answer.errorCode}: ${valueAt(parsed(answer), 'error', 'message')}`;
}

/**
 * An answer or a log line as the agent may see it. Errors and lines may repeat the credential that they are about; they are rare
 * enough to be searched, results are passed on as they are. Null: without its secrets it is no message any more.
 */
export function redacted({ redact }: Peer, answer: ServerMessage): ServerMessage | null {
  if (answer.kind === 'result' && !answer.isError) return answer;
  const text = decode(answer.bytes);
  const shown = redact(text);
  return shown === text ? answer : messageIn(encode(shown));
}

/** An error about this hop's own headers and version: nothing that the agent sent, and nothing was executed. */
export function isHopError({ errorCode }: ServerMessage): boolean {
  return errorCode === HEADER_MISMATCH || errorCode === UNSUPPORTED_PROTOCOL_VERSION;
}

/** A span that is an id or a token of the gateway's own, as the number it is; NaN for any other. */
export function idAt({ bytes }: ServerMessage, span: Span | null): number {
  return span === null ? Number.NaN : Number(binary(bytes, span.start, span.end));
}

/**
 * Takes a notification. Progress goes to who waits for that request; a log line, and what an extension tells, to whose call it
 * surely belongs to; a log line beside all calls of one agent to the oldest that hears it; what is about something that was asked
 * or begun, to whose that is.
 *
 * @param waiter who waits for the call on whose stream it came; null where that is no call, or nobody can say
 */
export function notified(
  peer: Peer,
  waiting: ReadonlyMap<number, Waiter>,
  waiter: Waiter | null,
  message: ServerMessage,
): void {
  const { method } = message;
  if (method.endsWith('/list_changed')) peer.changed();
  else if (method === 'notifications/progress')
    waiting.get(idAt(message, message.progressToken))?.progress?.(message);
  else if (method === 'notifications/resources/updated') {
    const uri = valueAt(parsed(message), 'params', 'uri');
    if (typeof uri === 'string') peer.wants.watched.updated(uri);
  } else if (OWN.test(method)) {
    peer.asking?.told(message);
    peer.late(message, waiter);
  } else {
    const shown = redacted(peer, message);
    if (shown !== null) tell(peer, waiting, waiter, shown);
  }
}

/** Tells a log line, or what an extension says, to the client that it is for. */
function tell(
  { unheard }: Peer,
  waiting: ReadonlyMap<number, Waiter>,
  waiter: Waiter | null,
  message: ServerMessage,
): void {
  if (waiter !== null || unheard === null || message.method !== LOG_LINE) waiter?.progress?.(message);
  else if (![...waiting.values()].some((one) => one.progress?.(message))) unheard(message);
}

/** Notifications of the protocol that are about something else than the call on whose stream they come. */
const OWN = /^notifications\/(cancelled|initialized|roots|tasks|elicitation|subscriptions)\b/;

/** What a server is told that asks for what nobody offers. Raw JSON member. */
export const NOT_OFFERED = `"error":{"code":${METHOD_NOT_FOUND},"message":"This client does not offer the method"}`;

/** Takes a request of a server: on the stream of the call of `waiter`, or of none. A ping it answers itself, by `reply`. */
export function requested(
  { asking }: Peer,
  waiter: Waiter | null,
  message: ServerMessage,
  reply: (json: Uint8Array) => void,
): void {
  const pings = message.method === 'ping';
  if (pings || asking === null) reply(answerTo(message, pings ? '"result":{}' : NOT_OFFERED));
  else asking.asked(message, waiter, reply);
}

/** The answer to a request of a server. `member` is raw JSON. */
export function answerTo({ bytes, id }: ServerMessage, member: string): Uint8Array {
  return encode(`{"jsonrpc":"2.0","id":${textOf(bytes, id!)},${member}}`);
}

/** Tells that nobody waits for the request with this id any more. */
export function cancelled(id: number): Uint8Array {
  return notification('notifications/cancelled', `{"requestId":${id}}`);
}
