// Sessions of the legacy era. All that a session is stands sealed in its id, bound to its agent: opening one needs no
// store. Opened ids are remembered so that a call does not pay for the cipher; ended ones so that they stay ended.
import type { Clock } from '../contract/environment.ts';
import type { Agent } from '../contract/identity.ts';
import type { SharedSessions } from '../contract/shared.ts';
import { MOST_SESSIONS, remember } from '../gateway/sessions.ts';
import { encode } from '../protocol/bytes.ts';
import { SESSION_NOT_FOUND } from '../protocol/errors.ts';
import type { Seal } from '../seal/index.ts';
import type { Seen } from './head.ts';
import type { Refused } from './refuse.ts';

export { newSessions, remember, setWish } from '../gateway/sessions.ts';

export interface Session {
  /** Unlike for every session, safe to use as a key; always as long. */
  readonly key: string;
  readonly owner: string;
  /** The negotiated revision. */
  readonly protocolVersion: string;
  /** The client's capabilities, raw JSON. */
  readonly capabilities: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

export interface Sessions {
  /** A new session's id, or null when the capabilities are too large to be carried in a header. */
  mint(agent: Agent, protocolVersion: string, capabilities: string): string | null;
  /** The session a request names; a refusal for one that is missing, foreign, forged, expired, ended or another agent's. */
  open(seen: Seen, agent: Agent): Session | Refused;
  /** Ends the session a request names: its id opens no more. (2025-11-25, Session Management, 5.) */
  end(seen: Seen, agent: Agent): Refused | null;
}

export interface SessionOptions {
  readonly ttlMs: number;
  /** How many opened sessions are remembered, and how many ended ones. */
  readonly remembered: number;
}

export const SESSION_DEFAULTS: SessionOptions = { ttlMs: 24 * 3600_000, remembered: MOST_SESSIONS };

/** A session id may take a quarter of the usual 16 KiB of header fields. */
export const MAX_CAPABILITIES = 2048;
const MAX_ID = 4096;

/** Sessions sealed by `seal`, valid for `ttlMs` from their making. */
export function sealedSessions(
  seal: Seal,
  clock: Clock,
  { ended, listeners, tell }: SharedSessions,
  { ttlMs, remembered }: SessionOptions,
): Sessions {
  const opened = new Map<string, Session>();
  const open: Sessions['open'] = (seen, agent) => {
    const id = seen['mcp-session-id'];
    if (id === undefined) return { status: 400, message: 'Mcp-Session-Id is missing: initialize first.' };
    const owner = ownerOf(agent);
    const session = opened.get(id) ?? unseal(seal, id, owner, ttlMs);
    if (session?.owner !== owner || ended.has(session.key) || clock.now() >= session.expires) {
      return NO_SESSION;
    }
    remember(opened, id, session, remembered);
    return session;
  };
  return {
    mint(agent, protocolVersion, capabilities) {
      if (encode(capabilities).length > MAX_CAPABILITIES) return null;
      return seal.seal(JSON.stringify([protocolVersion, capabilities, clock.now()]), ownerOf(agent));
    },
    open,
    end(seen, agent) {
      const session = open(seen, agent);
      if ('status' in session) return session;
      remember(ended, session.key, true, remembered);
      for (const heard of listeners) heard(session.key);
      tell('ended', session.key);
      return null;
    },
  };
}

const NO_SESSION: Refused = {
  status: 404,
  code: SESSION_NOT_FOUND,
  message: 'There is no such session: initialize a new one.',
};

/** An agent that proved itself and the same agent as anonymous do not share sessions. */
function ownerOf({ method, name }: Agent): string {
  return `session:${method}:${name}`;
}

function unseal(seal: Seal, id: string, owner: string, ttlMs: number): Session | null {
  const text = id.length > MAX_ID ? null : seal.open(id, owner);
  if (text === null) return null;
  // Sealed by us: it has the shape we gave it.
  const [protocolVersion, capabilities, issued] = JSON.parse(text) as [string, string, number];
  return { key: id.slice(0, 16), owner, protocolVersion, capabilities, expires: issued + ttlMs };
}
