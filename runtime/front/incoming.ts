// One admitted message, and the way of a request to the gateway and back: one JSON answer, or an event stream once a
// notification came first.
import type { Gateway, GatewayRequest, Reply } from '../contract/gateway.ts';
import type { Answer, Exchange, Fields, Flow } from '../contract/http.ts';
import type { AnswerStream } from '../contract/news.ts';
import { concat } from '../protocol/bytes.ts';
import { flowingEvent, SSE_FIELDS, sseEvent } from '../protocol/sse.ts';
import type { Caller } from './admit.ts';
import { JSON_FIELDS } from './refuse.ts';

export interface Incoming extends Caller, Omit<GatewayRequest, 'protocolVersion'> {
  readonly exchange: Exchange;
}

/** The answer to a notification or a response that is taken. */
export const ACCEPTED: Answer = { status: 202, fields: [], body: [] };

const nothing = (): void => {};

/**
 * Hands a request to the gateway. Unless it is answered at once, `begun` is given what cancels it and ends its exchange
 * without an answer; `done` runs once when it is over, either way.
 */
export function hand(
  gateway: Pick<Gateway, 'handle' | 'streams'>,
  incoming: Incoming,
  protocolVersion: string,
  begun: (abandon: () => void) => void = nothing,
  done: () => void = nothing,
): void {
  const { agent, message, era, head, received, session, exchange } = incoming;
  const { streams } = gateway;
  const opens =
    session === null || streams === null
      ? () => plainStream(exchange)
      : () => streams.answering(session, protocolVersion, exchange);
  const handed = new Handed(exchange, opens, done);
  const cancel = gateway.handle({ agent, message, era, protocolVersion, head, session, received }, handed);
  if (!handed.over)
    begun(() => {
      cancel();
      handed.abandon();
    });
}

/** A stream that nobody can take up again. */
function plainStream(exchange: Exchange): AnswerStream {
  exchange.open(200, SSE_FIELDS);
  return {
    write: (json) => exchange.write(concat(sseEvent(json))),
    flow: () => flowingEvent(exchange.flow?.()),
    end: () => exchange.end(),
  };
}

class Handed implements Reply {
  over = false;
  readonly #exchange: Exchange;
  readonly #done: () => void;
  readonly #opens: () => AnswerStream;
  #stream: AnswerStream | null = null;
  #flows = false;

  constructor(exchange: Exchange, opens: () => AnswerStream, done: () => void) {
    this.#exchange = exchange;
    this.#opens = opens;
    this.#done = done;
  }

  notification(json: readonly Uint8Array[]): void {
    if (!this.over && !this.#flows) this.#streamed().write(json);
  }

  answer(status: number, body: readonly Uint8Array[], fields: Fields): void {
    if (this.over) return;
    if (this.#stream !== null) this.#stream.write(body);
    else
      this.#exchange.send({ status, fields: body.length > 0 ? [...JSON_FIELDS, ...fields] : fields, body });
    this.#finish();
  }

  flow(): Flow | null {
    if (this.over) return null;
    const flow =
      (this.#stream === null ? this.#exchange.flow?.(200, JSON_FIELDS) : this.#stream.flow()) ?? null;
    if (flow === null) return null;
    this.#flows = true;
    const finished =
      (end: Flow['abort']): Flow['abort'] =>
      (instead) => {
        end(instead);
        this.#finish();
      };
    return { write: flow.write, end: finished(flow.end), abort: finished(flow.abort) };
  }

  /** Ends without an answer. */
  abandon(): void {
    if (this.over) return;
    this.#streamed();
    this.#finish();
  }

  #streamed(): AnswerStream {
    this.#stream ??= this.#opens();
    return this.#stream;
  }

  #finish(): void {
    this.over = true;
    this.#stream?.end();
    this.#done();
  }
}
