// One request to an HTTP server and what becomes of it: an answer, or what is odd, told as a failure. A call is sent once.
import type { HttpHandler } from '../contract/environment.ts';
import type { Era, ServerMessage } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import { BATCHING } from '../protocol/batch.ts';
import { concat, decode } from '../protocol/bytes.ts';
import { METHOD_NOT_FOUND } from '../protocol/errors.ts';
import { broken, failure, unreachable } from './failure.ts';
import { JSON_TYPE, MAX_REFUSAL, Reading } from './http-reading.ts';
import type { HttpSession, Sent } from './http-session.ts';
import type { Waiter } from './link.ts';
import { errorText, idAt, isHopError, messageIn, notified, requested } from './message.ts';

/** Milliseconds that a stream may stay open after the answer it was for. */
const LINGER_MS = 1000;

/** Statuses by which a server shows, in answer to a call, that it is not what it was taken for. */
const DOUBTFUL: readonly number[] = [400, 404, 405, 406];

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

class Exchange extends Reading implements HttpHandler {
  readonly #session: HttpSession;
  #abort: () => unknown = nothing;
  #stopTimer = nothing;
  /** All that the server sends has come. */
  #closed = false;
  #resumed = false;

  constructor(session: HttpSession, waiter: Waiter, id: number | null, isCall: boolean) {
    super(waiter, id, isCall);
    this.#session = session;
  }

  start(request: Sent): void {
    this.#abort = this.#session.request(request, this);
  }

  stop(): boolean {
    this.#finish();
    // A stream is taken up again only after its call was sent.
    return this.#abort() !== false || this.#resumed;
  }

  end(): void {
    this.#close();
    if (this.over) return;
    if (this.status >= 300) return this.#refused(concat(this.chunks));
    this.whole();
    if (this.over) return;
    if (this.waiter.accepted === undefined || this.id !== null)
      return this.#interrupted('it ended without an answer');
    this.#finish();
    this.waiter.accepted();
  }

  error(detail: string, begun: boolean): void {
    this.#close();
    if (this.over) return;
    if (begun) return this.#interrupted(detail);
    if (this.isCall) this.#session.doubt(detail);
    this.#fail(unreachable(detail));
  }

  get #era(): Era | undefined {
    return this.#session.agreement?.era;
  }

  protected override get batched(): boolean {
    return this.#session.agreement?.version === BATCHING;
  }

  #close(): void {
    this.#closed = true;
    this.#stopTimer();
  }

  protected override told(message: ServerMessage): void {
    if (message.kind === 'notification')
      notified(this.#session.peer, this.#session.waiting, this.isCall ? this.waiter : null, message);
    else if (message.kind === 'request') this.#asked(message);
    else if (this.id === null || idAt(message, message.id) === this.id) this.#answered(message);
    else this.breakOff('it answered another request');
  }

  /** A request of the server: only the legacy era has any. */
  #asked(message: ServerMessage): void {
    const tell = (json: Uint8Array): void => void this.#session.tell(json).catch(nothing);
    if (this.#era === 'legacy')
      requested(this.#session.peer, this.isCall ? this.waiter : null, message, tell);
    else if (this.#era === 'modern')
      this.breakOff(`it sent the request ${message.method}, which its version does not have`);
  }

  #answered(message: ServerMessage): void {
    // The server takes this hop for outdated: its version, or its view of the tools.
    if (this.isCall && this.#era === 'modern' && isHopError(message)) this.#session.doubt(errorText(message));
    this.#finish();
    // Most streams end with the bytes that bring the answer: only the others are worth a timer.
    if (this.events !== null) queueMicrotask(() => this.#linger());
    this.waiter.answer(message);
  }

  #linger(): void {
    if (!this.#closed) this.#stopTimer = this.#session.peer.clock.after(LINGER_MS, () => this.#abort());
  }

  /** A status that is no success. A redirect is one: credentials and arguments stay with the server they are for. */
  #refused(body: Uint8Array): void {
    const { id } = this.#session;
    const { status } = this;
    const message = this.type === JSON_TYPE && this.length <= MAX_REFUSAL ? messageIn(body) : null;
    const gone = status === 404 && id !== null;
    const detail = gone ? 'its session is gone' : `HTTP ${status}${excerpt(body)}`;
    const fits = message !== null && this.#isAnswer(message);
    // Nobody knows whether a call in a session that is gone was executed: it is not sent again.
    if (gone || (!fits && this.isCall && DOUBTFUL.includes(status))) this.#session.doubt(detail);
    if (fits) this.#answered(message);
    else this.#fail(failure('http', detail, true, status));
  }

  /** Modern servers answer errors with 400 and 404, legacy ones some with 404. A modern one knows the method. */
  #isAnswer(message: ServerMessage): boolean {
    if (message.kind === 'request' || idAt(message, message.id) !== this.id) return false;
    if (this.#era === 'legacy') return this.status === 404;
    return (this.status === 400 || this.status === 404) && message.errorCode !== METHOD_NOT_FOUND;
  }

  /** Legacy streams that carried an event id are taken up again by GET; the call itself is never sent twice. */
  #interrupted(detail: string): void {
    if (this.isCall && this.passing === null && this.lastEvent !== '' && this.#era === 'legacy')
      this.#abort = this.#session.peer.clock.after(this.resumeMs, () => this.#resume());
    else this.#fail(failure('reset', detail, true));
  }

  #resume(): void {
    const fields = this.#session.eventFields('last-event-id', this.lastEvent);
    this.readAgain();
    this.#resumed = true;
    this.#closed = false;
    this.start({ method: 'GET', fields, body: null });
  }

  protected override breakOff(detail: string): void {
    this.#abort();
    this.#fail(broken(detail));
  }

  #fail(why: BackendFailure): void {
    if (this.over) return;
    this.#finish();
    this.waiter.failed(this.#resumed ? { ...why, begun: true, sent: true } : why);
  }

  #finish(): void {
    this.over = true;
    if (!this.isCall) return;
    this.#session.waiting.delete(this.id!);
    this.#session.peer.asking?.end(this.waiter);
  }
}

function excerpt(body: Uint8Array): string {
  const text = decode(body)
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .trim();
  return text && `: ${text}`;
}
