// The modern era (2026-07-28): every request stands alone, and its headers must agree with its body.
import type { Gateway } from '../contract/gateway.ts';
import { HEADER_MISMATCH, INVALID_REQUEST } from '../protocol/errors.ts';
import { checkModernHeaders, type HeaderProblem } from '../protocol/headers.ts';
import { accept, hand, type Incoming, refuseMessage, replyTo } from './incoming.ts';
import { isObject } from './params.ts';
import type { Refused } from './refuse.ts';

/** Serves one message. A client that leaves has cancelled its request (Streamable HTTP, Cancellation). */
export function serveModern(gateway: Gateway, incoming: Incoming): void {
  const { head, message, exchange } = incoming;
  if (message.kind === 'response') {
    const text = 'A client sends no responses in this revision.';
    return refuseMessage(gateway, incoming, 'modern', { status: 400, code: INVALID_REQUEST, message: text });
  }
  const problem = checkModernHeaders(head.fields, message);
  if (problem !== null) return refuseMessage(gateway, incoming, 'modern', refusalOf(problem));
  if (message.kind === 'notification') return accept(exchange);
  let open = true;
  const reply = replyTo(incoming, () => {
    open = false;
  });
  const cancel = hand(gateway, incoming, 'modern', message.protocolVersion ?? '', reply);
  if (open) exchange.onGone(cancel);
}

function refusalOf({ code, message, data }: HeaderProblem): Refused {
  const stage = code === HEADER_MISMATCH ? 'headers' : 'protocol';
  return { status: 400, code, message, decision: 'invalid', stage, data: isObject(data) ? data : {} };
}
