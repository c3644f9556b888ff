// Requests in flight of legacy sessions, so that a `notifications/cancelled` finds its request.

export interface InFlight {
  /** False when the session has a request of this id in flight already. */
  begin(session: string, id: string): boolean;
  /** What cancels a begun request. */
  cancels(session: string, id: string, cancel: () => void): void;
  finish(session: string, id: string): void;
  /** Cancels the request if it is in flight. */
  cancel(session: string, id: string): void;
}

const nothing = (): void => {};

/** A registry keyed by session and raw id; it holds what is in flight and nothing else. */
export function inFlight(): InFlight {
  const entries = new Map<string, () => void>();
  return {
    begin(session, id) {
      const key = keyOf(session, id);
      if (entries.has(key)) return false;
      entries.set(key, nothing);
      return true;
    },
    cancels(session, id, cancel) {
      const key = keyOf(session, id);
      if (entries.has(key)) entries.set(key, cancel);
    },
    finish: (session, id) => void entries.delete(keyOf(session, id)),
    cancel: (session, id) => entries.get(keyOf(session, id))?.(),
  };
}

/** One spelling for one id: a string may be escaped in two ways. */
function keyOf(session: string, id: string): string {
  return `${session}${id.includes('\\') ? JSON.stringify(JSON.parse(id)) : id}`;
}
