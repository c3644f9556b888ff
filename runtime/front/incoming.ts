// One admitted request on its way to the gateway, and the two ways it ends here: refused, or handed over.
import type { Gateway } from '../contract/gateway.ts';
import type { Exchange, RequestHead } from '../contract/http.ts';
import type { ClientMessage, Era } from '../contract/message.ts';
import { textOf } from '../protocol/bytes.ts';
import type { Caller } from './admit.ts';
import { type Refused, refuse } from './refuse.ts';
import { type HttpReply, httpReply } from './reply.ts';

export interface Incoming {
  readonly head: RequestHead;
  readonly caller: Caller;
  readonly message: ClientMessage;
  readonly exchange: Exchange;
  /** `clock.monotonic()` when the body was complete. */
  readonly received: number;
}

const ACCEPTED = 202;

/** Refuses a message that was read: audited with all that is known of it. */
export function refuseMessage(gateway: Gateway, incoming: Incoming, era: Era, refused: Refused): void {
  const { head, caller, message, exchange, received } = incoming;
  const answer = refuse(gateway, head.peer, {
    ...refused,
    agent: caller.agent,
    era,
    method: message.method,
    id: rawId(message),
    ms: gateway.environment.clock.monotonic() - received,
    bytesIn: message.bytes.length,
  });
  exchange.send(answer.status, answer.fields, answer.body);
}

/** Answers a notification or a response that is taken. */
export function accept(exchange: Exchange): void {
  exchange.send(ACCEPTED, [], '');
}

/** Hands a request to the gateway. Returns what abandons it; `done` runs once when it is over, either way. */
export function hand(
  gateway: Gateway,
  incoming: Incoming,
  era: Era,
  protocolVersion: string,
  reply: HttpReply,
): () => void {
  const { head, caller, message, received } = incoming;
  return gateway.handle({ agent: caller.agent, message, era, protocolVersion, head, received }, reply);
}

/** The reply of an exchange. */
export function replyTo(incoming: Incoming, done: () => void): HttpReply {
  return httpReply(incoming.exchange, done);
}

/** The message's id as raw JSON, or null. */
export function rawId({ bytes, id }: ClientMessage): string | null {
  return id === null ? null : textOf(bytes, id);
}
