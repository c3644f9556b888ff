// Sessions of the legacy era, as far as they are more than what is sealed in their ids.
import type { LogLevel } from '../contract/news.ts';
import type { SessionNews, SharedSessions } from '../contract/shared.ts';

/** Sessions that nobody else knows of. */
export function newSessions(random: (count: number) => Uint8Array): SharedSessions {
  return {
    sealKey: random(32),
    ended: new Map(),
    inFlight: new Map(),
    asked: { pushed: new Map(), parked: new Map() },
    tasks: new Map(),
    levels: new Map(),
    watched: new Map(),
    streams: new Map(),
    listeners: new Set(),
    tell() {},
  };
}

/** Sessions of which something is remembered, in one process. */
export const MOST_SESSIONS = 20_000;

/** What a session may want. */
export type Wish = Exclude<SessionNews['what'], 'ended' | 'cancelled' | 'told'>;

/** Sets what a session wants to be told: from which level on, a resource more, or one less. */
export function setWish(
  { levels, watched }: SharedSessions,
  session: string,
  what: Wish,
  value: string,
): void {
  if (what === 'level') return remember(levels, session, value as LogLevel, MOST_SESSIONS);
  const uris = watched.get(session) ?? new Set();
  if (what === 'watched') uris.add(value);
  else uris.delete(value);
  if (uris.size > 0) remember(watched, session, uris, MOST_SESSIONS);
  else watched.delete(session);
}

/** Sets `key`; when `map` is full the one set first goes first. What a client can fill may not grow without end. */
export function remember<Value>(map: Map<string, Value>, key: string, value: Value, limit: number): void {
  if (map.size >= limit && !map.has(key)) map.delete(map.keys().next().value!);
  map.set(key, value);
}
