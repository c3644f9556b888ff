// Streams of their own that clients of a modern server have beside the one for all: opened again when they end.
// Only where calls may become tasks. Specification 2026-07-28, basic/patterns/subscriptions.
import type { ServerMessage } from '../contract/message.ts';
import type { BackendFailure, Subscriber, Subscription } from '../contract/server.ts';
import type { Subscribing } from '../contract/stages.ts';
import { request } from '../protocol/build.ts';
import { backoff } from './backoff.ts';
import { ownOf } from './call.ts';
import type { Keep } from './keep.ts';
import type { Link, Peer } from './link.ts';

/** Streams to one server at once: each may hold a connection. */
const MOST = 1000;
/** A stream that lived so long was a good one, in milliseconds. */
const SETTLED_MS = 10_000;
const LISTEN = 'subscriptions/listen';

export const subscribing: Subscribing<Peer, Keep> = (peer, keep) => {
  let open = 0;
  return {
    subscribe(subscription, subscriber) {
      // Who is refused is told once it has been given what ends it.
      if (open >= MOST) return peer.clock.after(0, subscriber.refused);
      open += 1;
      const stream = new Stream(peer, keep, subscription, subscriber);
      void stream.open();
      return () => {
        open -= 1;
        stream.stop();
      };
    },
  };
};

class Stream {
  readonly #peer: Peer;
  readonly #keep: Keep;
  readonly #subscription: Subscription;
  readonly #subscriber: Subscriber;
  #failures = 0;
  #over = false;
  #stop = (): unknown => undefined;

  constructor(peer: Peer, keep: Keep, subscription: Subscription, subscriber: Subscriber) {
    this.#peer = peer;
    this.#keep = keep;
    this.#subscription = subscription;
    this.#subscriber = subscriber;
  }

  async open(): Promise<void> {
    const link = await this.#keep.ready(false).catch(() => null);
    if (this.#over) return;
    if (link === null) this.#again();
    else if (link.agreement!.era === 'legacy') this.#refused();
    else this.#listen(link);
  }

  stop(): void {
    this.#over = true;
    this.#stop();
  }

  #listen(link: Link): void {
    const { clock, nextId } = this.#peer;
    const id = nextId();
    const began = clock.monotonic();
    const again = (): void => {
      if (clock.monotonic() - began > SETTLED_MS) this.#failures = 0;
      this.#again();
    };
    const answer = ({ kind }: ServerMessage): void => {
      if (kind === 'result') again();
      else this.#refused();
    };
    const failed = ({ status }: BackendFailure): void => {
      if (status !== null && status < 500 && status !== 429) this.#refused();
      else again();
    };
    const own = ownOf(this.#peer, this.#subscription, link);
    const params = `{"_meta":{${own}},"notifications":${this.#subscription.filter}}`;
    this.#subscriber.opening(id);
    const sent = {
      id,
      method: LISTEN,
      json: [request(String(id), LISTEN, params)],
      call: null,
      stream: true,
    };
    this.#stop = link.send(sent, { answer, failed, tellsNothing: true });
  }

  #again(): void {
    if (this.#over) return;
    this.#failures += 1;
    this.#stop = this.#peer.clock.after(backoff(this.#failures), () => void this.open());
  }

  /** It has no such streams. */
  #refused(): void {
    if (!this.#over) this.#subscriber.refused();
  }
}
