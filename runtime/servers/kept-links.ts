// Links to one server that are not for everybody: how many are kept, who uses which, when they go.
import type { Clock } from '../contract/environment.ts';
import { LOG_LEVELS, type LogLevel } from '../contract/news.ts';
import type { Backend } from '../contract/server.ts';

/** Links of agents that may be used at once beside the shared one. */
export const MOST = 64;
/** Those of callers whom nobody knows. */
export const MOST_NOBODYS = 16;
/** Milliseconds that one is kept which nobody uses: what its server remembers goes with it. */
export const IDLE_MS = 10 * 60_000;

/** A link, until it is left. `doubtful`: what was given up may go on at the server, and ask. */
export interface Use {
  readonly backend: Backend;
  /** Its server logs from `level` on, or from a lower one that others want meanwhile. Resolves when it knows; never rejects. */
  logFrom(level: LogLevel): Promise<void>;
  /** It was told from which level on to log. */
  levelled(): boolean;
  leave(doubtful: boolean): void;
}

export interface KeptLinks {
  /** `alone`: the owner is one whoever uses it; else nobody else uses it after something was given up. Null where too many are in use. */
  use(owner: string, alone: boolean): Use | null;
  /** How many use the owner's link; undefined where there is none. */
  readonly uses: (owner: string) => number | undefined;
  readonly all: () => readonly Backend[];
  /** Keeps no time any more. */
  readonly end: () => void;
}

interface Own {
  readonly backend: Backend;
  /** Calls under way, and resources that are watched. */
  uses: number;
  level: LogLevel | null;
  stopTimer(): void;
}

/** @param open makes one more */
export function keepLinks(
  clock: Clock,
  open: (owner: string, alone: boolean) => Backend,
  idleMs = IDLE_MS,
  most = MOST,
): KeptLinks {
  const owns = new Map<string, Own>();
  let retired = 0;

  function drop(owner: string, { backend, stopTimer }: Own): void {
    stopTimer();
    owns.delete(owner);
    void backend.close();
  }

  /** Null where too many are in use. */
  function ownOf(owner: string, alone: boolean): Own | null {
    const known = owns.get(owner);
    if (known !== undefined) {
      // Whoever called last is the last to go.
      owns.delete(owner);
      owns.set(owner, known);
      return known;
    }
    const idle = owns.size < most ? undefined : [...owns].find(([, { uses }]) => uses === 0);
    if (idle !== undefined) drop(...idle);
    if (owns.size >= most) return null;
    const made: Own = { backend: open(owner, alone), uses: 0, level: null, stopTimer: () => {} };
    owns.set(owner, made);
    return made;
  }

  /** Nobody else uses it, but what goes on over it may come to its end. */
  function retire(owner: string, own: Own): string {
    const key = `retired:${++retired}`;
    owns.delete(owner);
    owns.set(key, own);
    return key;
  }

  return {
    use(owner, alone) {
      const own = ownOf(owner, alone);
      if (own === null) return null;
      own.stopTimer();
      own.uses += 1;
      return {
        backend: own.backend,
        async logFrom(level) {
          const { uses, level: before } = own;
          if (uses > 1 && before !== null && LOG_LEVELS.indexOf(before) < LOG_LEVELS.indexOf(level)) return;
          own.level = level;
          await own.backend.logFrom(level);
        },
        levelled: () => own.level !== null,
        leave: once((doubtful) => {
          own.uses -= 1;
          const key = doubtful && !alone ? retire(owner, own) : owner;
          if (own.uses === 0) own.stopTimer = clock.after(idleMs, () => drop(key, own));
        }),
      };
    },
    uses: (owner) => owns.get(owner)?.uses,
    all: () => [...owns.values()].map(({ backend }) => backend),
    end() {
      for (const { stopTimer } of owns.values()) stopTimer();
    },
  };
}

/** Only the first leaving counts. */
export function once(leave: (doubtful: boolean) => void): (doubtful: boolean) => void {
  let left = false;
  return (doubtful) => {
    if (!left) leave(doubtful);
    left = true;
  };
}
