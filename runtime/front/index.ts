// HTTP in: Streamable HTTP of both eras. The front decides what may come in; the gateway what it may do.
import type { Gateway } from '../contract/gateway.ts';
import type { Admission, Bounds, Cors, Exchange, Front, Page } from '../contract/http.ts';
import type { ClientMessage, Era } from '../contract/message.ts';
import { textOf } from '../protocol/bytes.ts';
import { scanClient } from '../protocol/scan.ts';
import { isLegacy } from '../protocol/versions.ts';
import { createSeal } from '../seal/index.ts';
import { admitter, type Caller } from './admit.ts';
import { batches, ofBatch, shareOut } from './batch.ts';
import type { Seen } from './head.ts';
import type { Incoming } from './incoming.ts';
import { legacyEra, serveStream } from './legacy.ts';
import { serveModern } from './modern.ts';
import { INVALID, type Refused, refuser } from './refuse.ts';
import { SESSION_DEFAULTS, type SessionOptions, sealedSessions } from './sessions.ts';

/** What may differ from the defaults; all of it optional. */
export interface FrontOptions {
  readonly bounds?: Partial<Bounds>;
  readonly sessions?: Partial<SessionOptions>;
  /** Only where the plan has origins: without it a browser hands their pages no answer. */
  readonly cors?: Cors;
  /** Only where tokens are taken. */
  readonly page?: Page;
}

export const BOUNDS: Bounds = {
  headBytes: 16 * 1024,
  headMs: 10_000,
  bodyBytes: 4 * 1024 * 1024,
  bodyMs: 15_000,
};

/** Deeper JSON is refused before anything parses it. */
const SCAN = { depth: 64 };

const MAX_METHOD = 200;

/** The front of a gateway. Sessions are sealed with a key of its own unless it shares them with others. */
export function createFront(gateway: Gateway, options: FrontOptions = {}): Front<Caller> {
  const { clock, random } = gateway.environment;
  const bounds = { ...BOUNDS, ...options.bounds };
  const refuse = refuser(gateway, bounds);
  const known = gateway.sessions;
  const seal = createSeal(gateway.sealKeys, random);
  const sessions = sealedSessions(seal, clock, known, { ...SESSION_DEFAULTS, ...options.sessions });
  const serveLegacy = legacyEra(gateway, sessions, known);
  const serveAlone = (incoming: Incoming): Refused | null =>
    incoming.era === 'modern' ? serveModern(gateway, incoming) : serveLegacy(incoming);
  const serveOfBatch = ofBatch(legacyEra({ ...gateway, streams: null }, sessions, known));
  const batchIn = batches(sessions);

  function serveMessage(
    { head, caller }: Admission<Caller>,
    body: Uint8Array,
    exchange: Exchange,
    serveOne: (incoming: Incoming) => Refused | null,
  ): void {
    const { agent, seen } = caller;
    const received = clock.monotonic();
    const message = scanClient(body, SCAN);
    const problem =
      'refused' in message
        ? { ...INVALID, code: message.code, message: message.message, id: message.id }
        : told(
            serveOne({
              agent,
              seen,
              head,
              exchange,
              received,
              message,
              era: eraOf(seen, message),
              session: null,
            }),
            eraOf(seen, message),
            message,
          );
    if (problem === null) return;
    const ms = clock.monotonic() - received;
    exchange.send(refuse(head.peer, { ...problem, agent, ms, bytesIn: body.length }));
  }

  const front: Front<Caller> = {
    bounds,
    admit: admitter(gateway, sessions, refuse, bounds, options),
    serve(admission, body, exchange) {
      const { head, caller } = admission;
      const { agent, seen } = caller;
      if (head.method === 'GET') {
        const refused = serveStream(gateway, sessions, admission, exchange);
        if (refused !== null) exchange.send(refuse(head.peer, { ...refused, agent, era: 'legacy' }));
        return;
      }
      const batch = batchIn(body, seen, agent);
      if (batch === null) return serveMessage(admission, body, exchange, serveAlone);
      const shared = shareOut(exchange, batch.length);
      for (const message of batch) serveMessage(admission, message, shared, serveOfBatch);
    },
    refuse: (status, { peer }, reason) => refuse(peer, { status, reason }),
  };
  return options.cors?.sharedWith(front, gateway.plan.listen.origins) ?? front;
}

/** What is refused, with what is known of the message. */
function told(problem: Refused | null, era: Era, { bytes, id, method }: ClientMessage): Refused | null {
  return problem && { ...problem, era, method: method.slice(0, MAX_METHOD), id: id && textOf(bytes, id) };
}

/**
 * Modern when the `MCP-Protocol-Version` header or `_meta` names anything but a legacy revision: a revision nobody knows is
 * answered in the modern way, which lists what is supported (2026-07-28, Versioning). Else legacy.
 */
function eraOf(seen: Seen, { protocolVersion }: ClientMessage): Era {
  return isLegacy(seen['mcp-protocol-version']) && isLegacy(protocolVersion) ? 'legacy' : 'modern';
}
