// What comes of one request to an HTTP server, read while it comes: a JSON body, or events. Bounded; a large answer may pass.
import type { Fields } from '../contract/http.ts';
import type { ServerMessage } from '../contract/message.ts';
import { messagesOf } from '../protocol/batch.ts';
import { concat } from '../protocol/bytes.ts';
import { fieldValue } from '../protocol/headers.ts';
import { createSseReader, type RestOfEvent, type SseReader } from '../protocol/sse.ts';
import type { Waiter } from './link.ts';
import { answerIn, messageIn } from './message.ts';
import { HELD, NO_ANSWER, type Passing } from './passing.ts';

/** Bytes that an answer, or one event of a stream, may have. */
const MAX_ANSWER = 32 * 1024 * 1024;
/** Bytes that are read of a refusal. */
export const MAX_REFUSAL = 1024 * 1024;
/** Before a broken stream is taken up again, where the server names no time. */
const RESUME_MS = 1000;

export const JSON_TYPE = 'application/json';
const EVENTS = 'text/event-stream';

const TOO_LARGE = `its answer is larger than ${MAX_ANSWER} bytes`;
const NO_MESSAGE = 'it sent something that is no JSON-RPC message';
const NONE = /* @__PURE__ */ new Uint8Array(0);

// A class, and its heir one with it: a call then costs one object instead of one function for each of these.
export abstract class Reading {
  protected readonly waiter: Waiter;
  protected readonly id: number | null;
  protected readonly isCall: boolean;
  /** The waiter has heard the end, or does not wait any more. */
  protected over = false;
  protected status = 0;
  protected type = '';
  protected chunks: Uint8Array[] = [];
  protected length = 0;
  protected events: SseReader | null = null;
  /** The last event's id: from there a legacy stream can be taken up again, after so many milliseconds. */
  protected lastEvent = '';
  protected resumeMs = RESUME_MS;
  protected passing: Passing | null = null;
  /** What has come of an event that passes. */
  #arrived: Uint8Array[] = [];
  /** Whether a body may pass is not known yet. */
  #undecided: boolean;

  constructor(waiter: Waiter, id: number | null, isCall: boolean) {
    this.waiter = waiter;
    this.id = id;
    this.isCall = isCall;
    this.#undecided = isCall;
  }

  /** It may send several messages as one. */
  protected abstract get batched(): boolean;
  /** A message has come. */
  protected abstract told(message: ServerMessage): void;
  /** What comes cannot be read on. */
  protected abstract breakOff(detail: string): void;

  head(status: number, fields: Fields): void {
    const type = mediaType(fieldValue(fields, 'content-type') ?? '');
    this.status = status;
    this.type = type;
    if (status >= 300 || status === 202 || status === 204) return;
    if (fieldValue(fields, 'content-encoding') !== null) this.breakOff('it sent a content-encoding');
    else if (type !== JSON_TYPE && type !== EVENTS)
      this.breakOff(`it answered with content-type ${JSON.stringify(type)}, not JSON or events`);
    if (type === EVENTS)
      this.events = createSseReader((...event) => this.#event(...event), MAX_ANSWER, {
        bytes: HELD,
        begins: (data, kind) => this.#large(data, kind),
      });
    if (!this.over) this.waiter.opened?.(fields);
  }

  data(chunk: Uint8Array): void | Promise<void> {
    if (this.over) return;
    if (this.events !== null) {
      if (!this.events.push(chunk)) this.breakOff(TOO_LARGE);
      else if (this.passing !== null) return this.#flush();
      return;
    }
    this.length += chunk.length;
    if (this.length > MAX_ANSWER) return this.breakOff(TOO_LARGE);
    if (this.passing !== null) return this.#pass(chunk);
    if (this.status < 300 || this.length <= MAX_REFUSAL) this.chunks.push(chunk);
    if (this.length > HELD && this.#undecided) return this.#begin();
  }

  /** All of a body that is no refusal has come. */
  protected whole(): void {
    if (this.passing !== null) this.take(this.passing.end());
    // What is only accepted has a type in some servers, and no body.
    else if (this.length > 0 && this.events === null && this.type === JSON_TYPE)
      this.#takeAll(this.isCall ? answerIn(this.chunks) : messageIn(concat(this.chunks)), this.chunks);
  }

  /** Another response follows, to the same request. */
  protected readAgain(): void {
    this.lastEvent = '';
    this.chunks = [];
    this.length = 0;
    this.events = null;
  }

  protected take(message: ServerMessage | null): void {
    if (this.over) return;
    if (message === null) this.breakOff(this.passing === null ? NO_MESSAGE : NO_ANSWER);
    else this.told(message);
  }

  /** Decides whether a large answer is held. What it begins with says so, or nothing does. */
  #begin(): void | Promise<void> {
    this.#undecided = false;
    if (this.status !== 200) return;
    const head = concat(this.chunks);
    this.chunks = [head];
    this.passing = this.waiter.passing?.(this.id!, head) ?? null;
    if (this.passing === null) return;
    this.chunks = [];
    return this.#pass(NONE);
  }

  #pass(chunk: Uint8Array): void | Promise<void> {
    const passed = this.passing!.push(chunk);
    if (passed === false) this.breakOff(NO_ANSWER);
    else if (passed !== true) return passed;
  }

  /** What has come of an event since the last time. */
  #flush(): void | Promise<void> {
    const arrived = this.#arrived;
    this.#arrived = [];
    if (!this.over) return this.#pass(concat(arrived));
  }

  /** A large event comes: it passes where it begins as the answer does. */
  #large(data: Uint8Array, kind: string): RestOfEvent | null {
    if (this.over || this.status !== 200 || kind !== 'message') return null;
    this.passing = this.waiter.passing?.(this.id!, data) ?? null;
    if (this.passing === null) return null;
    return {
      data: (piece) => void this.#arrived.push(piece),
      end: (_id, _retry, named) => {
        void this.#flush();
        this.take(named === kind ? this.passing!.end() : null);
      },
    };
  }

  #event(data: Uint8Array, id: string, retry: number | null, kind: string): void {
    this.lastEvent = id;
    this.resumeMs = retry ?? this.resumeMs;
    // An event without data primes a resumption.
    if (data.length > 0 && kind === 'message') this.#takeAll(messageIn(data), [data]);
  }

  /** Takes the message that these pieces are, or those that are in it. */
  #takeAll(message: ServerMessage | null, pieces: readonly Uint8Array[]): void {
    const batch = message === null && this.batched ? messagesOf(concat(pieces)) : null;
    if (batch === null) this.take(message);
    else for (const one of batch) this.take(messageIn(one));
  }
}

function mediaType(value: string): string {
  if (value === JSON_TYPE || value === EVENTS) return value;
  return value.split(';', 1)[0]!.trim().toLowerCase();
}
