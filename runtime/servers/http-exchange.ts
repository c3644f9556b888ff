// One request to an HTTP server and what comes back: a JSON body, or events. Bounded; what is odd is told as a failure.
import type { Fields } from '../contract/http.ts';
import type { Era, ServerMessage } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import { concat, decode } from '../protocol/bytes.ts';
import { METHOD_NOT_FOUND } from '../protocol/errors.ts';
import { fieldValue } from '../protocol/headers.ts';
import { createSseReader, type SseReader } from '../protocol/sse.ts';
import { broken, failure, unreachable } from './failure.ts';
import type { HttpSession, Sent } from './http-session.ts';
import type { Waiter } from './link.ts';
import { errorText, idAt, isHopError, messageIn, notified, replyTo } from './message.ts';

/** Bytes that an answer, or one event of a stream, may have. */
const MAX_ANSWER = 32 * 1024 * 1024;
/** Bytes that are read of a refusal. */
const MAX_REFUSAL = 1024 * 1024;
/** Milliseconds that a stream may stay open after the answer it was for. */
const LINGER_MS = 1000;
/** Before a broken stream is taken up again, where the server names no time. */
const RESUME_MS = 1000;

const JSON_TYPE = 'application/json';
const EVENTS = 'text/event-stream';

/** Statuses by which a server shows, in answer to a call, that it is not what it was taken for. */
const DOUBTFUL: readonly number[] = [400, 404, 405, 406];

const nothing = (): void => {};

/**
 * Sends `sent` once and tells the waiter what comes of it. Returns what stops it; nothing is told after that.
 *
 * @param id of the request; null where no answer is waited for, or whatever comes is one.
 */
