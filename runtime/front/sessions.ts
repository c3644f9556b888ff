// Sessions of the legacy era. All that a session is stands sealed in its id, bound to its agent: opening one needs no
// store. Opened ids are remembered so that a call does not pay for the cipher; ended ones so that they stay ended.
import type { Environment } from '../contract/environment.ts';
import type { Agent } from '../contract/identity.ts';
import { boundedMap } from './bounded.ts';
import type { Seal } from './seal.ts';

export interface Session {
  /** Unlike for every session, safe to use as a key. */
  readonly key: string;
  readonly agent: string;
  /** The negotiated revision. */
  readonly protocolVersion: string;
  /** The client's capabilities, raw JSON. */
  readonly capabilities: string;
  /** Milliseconds since the epoch. */
  readonly issued: number;
}

export interface Sessions {
  /** A new session's id, or null when the capabilities are too large to be carried in a header. */
  mint(agent: Agent, protocolVersion: string, capabilities: string): string | null;
  /** The session, or null for one that is foreign, forged, expired, ended or another agent's. */
  open(id: string, agent: Agent): Session | null;
  /** Ends a session: its id opens no more. */
  end(id: string, session: Session): void;
}

export interface SessionOptions {
  readonly ttlMs: number;
  /** How many opened sessions are remembered, and how many ended ones. */
  readonly remembered: number;
}

export const SESSION_DEFAULTS: SessionOptions = { ttlMs: 24 * 3600_000, remembered: 20_000 };

/** A session id may take a quarter of the usual 16 KiB of header fields. */
const MAX_CAPABILITIES = 2048;
const MAX_ID = 4096;

/** Sessions sealed by `seal`, valid for `options.ttlMs` from their making. */
export function sealedSessions(seal: Seal, environment: Environment, options: SessionOptions): Sessions {
  const opened = boundedMap<Session>(options.remembered);
  const ended = boundedMap<true>(options.remembered);
  const alive = (session: Session): boolean => environment.clock.now() - session.issued < options.ttlMs;
  return {
    mint(agent, protocolVersion, capabilities) {
      if (new TextEncoder().encode(capabilities).length > MAX_CAPABILITIES) return null;
      const key = toHex(environment.random(12));
      const facts = [key, protocolVersion, capabilities, environment.clock.now()];
      return seal.seal(JSON.stringify(facts), owner(agent));
    },
    open(id, agent) {
      const session = opened.get(id) ?? unseal(seal, id, agent);
      if (session === null || session.agent !== owner(agent)) return null;
      if (ended.get(session.key) === true || !alive(session)) return null;
      if (opened.get(id) === undefined) opened.set(id, session);
      return session;
    },
    end(id, session) {
      opened.delete(id);
      ended.set(session.key, true);
    },
  };
}

/** An agent that proved itself and the same agent as anonymous do not share sessions. */
function owner(agent: Agent): string {
  return `session:${agent.method}:${agent.name}`;
}

function unseal(seal: Seal, id: string, agent: Agent): Session | null {
  if (id.length > MAX_ID) return null;
  const text = seal.open(id, owner(agent));
  if (text === null) return null;
  // Sealed by us: it has the shape we gave it.
  const [key, protocolVersion, capabilities, issued] = JSON.parse(text) as [string, string, string, number];
  return { key, agent: owner(agent), protocolVersion, capabilities, issued };
}

function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
