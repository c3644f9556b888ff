// Whether a server has a session for each link. Some have one for all, or none at all: over any link may come then what is about
// the calls of others, so all share the link that there is.
import type { Clock } from '../contract/environment.ts';
import type { Backend } from '../contract/server.ts';
import { unfit } from './failure.ts';

/** Milliseconds for which none is asked for, once the server gave none. */
const NONE_MS = 60_000;

/** Takes the id of a session that was opened over HTTP; null: the server gave it none. Throws a BackendError where it is of no use. */
export type SessionOpened = (id: string | null) => void;

export interface ServerSessions {
  /** Links have sessions of their own, as far as is known. */
  readonly apart: () => boolean;
  /** The server opened none for a link of its own. */
  readonly refused: () => void;
  /** Hears of the session that all share. */
  readonly all: SessionOpened;
  /** A link that is of use only with a session that is no other link's. */
  readonly own: (open: (opened: SessionOpened) => Backend) => Backend;
}

export function createSessions({ monotonic }: Pick<Clock, 'monotonic'>): ServerSessions {
  const ids = new Map<object, string>();
  let shared: string | null = null;
  let sharedUntil = 0;

  const refused = (): void => {
    sharedUntil = Math.max(sharedUntil, monotonic() + NONE_MS);
  };

  return {
    apart: () => monotonic() >= sharedUntil,
    refused,
    all(id) {
      shared = id;
      sharedUntil = id === null ? Number.POSITIVE_INFINITY : 0;
    },
    own(open) {
      const key = {};
      const backend = open((id) => {
        const others = [shared, ...[...ids].flatMap(([other, one]) => (other === key ? [] : [one]))];
        // The one that others have as well must not be ended with this link.
        if (id === null || others.includes(id)) {
          refused();
          throw unfit('it opens no session of its own for an agent');
        }
        ids.set(key, id);
      });
      return {
        ...backend,
        close() {
          ids.delete(key);
          return backend.close();
        },
      };
    },
  };
}
