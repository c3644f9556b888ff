// What a Worker's isolates have in common: no memory, but a secret.
import { createHash } from 'node:crypto';
import type { Shared } from '../../contract/shared.ts';

/** The binding whose text makes the key that sessions are sealed with. */
const SEAL_KEY = 'MCPGW_SEAL_KEY';

/** A shorter one was hardly made by chance. */
const LEAST = 32;

const MAKE = `openssl rand -base64 ${LEAST}`;

/** What isolates share, where they are given a key; a text says why the key is none. */
export function sharedBy(
  env: (name: string) => string | undefined,
  log: (line: string) => void,
): Shared | undefined | string {
  const key = env(SEAL_KEY);
  if (key === undefined) {
    log(
      `${SEAL_KEY} is not set: a session of a client older than 2026-07-28 holds in one isolate only (${MAKE})`,
    );
    return undefined;
  }
  if (key.length < LEAST) return `${SEAL_KEY} has fewer than ${LEAST} characters (${MAKE})`;
  return {
    // Which have ended, and what is in flight, each isolate knows of itself.
    sessions: {
      sealKey: createHash('sha256').update(key, 'utf8').digest(),
      ended: new Map(),
      inFlight: new Map(),
      asked: { pushed: new Map(), parked: new Map() },
      levels: new Map(),
      watched: new Map(),
      streams: null,
      listeners: new Set(),
      tell() {},
    },
    store: null,
    keep: (_name, _made, make) => make(),
    readiness: (own) => own,
  };
}
