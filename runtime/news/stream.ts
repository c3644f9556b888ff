// One stream of events that its client may take up again: what was written is kept for a while, within bounds.
// Specification 2025-11-25, basic/transports, "Sending Messages to the Server", 6, and "Resumability and Redelivery".
import type { Exchange } from '../contract/http.ts';
import type { KeptStream } from '../contract/shared.ts';
import { concat, encode } from '../protocol/bytes.ts';
import { SSE_FIELDS, sseEvent } from '../protocol/sse.ts';

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

export class Stream implements KeptStream {
  readonly session: string;
  #held = 0;
  over = false;
  readonly #options: StreamOptions;
  #kept: Uint8Array[] = [];
  /** The number of the last event, and of the last one that is not kept any more. */
  #last = 0;
  #forgotten = 0;
  #exchange: Exchange | null = null;
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
      this.#options.left();
    });
    const { id, primed } = this.#options;
    const primes = primed && this.#last === 0;
    // Else a comment, which every client passes over: the head goes out with it, before there is something to tell.
    const first = encode(primes ? `id: ${id}_${++this.#last}\nretry: ${RETRY_MS}\ndata: \n\n` : ':\n\n');
    if (primes) this.#keep(first);
    exchange.write(first);
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

  /** Nothing follows. What is kept may still be asked for. */
  end(): void {
    if (this.over) return;
    this.over = true;
    this.#exchange?.end();
    if (this.#exchange !== null) this.#options.left();
    for (const done of this.#onOver) done();
  }

  resume(after: number, exchange: Exchange): boolean {
    if (after < this.#forgotten || after > this.#last) return false;
    const missed = this.#kept.slice(after - this.#forgotten);
    this.#options.back();
    this.attach(exchange);
    for (const event of missed) exchange.write(event);
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
    this.#kept.push(event);
    this.#hold(event.length);
    while (this.#held > this.#options.most) {
      this.#hold(-this.#kept.shift()!.length);
      this.#forgotten += 1;
    }
  }

  #hold(bytes: number): void {
    this.#held += bytes;
    this.#options.grew(bytes);
  }
}
