// One request to an HTTP server and what comes back: a JSON body, or events. Bounded; what is odd is told as a failure.
import type { HttpHandler } from '../contract/environment.ts';
import type { Fields } from '../contract/http.ts';
import type { Era, ServerMessage } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import { concat, decode } from '../protocol/bytes.ts';
import { METHOD_NOT_FOUND } from '../protocol/errors.ts';
import { fieldValue } from '../protocol/headers.ts';
import { createSseReader, type RestOfEvent, type SseReader } from '../protocol/sse.ts';
import { broken, failure, unreachable } from './failure.ts';
import type { HttpSession, Sent } from './http-session.ts';
import type { Waiter } from './link.ts';
import { answerIn, errorText, idAt, isHopError, messageIn, notified, replyTo } from './message.ts';
import { HELD, NO_ANSWER, type Passing } from './passing.ts';

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

const TOO_LARGE = `its answer is larger than ${MAX_ANSWER} bytes`;
const NO_MESSAGE = 'it sent something that is no JSON-RPC message';
const NONE = /* @__PURE__ */ new Uint8Array(0);

const nothing = (): void => {};

/**
 * Sends `sent` once and tells the waiter what comes of it. Returns what stops it; nothing is told after that, and it
 * says false where nothing was sent.
 *
 * @param id of the request; null where no answer is waited for, or whatever comes is one.
 */
export function exchange(
  session: HttpSession,
  sent: Sent,
  waiter: Waiter,
  id: number | null,
  isCall: boolean,
): () => unknown {
  const made = new Exchange(session, waiter, id, isCall);
  made.start(sent);
  return () => made.stop();
}

// A class: a call then costs one object instead of one function for each of these.
class Exchange implements HttpHandler {
  readonly #session: HttpSession;
  readonly #waiter: Waiter;
  readonly #id: number | null;
  readonly #isCall: boolean;
  #abort: () => unknown = nothing;
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
  #passing: Passing | null = null;
  /** What has come of an event that passes. */
  #arrived: Uint8Array[] = [];
  /** Whether a body may pass is not known yet. */
  #undecided: boolean;

  constructor(session: HttpSession, waiter: Waiter, id: number | null, isCall: boolean) {
    this.#session = session;
    this.#waiter = waiter;
    this.#id = id;
    this.#isCall = isCall;
    this.#undecided = isCall;
  }

  start(request: Sent): void {
    this.#abort = this.#session.request(request, this);
  }

  stop(): boolean {
    this.#finish();
    // A stream is taken up again only after its call was sent.
    return this.#abort() !== false || this.#resumed;
  }

