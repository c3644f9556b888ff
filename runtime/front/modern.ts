// The modern era (2026-07-28): every request stands alone, and its headers must agree with its body.
import type { Gateway } from '../contract/gateway.ts';
import { HEADER_MISMATCH, INVALID_REQUEST } from '../protocol/errors.ts';
import { checkModernHeaders } from '../protocol/headers.ts';
import { ACCEPTED, hand, type Incoming } from './incoming.ts';
import { INVALID, type Refused } from './refuse.ts';

const NO_RESPONSES = 'A client sends no responses in this revision.';

/** Serves one message, or refuses it. A client that leaves has cancelled its request (Streamable HTTP, Cancellation). */
export function serveModern(gateway: Gateway, incoming: Incoming): Refused | null {
  const { head, message, exchange } = incoming;
  if (message.kind === 'response') return { status: 400, code: INVALID_REQUEST, message: NO_RESPONSES };
  const problem = checkModernHeaders(head.fields, message);
  if (problem !== null) {
    const known = problem.code === HEADER_MISMATCH ? { status: 400, stage: 'headers' as const } : INVALID;
    return { ...known, ...problem, data: problem.data as object };
  }
  if (message.kind === 'request')
    hand(gateway, incoming, message.protocolVersion!, (gone) => exchange.onGone(gone));
  else exchange.send(ACCEPTED);
  return null;
}
