// HTTP in: Streamable HTTP of both eras. The front decides what may come in; the gateway what it may do.
import type { Gateway } from '../contract/gateway.ts';
import type { Bounds, Front } from '../contract/http.ts';
import { scanClient } from '../protocol/scan.ts';
import { admitter, type Caller } from './admit.ts';
import { eraOf } from './era.ts';
import { inFlight } from './inflight.ts';
import { serveLegacy } from './legacy.ts';
import { serveModern } from './modern.ts';
import { refuse } from './refuse.ts';
import { createSeal } from './seal.ts';
import { SESSION_DEFAULTS, type SessionOptions, sealedSessions } from './sessions.ts';

/** What may differ from the defaults; all of it optional. */
export interface FrontOptions {
  readonly bounds?: Partial<Bounds>;
  readonly sessions?: Partial<SessionOptions>;
}

export const BOUNDS: Bounds = {
  headBytes: 16 * 1024,
  headMs: 10_000,
  bodyBytes: 4 * 1024 * 1024,
  bodyMs: 15_000,
};

/** Deeper JSON is refused before anything parses it. */
const DEPTH = 64;

/** The front of a gateway. Sessions are sealed with a key of this process's own. */
export function createFront(gateway: Gateway, options: FrontOptions = {}): Front<Caller> {
  const { environment } = gateway;
  const bounds = { ...BOUNDS, ...options.bounds };
  const seal = createSeal(environment.random(32), environment.random);
  const sessions = sealedSessions(seal, environment, { ...SESSION_DEFAULTS, ...options.sessions });
  const state = { sessions, inFlight: inFlight() };
  return {
    bounds,
    admit: admitter(gateway, sessions, bounds.bodyBytes),
    serve({ head, caller }, body, exchange) {
      const received = environment.clock.monotonic();
      const message = scanClient(body, { depth: DEPTH });
      if ('refused' in message) {
        const refused = {
          status: 400,
          decision: 'invalid',
          stage: 'protocol',
          bytesIn: body.length,
        } as const;
        const { code, message: text, id } = message;
        const answer = refuse(gateway, head.peer, {
          ...refused,
          code,
          message: text,
          id,
          agent: caller.agent,
        });
        return exchange.send(answer.status, answer.fields, answer.body);
      }
      const incoming = { head, caller, message, exchange, received };
      if (eraOf(caller.seen.protocolVersion, message) === 'modern') serveModern(gateway, incoming);
      else serveLegacy(gateway, state, incoming);
    },
    refuse: (status, reason, peer) =>
      refuse(gateway, peer, { status, message: reason, fields: ['connection', 'close'] }),
  };
}