export function exchange(
  session: HttpSession,
  sent: Sent,
  waiter: Waiter,
  id: number | null,
  isCall: boolean,
): () => void {
  const { peer, waiting } = session;
  let abort = nothing;
  let stopTimer = nothing;
  /** The waiter has heard the end, or does not wait any more. */
  let over = false;
  /** All that the server sends has come. */
  let closed = false;
  let status = 0;
  let type = '';
  let chunks: Uint8Array[] = [];
  let length = 0;
  let events: SseReader | null = null;
  /** The last event's id: from there a legacy stream can be taken up again. */
  let lastEvent = '';
  let resumeMs = RESUME_MS;
  let resumed = false;

  const era = (): Era | undefined => session.agreement?.era;

  function head(code: number, fields: Fields): void {
    status = code;
    type = mediaType(fieldValue(fields, 'content-type') ?? '');
    if (status >= 300 || status === 202 || status === 204) return;
    if (fieldValue(fields, 'content-encoding') !== null) breakOff('it sent a content-encoding');
    else if (type !== JSON_TYPE && type !== EVENTS)
      breakOff(`it answered with content-type ${JSON.stringify(type)}, not JSON or events`);
    if (type === EVENTS) events = createSseReader(event, MAX_ANSWER);
    if (!over) waiter.opened?.(fields);
  }

  function event(data: Uint8Array, eventId: string, retry: number | null, kind: string): void {
    lastEvent = eventId;
    resumeMs = retry ?? resumeMs;
    // An event without data primes a resumption.
    if (data.length > 0 && kind === 'message') take(data);
  }

  function data(chunk: Uint8Array): void {
    if (over) return;
    length += chunk.length;
    if (events !== null ? !events.push(chunk) : length > MAX_ANSWER)
      breakOff(`its answer is larger than ${MAX_ANSWER} bytes`);
    else if (events === null && (status < 300 || length <= MAX_REFUSAL)) chunks.push(chunk);
  }

  function end(): void {
    close();
    if (over) return;
    if (status >= 300) return refused(concat(chunks));
    if (events === null && type === JSON_TYPE) take(concat(chunks));
    if (over) return;
    if (waiter.accepted === undefined || id !== null) return interrupted('it ended without an answer');
    finish();
    waiter.accepted();
  }

  function error(detail: string, begun: boolean): void {
    close();
    if (over) return;
    if (begun) return interrupted(detail);
    if (isCall) session.doubt(detail);
    fail(unreachable(detail));
  }

  function close(): void {
    closed = true;
    stopTimer();
  }

  function take(bytes: Uint8Array): void {
    if (over) return;
    const message = messageIn(bytes);
    if (message === null) breakOff('it sent something that is no JSON-RPC message');
    else if (message.kind === 'notification') notified(peer, waiting, message);
    else if (message.kind === 'request') asked(message);
    else if (id === null || idAt(message, message.id) === id) answered(message);
    else breakOff('it answered another request');
  }

  /** A request of the server: only the legacy era has any. */
  function asked(message: ServerMessage): void {
    if (era() === 'legacy') session.tell(replyTo(message)).catch(nothing);
    else if (era() === 'modern')
      breakOff(`it sent the request ${message.method}, which its version does not have`);
  }

  function answered(message: ServerMessage): void {
    // The server takes this hop for outdated: its version, or its view of the tools.
    if (isCall && era() === 'modern' && isHopError(message)) session.doubt(errorText(message));
    finish();
    // Most streams end with the bytes that bring the answer: only the others are worth a timer.
    if (events !== null) queueMicrotask(linger);
    waiter.answer(message);
  }

  function linger(): void {
    if (!closed) stopTimer = peer.clock.after(LINGER_MS, () => abort());
  }

  /** A status that is no success. A redirect is one: credentials and arguments stay with the server they are for. */
  function refused(body: Uint8Array): void {
    const message = type === JSON_TYPE && length <= MAX_REFUSAL ? messageIn(body) : null;
    const gone = status === 404 && session.id !== null;
    const detail = gone ? 'its session is gone' : `HTTP ${status}${excerpt(body)}`;
    const fits = message !== null && isAnswer(message);
    // Nobody knows whether a call in a session that is gone was executed: it is not sent again.
    if (gone || (!fits && isCall && DOUBTFUL.includes(status))) session.doubt(detail);
    if (fits) answered(message);
    else fail(failure('http', detail, true, status));
  }

  /** Modern servers answer errors with 400 and 404, legacy ones some with 404. A modern one knows the method. */
  function isAnswer(message: ServerMessage): boolean {
    if (message.kind === 'request' || idAt(message, message.id) !== id) return false;
    if (era() === 'legacy') return status === 404;
    return (status === 400 || status === 404) && message.errorCode !== METHOD_NOT_FOUND;
  }

  /** Legacy streams that carried an event id are taken up again by GET; the call itself is never sent twice. */
  function interrupted(detail: string): void {
    if (isCall && lastEvent !== '' && era() === 'legacy') abort = peer.clock.after(resumeMs, resume);
    else fail(failure('reset', detail, true));
  }

  function resume(): void {
    const fields = session.eventFields('last-event-id', lastEvent);
    lastEvent = '';
    resumed = true;
    closed = false;
    chunks = [];
    length = 0;
    events = null;
    start({ method: 'GET', fields, body: null });
  }

  function breakOff(detail: string): void {
    abort();
    fail(broken(detail));
  }

  function fail(why: BackendFailure): void {
    if (over) return;
    finish();
    waiter.failed(resumed ? { ...why, begun: true, sent: true } : why);
  }

  function finish(): void {
    over = true;
    if (isCall) waiting.delete(id!);
  }

  function start(request: Sent): void {
    abort = session.request(request, { head, data, end, error });
  }

  start(sent);
  return () => {
    finish();
    abort();
  };
}

function excerpt(body: Uint8Array): string {
  const text = decode(body)
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .trim();
  return text && `: ${text}`;
}

function mediaType(value: string): string {
  if (value === JSON_TYPE || value === EVENTS) return value;
  return value.split(';', 1)[0]!.trim().toLowerCase();
}
