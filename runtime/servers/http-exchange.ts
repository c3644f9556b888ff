// One request to an HTTP server and what comes back: a JSON body, or events. Bounded; what is odd is told as a failure.
import type { HttpHandler } from '../contract/environment.ts';
import type { Fields } from '../contract/http.ts';
import type { ServerMessage } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import { concat, decode } from '../protocol/bytes.ts';
import { HEADER_MISMATCH, METHOD_NOT_FOUND, UNSUPPORTED_PROTOCOL_VERSION } from '../protocol/errors.ts';
import { fieldValue } from '../protocol/headers.ts';
import { scanServer } from '../protocol/scan.ts';
import { createSseReader, type SseReader } from '../protocol/sse.ts';
import { broken, failure, unreachable } from './failure.ts';
import type { HttpSession, Sent } from './http-session.ts';
import type { Waiter } from './link.ts';
import { errorText, idAt, notified, replyTo } from './message.ts';

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

// A class: one object a request, and its functions are made once.
export class Exchange implements HttpHandler {
  readonly #session: HttpSession;
  readonly #waiter: Waiter;
  readonly #id: number | null;
  readonly #isCall: boolean;
  #abort = nothing;
  #stopTimer = nothing;
  /** The waiter has heard the end, or does not wait any more. */
  #over = false;
  /** All that the server sends has come. */
  #closed = false;
  #status = 0;
  #type = '';
  #chunks: Uint8Array[] = [];
  #length = 0;
  #events: SseReader | null = null;
  /** The last event's id: from there a legacy stream can be taken up again. */
  #lastEvent = '';
  #resumeMs = RESUME_MS;
  #resumed = false;

  /** @param id of the request; null where an answer is not waited for, or whatever comes is one. */
  constructor(session: HttpSession, waiter: Waiter, id: number | null, isCall: boolean) {
    this.#session = session;
    this.#waiter = waiter;
    this.#id = id;
    this.#isCall = isCall;
  }

  start(sent: Sent): void {
    this.#abort = this.#session.request(sent, this);
  }

  /** Nobody waits any more. */
  stop(): void {
    this.#finish();
    this.#abort();
  }

