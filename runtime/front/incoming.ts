// One admitted message, and the way of a request to the gateway and back: one JSON answer, or an event stream once a
// notification came first.
import type { Gateway, GatewayRequest } from '../contract/gateway.ts';
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
  const { agent, message, era, head, received, exchange } = incoming;
  let streaming = false;
  let over = false;
  const stream = (json: readonly Uint8Array[]): void => {
    if (!streaming) exchange.open(200, SSE_FIELDS);
    streaming = true;
    if (json.length > 0) exchange.write(concat(sseEvent(json)));
  };
  const finish = (): void => {
    over = true;
    if (streaming) exchange.end();
    done();
  };
  const cancel = gateway.handle(
    { agent, message, era, protocolVersion, head, received },
    {
      notification(json) {
        if (!over) stream(json);
      },
      answer(status, body, fields) {
        if (over) return;
        if (streaming) stream(body);
        else exchange.send({ status, fields: body.length > 0 ? JSON_FIELDS.concat(fields) : fields, body });
        finish();
      },
    },
  );
  if (over) return;
  begun(() => {
    cancel();
    if (over) return;
    stream([]);
    finish();
  });
}
