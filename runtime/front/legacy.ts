// The legacy era (up to 2025-11-25): `initialize` opens a session, and all that follows names it.
import type { Gateway } from '../contract/gateway.ts';
import type { Admission, Exchange } from '../contract/http.ts';
import type { SharedSessions } from '../contract/shared.ts';
import { parseParams } from '../protocol/args.ts';
import { concat, decode, textOf } from '../protocol/bytes.ts';
import { INVALID_PARAMS, INVALID_REQUEST } from '../protocol/errors.ts';
import { fieldValue } from '../protocol/headers.ts';
import { negotiate } from '../protocol/versions.ts';
import type { Caller } from './admit.ts';
import { ACCEPTED, hand, type Incoming } from './incoming.ts';
import { INVALID, type Refused } from './refuse.ts';
import { MAX_CAPABILITIES, type Session, type Sessions } from './sessions.ts';

/** What serves messages of the era, or refuses them. A client that leaves has not cancelled (Sending Messages, 6). */
export function legacyEra(
  gateway: Gateway,
  sessions: Sessions,
  { inFlight, tell }: SharedSessions,
): (incoming: Incoming) => Refused | null {
  return (incoming) => {
    const { agent, seen, exchange, message } = incoming;
    const { kind, method, bytes, requestId } = message;
    if (kind === 'request' && method === 'initialize') return initialize(gateway, sessions, incoming);
    const session = sessions.open(seen, agent);
    if ('status' in session) return session;
    if (kind === 'request') return serveRequest(gateway, inFlight, session, incoming);
    if (kind === 'response' || method === 'notifications/progress') gateway.respond(session.key, message);
    // A cancellation that names nothing in flight is ignored (Cancellation, Error Handling).
    if (method === 'notifications/cancelled' && requestId !== null) {
      const key = keyOf(session, textOf(bytes, requestId));
      const abandon = inFlight.get(key);
      if (abandon === undefined) tell('cancelled', key);
      else abandon();
    }
    exchange.send(ACCEPTED);
    return null;
  };
}

function serveRequest(
  gateway: Gateway,
  inFlight: SharedSessions['inFlight'],
  session: Session,
  incoming: Incoming,
): Refused | null {
  const { bytes, id } = incoming.message;
  const key = keyOf(session, textOf(bytes, id!));
  if (inFlight.has(key)) {
    return { status: 400, code: INVALID_REQUEST, message: 'A request with this id is in flight.' };
  }
  const begun = (abandon: () => void): void => void inFlight.set(key, abandon);
  hand(gateway, { ...incoming, session }, session.protocolVersion, begun, () => void inFlight.delete(key));
  return null;
}

/** Serves a GET: the stream on which a session is told what is no answer, or what a broken stream still had to tell. */
export function serveStream(
  gateway: Gateway,
  sessions: Sessions,
  { head, caller: { agent, seen } }: Admission<Caller>,
  exchange: Exchange,
): Refused | null {
  const session = sessions.open(seen, agent);
  if ('status' in session) return session;
  const lastEventId = fieldValue(head.fields, 'last-event-id');
  return gateway.streams!.listen(session, agent, lastEventId, exchange) ? null : NO_EVENT;
}

const NO_EVENT: Refused = { status: 400, message: 'There is no stream with such an event.' };

/** One spelling for one id: a string may be escaped in two ways. */
function keyOf(session: Session, id: string): string {
  return session.key + (id.includes('\\') ? JSON.stringify(JSON.parse(id)) : id);
}

/** Negotiates the revision and gives the session's id (2025-11-25, Lifecycle and Session Management). */
function initialize(gateway: Gateway, sessions: Sessions, incoming: Incoming): Refused | null {
  const { protocolVersion, capabilities } = parseParams(incoming.message);
  const json = JSON.stringify(capabilities) ?? '';
  if (typeof protocolVersion !== 'string' || !json.startsWith('{')) {
    return invalid('initialize needs protocolVersion, a string, and capabilities, an object.');
  }
  const version = negotiate(protocolVersion);
  const id = sessions.mint(incoming.agent, version, json);
  if (id === null) return invalid(`The capabilities are larger than ${MAX_CAPABILITIES} bytes.`);
  hand(withSession(gateway, id), incoming, version);
  return null;
}

function invalid(message: string): Refused {
  return { ...INVALID, code: INVALID_PARAMS, message };
}

/** The gateway, with the session's id on an answer that is a result. */
function withSession(gateway: Gateway, id: string): Pick<Gateway, 'handle' | 'streams'> {
  return {
    streams: null,
    handle: (request, reply) =>
      gateway.handle(request, {
        notification: (json) => reply.notification(json),
        answer(status, json, fields) {
          const accepted = 'result' in JSON.parse(decode(concat(json)));
          reply.answer(status, json, accepted ? [...fields, 'mcp-session-id', id] : fields);
        },
      }),
  };
}
