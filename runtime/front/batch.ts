// A batch of messages, which only 2025-03-26 has: each goes its own way through the gateway, the responses are events of one stream.
// Specification 2025-03-26, basic, "Batching"; basic/transports, "Sending Messages to the Server".
import type { Answer, Exchange } from '../contract/http.ts';
import type { Agent } from '../contract/identity.ts';
import { BATCHING, messagesOf } from '../protocol/batch.ts';
import { concat } from '../protocol/bytes.ts';
import { INVALID_REQUEST } from '../protocol/errors.ts';
import { SSE_FIELDS, sseEvent } from '../protocol/sse.ts';
import type { Seen } from './head.ts';
import { ACCEPTED, type Incoming } from './incoming.ts';
import { INVALID, type Refused } from './refuse.ts';
import type { Sessions } from './sessions.ts';

/** Messages that a batch may have: each is a call that the gateway serves at once. */
const MOST = 100;

/** Gives the messages of a batch that is one; null for any other body, which is served, or refused, as one message. */
export function batches(
  sessions: Sessions,
): (body: Uint8Array, seen: Seen, agent: Agent) => readonly Uint8Array[] | null {
  return (body, seen, agent) => {
    const messages = messagesOf(body);
    if (messages === null || messages.length > MOST) return null;
    const session = sessions.open(seen, agent);
    return 'status' in session || session.protocolVersion !== BATCHING ? null : messages;
  };
}

/** Serves one message of a batch by `serve`, unless it is one that stands alone. */
export function ofBatch(
  serve: (incoming: Incoming) => Refused | null,
): (incoming: Incoming) => Refused | null {
  return (incoming) =>
    incoming.era === 'modern' || incoming.message.method === 'initialize' ? ALONE : serve(incoming);
}

const ALONE: Refused = {
  ...INVALID,
  code: INVALID_REQUEST,
  message: 'This message is none of a batch: send it alone.',
};

/** Gives each of `count` messages an exchange of its own; `exchange` is over when all of them are. */
export function shareOut(exchange: Exchange, count: number): Exchange {
  let open = false;
  let left = count;
  const write = (chunk: Uint8Array): void => {
    if (!open) exchange.open(200, SSE_FIELDS);
    open = true;
    exchange.write(chunk);
  };
  const end = (): void => {
    left -= 1;
    if (left > 0) return;
    if (open) exchange.end();
    else exchange.send(ACCEPTED);
  };
  return {
    send({ body }: Answer) {
      if (body.length > 0) write(concat(sseEvent(body)));
      end();
    },
    open() {},
    write,
    end,
    onGone: (gone) => exchange.onGone(gone),
  };
}
