// The legacy era (up to 2025-11-25): `initialize` opens a session, and all that follows names it.
import type { Gateway } from '../contract/gateway.ts';
import type { ClientMessage } from '../contract/message.ts';
import { textOf } from '../protocol/bytes.ts';
import { INVALID_REQUEST, SESSION_NOT_FOUND } from '../protocol/errors.ts';
import { accept, hand, type Incoming, rawId, refuseMessage, replyTo } from './incoming.ts';
import type { InFlight } from './inflight.ts';
import { initialize } from './initialize.ts';
import type { Session, Sessions } from './sessions.ts';

export interface LegacyState {
  readonly sessions: Sessions;
  readonly inFlight: InFlight;
}

/** Serves one message. A client that leaves has not cancelled (2025-11-25, Sending Messages, 6). */
export function serveLegacy(gateway: Gateway, state: LegacyState, incoming: Incoming): void {
  const { caller, message, exchange } = incoming;
  if (message.kind === 'request' && message.method === 'initialize')
    return initialize(gateway, state.sessions, incoming);
  const id = caller.seen.sessionId;
  if (id === null) {
    const text = 'Mcp-Session-Id is missing: initialize first.';
    return refuseMessage(gateway, incoming, 'legacy', { status: 400, message: text });
  }
  const session = state.sessions.open(id, caller.agent);
  if (session === null) {
    const text = 'There is no such session: initialize a new one.';
    return refuseMessage(gateway, incoming, 'legacy', {
      status: 404,
      code: SESSION_NOT_FOUND,
      message: text,
    });
  }
  if (message.kind === 'request') return serveRequest(gateway, state.inFlight, session, incoming);
  if (message.method === 'notifications/cancelled') cancelRequest(state.inFlight, session, message);
  accept(exchange);
}

function serveRequest(gateway: Gateway, inFlight: InFlight, session: Session, incoming: Incoming): void {
  const id = rawId(incoming.message) ?? '';
  if (!inFlight.begin(session.key, id)) {
    const text = 'A request with this id is in flight.';
    return refuseMessage(gateway, incoming, 'legacy', { status: 400, code: INVALID_REQUEST, message: text });
  }
  const reply = replyTo(incoming, () => inFlight.finish(session.key, id));
  const cancel = hand(gateway, incoming, 'legacy', session.protocolVersion, reply);
  inFlight.cancels(session.key, id, () => {
    cancel();
    reply.abandon();
  });
}

/** A cancellation that names nothing in flight is ignored (2025-11-25, Cancellation, Error Handling). */
function cancelRequest(inFlight: InFlight, session: Session, { bytes, requestId }: ClientMessage): void {
  if (requestId !== null) inFlight.cancel(session.key, textOf(bytes, requestId));
}
