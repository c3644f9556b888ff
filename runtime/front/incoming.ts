// One admitted message, and the way of a request to the gateway and back: one JSON answer, or an event stream once a
// notification came first.
import type { Gateway, GatewayRequest, Reply } from '../contract/gateway.ts';
import type { Answer, Exchange, Fields } from '../contract/http.ts';
import { concat } from '../protocol/bytes.ts';
import { sseEvent } from '../protocol/sse.ts';
import type { Caller } from './admit.ts';
import { EVENTS } from './media.ts';
import { JSON_FIELDS } from './refuse.ts';

export interface Incoming extends Caller, Omit<GatewayRequest, 'protocolVersion'> {
  readonly exchange: Exchange;
}

/** The answer to a notification or a response that is taken. */
export const ACCEPTED: Answer = { status: 202, fields: [], body: [] };

const SSE_FIELDS: Fields = ['content-type', EVENTS, 'cache-control', 'no-store', 'x-accel-buffering', 'no'];

const nothing = (): void => {};

/**
 * Hands a request to the gateway. Unless it is answered at once, `begun` is given what cancels it and ends its exchange
 * without an answer; `done` runs once when it is over, either way.
 */
export function hand(
  gateway: Pick<Gateway, 'handle'>,
  incoming: Incoming,
  protocolVersion: string,
  begun: (abandon: () => void) => void = nothing,
  done: () => void = nothing,
): void {
  const { agent, message, era, head, received, session, exchange } = incoming;
  const handed = new Handed(exchange, done);
  const cancel = gateway.handle({ agent, message, era, protocolVersion, head, session, received }, handed);
  if (!handed.over)
    begun(() => {
      cancel();
      handed.abandon();
    });
}

class Handed implements Reply {
  over = false;
  readonly #exchange: Exchange;
  readonly #done: () => void;
  #streaming = false;

  constructor(exchange: Exchange, done: () => void) {
    this.#exchange = exchange;
    this.#done = done;
  }

  notification(json: readonly Uint8Array[]): void {
    if (!this.over) this.#stream(json);
  }

  answer(status: number, body: readonly Uint8Array[], fields: Fields): void {
    if (this.over) return;
    if (this.#streaming) this.#stream(body);
    else
      this.#exchange.send({ status, fields: body.length > 0 ? [...JSON_FIELDS, ...fields] : fields, body });
    this.#finish();
  }

  /** Ends without an answer. */
  abandon(): void {
    if (this.over) return;
    this.#stream([]);
    this.#finish();
  }

  #stream(json: readonly Uint8Array[]): void {
    if (!this.#streaming) this.#exchange.open(200, SSE_FIELDS);
    this.#streaming = true;
    if (json.length > 0) this.#exchange.write(concat(sseEvent(json)));
  }

  #finish(): void {
    this.over = true;
    if (this.#streaming) this.#exchange.end();
    this.#done();
  }
}
