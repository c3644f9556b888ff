// One stream of events that its client may take up again: what was written is kept for a while, within bounds.
// Specification 2025-11-25, basic/transports, "Sending Messages to the Server", 6, and "Resumability and Redelivery".
import type { Clock } from '../contract/environment.ts';
import type { Exchange, Flow } from '../contract/http.ts';
import type { Agent } from '../contract/identity.ts';
import type { KeptStream } from '../contract/shared.ts';
import { concat, encode, lengthOf } from '../protocol/bytes.ts';
import { flowingEvent, SSE_FIELDS, sseEvent } from '../protocol/sse.ts';

/** Milliseconds after which a client comes back, unless it thinks better of it. */
const RETRY_MS = 1000;

export interface StreamOptions {
  /** Null: it cannot be taken up again, and its events have no ids. */
  readonly id: string | null;
  readonly session: string;
  /** Its client knows events without data, by which an id is given before there is something to tell. Not where there is none. */
  readonly primed: boolean;
  /** Bytes that it may hold. */
  readonly most: number;
  /** It holds so many more bytes, or fewer. */
  readonly grew: (bytes: number) => void;
  /** Nobody reads it, for the time being or because it is at its end. */
  readonly left: () => void;
  /** Somebody reads it again. */
  readonly back: () => void;
}

/** Timers take no more milliseconds. */
const MOST_MS = 2 ** 31 - 1;

/** Runs `end` when the token ends that opened a stream. Returns what stops that. */
export function atEnd(clock: Clock, { until }: Agent, end: () => void): () => void {
  if (until === undefined) return () => {};
  return clock.after(Math.min(Math.max(0, until - clock.now()), MOST_MS), end);
}

export class Stream implements KeptStream {
  readonly session: string;
  #held = 0;
  over = false;
  readonly #options: StreamOptions;
  /** What was written, in pieces. */
  #kept: Uint8Array[][] = [];
  /** The number of the last event, and of the last one that is not kept any more. */
  #last = 0;
  #forgotten = 0;
  #exchange: Exchange | null = null;
  /** The last event has not ended; to whom it goes, if it can be broken off. */
  #flows = false;
  #flow: Flow | null = null;
  readonly #onOver: (() => void)[] = [];

  constructor(options: StreamOptions) {
    this.#options = options;
    this.session = options.session;
  }

  /** Writes to `exchange` from here on. */
  attach(exchange: Exchange): void {
    const before = this.#exchange;
    this.#exchange = exchange;
    before?.end();
    exchange.open(200, SSE_FIELDS);
    exchange.onGone(() => {
      if (this.#exchange !== exchange) return;
      this.#exchange = null;
      this.#flow = null;
      this.#options.left();
    });
    const { id, primed } = this.#options;
    const primes = primed && this.#last === 0;
    // Else a comment, which every client passes over: the head goes out with it, before there is something to tell.
    const first = encode(primes ? `id: ${id}_${++this.#last}\nretry: ${RETRY_MS}\ndata: \n\n` : ':\n\n');
    if (primes) this.#keep(first);
    exchange.write(first);
    this.#flow = this.#flowOf(exchange);
  }

  #flowOf(exchange: Exchange): Flow | null {
    return this.#flows ? (exchange.flow?.() ?? null) : null;
  }

  write(json: readonly Uint8Array[]): void {
    if (this.over) return;
    const { id } = this.#options;
    const event = concat(
      id === null ? sseEvent(json) : [encode(`id: ${id}_${++this.#last}\n`), ...sseEvent(json)],
    );
    this.#exchange?.write(event);
    if (id !== null) this.#keep(event);
  }

  /** The last event, whose data comes piece by piece. Null where nobody reads who could tell that its end is missing. */
  flow(): Flow | null {
    const { id } = this.#options;
    this.#flows = !this.over;
    this.#flow = this.#exchange && this.#flowOf(this.#exchange);
    this.#flows = this.#flow !== null;
    if (!this.#flows) return null;
    if (id !== null) {
      this.#kept.push([]);
      this.#more(encode(`id: ${id}_${++this.#last}\n`));
    }
    return flowingEvent({
      write: (bytes) => this.#more(bytes),
      end: () => {
        this.#flows = false;
      },
      abort: (instead) => this.#breakOff(instead),
    });
  }

  /** More of the event that comes. Who has gone may ask for it as long as all of it is kept. */
  #more(bytes: Uint8Array): Promise<void> | null {
    if (this.#forgotten < this.#last) {
      this.#kept.at(-1)!.push(bytes);
      this.#hold(bytes.length);
      this.#bound();
    }
    if (this.over) return null;
    if (this.#flow !== null) return this.#flow.write(bytes);
    this.#exchange?.write(bytes);
    return null;
  }

  /** Half of an event is none: who comes back is told something else in its place. */
  #breakOff(instead: readonly Uint8Array[] | undefined): void {
    this.#flows = false;
    this.#flow?.abort();
    this.#exchange?.end();
    if (this.#forgotten < this.#last) this.#hold(-lengthOf(this.#kept.pop()!));
    this.#last -= 1;
    this.#forgotten = Math.min(this.#forgotten, this.#last);
    if (instead !== undefined) this.write(instead);
  }

  /** Nothing follows. What is kept may still be asked for. */
  end(): void {
    if (this.over) return;
    this.over = true;
    this.#exchange?.end();
    if (this.#exchange !== null) this.#options.left();
    for (const done of this.#onOver) done();
  }

  resume(after: number, exchange: Exchange): boolean {
    // Half of an event has not been received.
    if (after < this.#forgotten || after > this.#last - Number(this.#flows)) return false;
    const missed = this.#kept.slice(after - this.#forgotten);
    this.#options.back();
    this.attach(exchange);
    for (const event of missed) for (const piece of event) exchange.write(piece);
    if (this.over) {
      exchange.end();
      this.#options.left();
    }
    return true;
  }

  drop(): void {
    this.end();
    this.lose();
  }

  lose(): void {
    this.#kept = [];
    this.#hold(-this.#held);
    this.#forgotten = this.#last;
  }

  /** `done` runs when nothing follows. */
  onOver(done: () => void): void {
    this.#onOver.push(done);
  }

  #keep(event: Uint8Array): void {
    this.#kept.push([event]);
    this.#hold(event.length);
    this.#bound();
  }

  #bound(): void {
    while (this.#held > this.#options.most) {
      this.#hold(-lengthOf(this.#kept.shift()!));
      this.#forgotten += 1;
    }
  }

  #hold(bytes: number): void {
    this.#held += bytes;
    this.#options.grew(bytes);
  }
}