  head(status: number, fields: Fields): void {
    const type = mediaType(fieldValue(fields, 'content-type') ?? '');
    this.#status = status;
    this.#type = type;
    if (status >= 300 || status === 202 || status === 204) return;
    if (fieldValue(fields, 'content-encoding') !== null) this.#breakOff('it sent a content-encoding');
    else if (type !== JSON_TYPE && type !== EVENTS)
      this.#breakOff(`it answered with content-type ${JSON.stringify(type)}, not JSON or events`);
    if (type === EVENTS)
      this.#events = createSseReader((...event) => this.#event(...event), MAX_ANSWER, {
        bytes: HELD,
        begins: (data, kind) => this.#large(data, kind),
      });
    if (!this.#over) this.#waiter.opened?.(fields);
  }

  data(chunk: Uint8Array): void | Promise<void> {
    if (this.#over) return;
    if (this.#events !== null) {
      if (!this.#events.push(chunk)) this.#breakOff(TOO_LARGE);
      else if (this.#passing !== null) return this.#flush();
      return;
    }
    this.#length += chunk.length;
    if (this.#length > MAX_ANSWER) return this.#breakOff(TOO_LARGE);
    if (this.#passing !== null) return this.#pass(chunk);
    if (this.#status < 300 || this.#length <= MAX_REFUSAL) this.#chunks.push(chunk);
    if (this.#length > HELD && this.#undecided) return this.#begin();
  }

  end(): void {
    this.#close();
    if (this.#over) return;
    if (this.#status >= 300) return this.#refused(concat(this.#chunks));
    if (this.#passing !== null) return this.#take(this.#passing.end());
    // What is only accepted has a type in some servers, and no body.
    if (this.#length > 0 && this.#events === null && this.#type === JSON_TYPE)
      this.#take(this.#isCall ? answerIn(this.#chunks) : messageIn(concat(this.#chunks)));
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

  /** Decides whether a large answer is held. What it begins with says so, or nothing does. */
  #begin(): void | Promise<void> {
    this.#undecided = false;
    if (this.#status !== 200) return;
    const head = concat(this.#chunks);
    this.#chunks = [head];
    this.#passing = this.#waiter.passing?.(this.#id!, head) ?? null;
    if (this.#passing === null) return;
    this.#chunks = [];
    return this.#pass(NONE);
  }

  #pass(chunk: Uint8Array): void | Promise<void> {
    const passed = this.#passing!.push(chunk);
    if (passed === false) this.#breakOff(NO_ANSWER);
    else if (passed !== true) return passed;
  }

  /** What has come of an event since the last time. */
  #flush(): void | Promise<void> {
    const arrived = this.#arrived;
    this.#arrived = [];
    if (!this.#over) return this.#pass(concat(arrived));
  }

  /** A large event comes: it passes where it begins as the answer does. */
  #large(data: Uint8Array, kind: string): RestOfEvent | null {
    if (this.#over || this.#status !== 200 || kind !== 'message') return null;
    this.#passing = this.#waiter.passing?.(this.#id!, data) ?? null;
    if (this.#passing === null) return null;
    return {
      data: (piece) => void this.#arrived.push(piece),
      end: (_id, _retry, named) => {
        void this.#flush();
        this.#take(named === kind ? this.#passing!.end() : null);
      },
    };
  }

  get #era(): Era | undefined {
    return this.#session.agreement?.era;
  }

  #event(data: Uint8Array, id: string, retry: number | null, kind: string): void {
    this.#lastEvent = id;
    this.#resumeMs = retry ?? this.#resumeMs;
    // An event without data primes a resumption.
    if (data.length > 0 && kind === 'message') this.#take(messageIn(data));
  }

  #close(): void {
    this.#closed = true;
    this.#stopTimer();
  }

  #take(message: ServerMessage | null): void {
    if (this.#over) return;
    if (message === null) this.#breakOff(this.#passing === null ? NO_MESSAGE : NO_ANSWER);
    else if (message.kind === 'notification')
      notified(this.#session.peer, this.#session.waiting, this.#isCall ? this.#waiter : null, message);
    else if (message.kind === 'request') this.#asked(message);
    else if (this.#id === null || idAt(message, message.id) === this.#id) this.#answered(message);
    else this.#breakOff('it answered another request');
  }

  /** A request of the server: only the legacy era has any. */
  #asked(message: ServerMessage): void {
    const tell = (json: Uint8Array): void => void this.#session.tell(json).catch(nothing);
    if (this.#era === 'legacy') replyTo(message, this.#isCall ? this.#waiter : null, tell);
    else if (this.#era === 'modern')
      this.#breakOff(`it sent the request ${message.method}, which its version does not have`);
  }

  #answered(message: ServerMessage): void {
    // The server takes this hop for outdated: its version, or its view of the tools.
    if (this.#isCall && this.#era === 'modern' && isHopError(message))
      this.#session.doubt(errorText(message));
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
    const { id } = this.#session;
    const status = this.#status;
    const message = this.#type === JSON_TYPE && this.#length <= MAX_REFUSAL ? messageIn(body) : null;
    const gone = status === 404 && id !== null;
    const detail = gone ? 'its session is gone' : `HTTP ${status}${excerpt(body)}`;
    const fits = message !== null && this.#isAnswer(message);
    // Nobody knows whether a call in a session that is gone was executed: it is not sent again.
    if (gone || (!fits && this.#isCall && DOUBTFUL.includes(status))) this.#session.doubt(detail);
    if (fits) this.#answered(message);
    else this.#fail(failure('http', detail, true, status));
  }

  /** Modern servers answer errors with 400 and 404, legacy ones some with 404. A modern one knows the method. */
  #isAnswer(message: ServerMessage): boolean {
    if (message.kind === 'request' || idAt(message, message.id) !== this.#id) return false;
    if (this.#era === 'legacy') return this.#status === 404;
    return (this.#status === 400 || this.#status === 404) && message.errorCode !== METHOD_NOT_FOUND;
  }

  /** Legacy streams that carried an event id are taken up again by GET; the call itself is never sent twice. */
  #interrupted(detail: string): void {
    if (this.#isCall && this.#passing === null && this.#lastEvent !== '' && this.#era === 'legacy')
      this.#abort = this.#session.peer.clock.after(this.#resumeMs, () => this.#resume());
    else this.#fail(failure('reset', detail, true));
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

  #breakOff(detail: string): void {
    this.#abort();
    this.#fail(broken(detail));
  }

  #fail(why: BackendFailure): void {
    if (this.#over) return;
    this.#finish();
    this.#waiter.failed(this.#resumed ? { ...why, begun: true, sent: true } : why);
  }

  #finish(): void {
    this.#over = true;
    if (this.#isCall) this.#session.waiting.delete(this.#id!);
  }
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