  head(status: number, fields: Fields): void {
    this.#status = status;
    this.#type = mediaType(fieldValue(fields, 'content-type') ?? '');
    if (status >= 300 || status === 202 || status === 204) return;
    if (fieldValue(fields, 'content-encoding') !== null)
      return this.#break('it sent a content-encoding that was not asked for');
    if (this.#type === EVENTS) this.#events = this.#reader();
    else if (this.#type !== JSON_TYPE)
      return this.#break(`it answered with content-type ${JSON.stringify(this.#type)}, not JSON or events`);
    this.#waiter.opened?.(fields);
  }

  #reader(): SseReader {
    return createSseReader((data, id, retry, type) => {
      if (id !== '') this.#lastEvent = id;
      if (retry !== null) this.#resumeMs = retry;
      // An event without data primes a resumption.
      if (data.length > 0 && type === 'message') this.#take(data);
    }, MAX_ANSWER);
  }

  data(chunk: Uint8Array): void {
    if (this.#over) return;
    this.#length += chunk.length;
    if (this.#events !== null ? !this.#events.push(chunk) : this.#length > MAX_ANSWER)
      this.#break(`its answer is larger than ${MAX_ANSWER} bytes`);
    else if (this.#events === null && (this.#status < 300 || this.#length <= MAX_REFUSAL))
      this.#chunks.push(chunk);
  }

  end(): void {
    this.#close();
    if (this.#over) return;
    if (this.#status >= 300) return this.#refused(concat(this.#chunks));
    if (this.#events === null && this.#type === JSON_TYPE) this.#take(concat(this.#chunks));
    if (this.#over) return;
    if (this.#waiter.accepted === undefined || this.#id !== null)
      return this.#interrupted('it ended without an answer');
    this.#finish();
    this.#waiter.accepted();
  }

  error(detail: string, begun: boolean): void {
    this.#close();
    if (this.#over) return;
    if (begun) return this.#interrupted(detail);
    if (this.#isCall) this.#session.doubt(detail);
    this.#fail(unreachable(detail));
  }

  #close(): void {
    this.#closed = true;
    this.#stopTimer();
  }

  #take(bytes: Uint8Array): void {
    if (this.#over) return;
    const message = scanServer(bytes);
    if (message === null) this.#break('it sent something that is no JSON-RPC message');
    else if (message.kind === 'notification') notified(this.#session.peer, this.#session.waiting, message);
    else if (message.kind === 'request') this.#asked(message);
    else if (this.#id === null || idAt(message, message.id) === this.#id) this.#answered(message);
    else this.#break('it answered another request');
  }

  /** A request of the server: only the legacy era has any. */
  #asked(message: ServerMessage): void {
    const era = this.#session.agreement?.era;
    if (era === 'legacy') this.#session.tell(replyTo(message)).catch(nothing);
    else if (era === 'modern')
      this.#break(`it sent the request ${message.method}, which its version of the protocol does not have`);
  }

  #answered(message: ServerMessage): void {
    if (this.#isCall && this.#session.agreement?.era === 'modern' && isHopError(message)) {
      // The server takes this hop for outdated: its version, or its view of the tools.
      this.#session.doubt(`it answered with ${errorText(message)}`);
      return this.#break(errorText(message), false);
    }
    this.#finish();
    // Most streams end with the bytes that bring the answer: only the others are worth a timer.
    if (this.#events !== null) queueMicrotask(() => this.#linger());
    this.#waiter.answer(message);
  }

  #linger(): void {
    if (!this.#closed) this.#stopTimer = this.#session.peer.clock.after(LINGER_MS, () => this.#abort());
  }

  /** A status that is no success. A redirect is one: credentials and arguments stay with the server they are for. */
  #refused(body: Uint8Array): void {
    const session = this.#session;
    const status = this.#status;
    const message = this.#type === JSON_TYPE && this.#length <= MAX_REFUSAL ? scanServer(body) : null;
    if (message !== null && this.#isAnswer(message)) return this.#answered(message);
    const gone = status === 404 && session.id !== null && !this.#resumed;
    const detail = gone ? 'its session is gone' : `HTTP ${status}${excerpt(body)}`;
    if (gone || (this.#isCall && DOUBTFUL.includes(status))) session.doubt(detail);
    this.#fail(failure('http', detail, !gone, status));
  }

  /** Modern servers answer errors with 400 and 404. One that does not know the method is no modern server any more. */
  #isAnswer(message: ServerMessage): boolean {
    if (this.#status !== 400 && this.#status !== 404) return false;
    if (this.#session.agreement?.era === 'legacy' || message.errorCode === METHOD_NOT_FOUND) return false;
    return this.#id !== null && idAt(message, message.id) === this.#id;
  }

  /** Legacy streams that carried an event id are taken up again by GET; the call itself is never sent twice. */
  #interrupted(detail: string): void {
    const { agreement, peer } = this.#session;
    if (!this.#isCall || this.#lastEvent === '' || agreement?.era !== 'legacy')
      this.#fail(failure('reset', detail, true));
    else this.#abort = peer.clock.after(this.#resumeMs, () => this.#resume());
  }

  #resume(): void {
    const fields = this.#session.eventFields('last-event-id', this.#lastEvent);
    this.#lastEvent = '';
    this.#resumed = true;
    this.#closed = false;
    this.#chunks = [];
    this.#length = 0;
    this.#events = null;
    this.start({ method: 'GET', fields, body: null });
  }

  #break(detail: string, begun = true): void {
    this.#abort();
    this.#fail(broken(detail, begun));
  }

  #fail(why: BackendFailure): void {
    if (this.#over) return;
    this.#finish();
    this.#waiter.failed(this.#resumed ? { ...why, begun: true } : why);
  }

  #finish(): void {
    this.#over = true;
    if (this.#id !== null) this.#session.waiting.delete(this.#id);
  }
}

/** An error about this hop's own headers and version: nothing that the agent sent, and nothing was executed. */
function isHopError({ errorCode }: ServerMessage): boolean {
  return errorCode === HEADER_MISMATCH || errorCode === UNSUPPORTED_PROTOCOL_VERSION;
}

function excerpt(body: Uint8Array): string {
  const text = decode(body.subarray(0, 200))
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .trim();
  return text && `: ${text}`;
}

function mediaType(value: string): string {
  if (value === JSON_TYPE || value === EVENTS) return value;
  return value.split(';', 1)[0]!.trim().toLowerCase();
}
