// HTTP in: Streamable HTTP of both eras. The front decides what may come in; the gateway what it may do.
import type { Gateway } from '../contract/gateway.ts';
import type { Bounds, Front } from '../contract/http.ts';
import type { Era } from '../contract/message.ts';
import { textOf } from '../protocol/bytes.ts';
import { scanClient } from '../protocol/scan.ts';
import { LEGACY_VERSIONS } from '../protocol/versions.ts';
import { admitter, type Caller } from './admit.ts';
import type { Incoming } from './incoming.ts';
import { legacyEra } from './legacy.ts';
import { serveModern } from './modern.ts';
import { INVALID, type Refused, refuser } from './refuse.ts';
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
const SCAN = { depth: 64 };

const MAX_METHOD = 200;

/** The front of a gateway. Sessions are sealed with a key of this process's own. */
export function createFront(gateway: Gateway, options: FrontOptions = {}): Front<Caller> {
  const { clock, random } = gateway.environment;
  const bounds = { ...BOUNDS, ...options.bounds };
  const refuse = refuser(gateway, bounds);
  const seal = createSeal(random(32), random);
  const sessions = sealedSessions(seal, clock, { ...SESSION_DEFAULTS, ...options.sessions });
  const serveLegacy = legacyEra(gateway, sessions);
  /** Serves a body, or says why not. */
  const serve = (incoming: Omit<Incoming, 'message' | 'era'>, body: Uint8Array): Refused | null => {
    const message = scanClient(body, SCAN);
    if ('refused' in message) {
      return { ...INVALID, code: message.code, message: message.message, id: message.id };
    }
    const era = eraOf(incoming.seen.get('mcp-protocol-version'), message.protocolVersion);
    const whole = { ...incoming, message, era };
    const problem = era === 'modern' ? serveModern(gateway, whole) : serveLegacy(whole);
    if (problem === null) return null;
    const { bytes, id, method } = message;
    return { ...problem, era, method: method.slice(0, MAX_METHOD), id: id && textOf(bytes, id) };
  };
  return {
    bounds,
    admit: admitter(gateway, sessions, refuse, bounds),
    serve({ head, caller }, body, exchange) {
      const received = clock.monotonic();
      const problem = serve({ ...caller, head, exchange, received }, body);
      if (problem === null) return;
      const ms = clock.monotonic() - received;
      exchange.send(refuse(head.peer, { ...problem, agent: caller.agent, ms, bytesIn: body.length }));
    },
    refuse: (status, peer, reason) => refuse(peer, { status, reason }),
  };
}

/**
 * Modern when the `MCP-Protocol-Version` header or `_meta` names anything but a legacy revision: a revision nobody knows is
 * answered in the modern way, which lists what is supported (2026-07-28, Versioning). Else legacy.
 */
function eraOf(header: string | undefined, meta: string | null): Era {
  return isLegacy(header ?? null) && isLegacy(meta) ? 'legacy' : 'modern';
}

function isLegacy(version: string | null): boolean {
  return version === null || LEGACY_VERSIONS.includes(version);
}
