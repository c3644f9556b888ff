// Links to one server that are not for everybody: how many there are, who uses which, when they go.
import type { Clock } from '../contract/environment.ts';
import type { Backend } from '../contract/server.ts';
import type { LinkAsking } from './asking.ts';

/** Links that may be used at once beside the shared one, and how many of them by those whom nobody knows. */
export const MOST = 64;
const MOST_NOBODYS = 16;
/** Milliseconds that one is kept which nobody uses: what its server remembers of the agent goes with it. */
const IDLE_MS = 10 * 60_000;
/** The same where it may be tasks that the server remembers: they go on while nobody asks for them. */
const TASKS_IDLE_MS = 60 * 60_000;

/** A link, until it is left. `doubtful`: what was given up may go on at the server, and ask. Only the first leaving counts. */
export interface Use {
  readonly backend: Backend;
  leave(doubtful: boolean): void;
}

export interface Links {
  /** The link of one agent, for all of its calls; null where too many are in use. */
  ofAgent(owner: string): Use | null;
  /**
   * A link for one call of somebody whom nobody knows. Two of them are not one: no other's call goes over it meanwhile, nor after it
   * was given up, for what its server asks then is for whom it was given up. Where too many are in use it is the shared one, over
   * which nobody is asked as long as two calls are under way; so it is for who cannot be asked (`askable`), unless one stands idle.
   */
  ofNobody(askable: boolean): Use;
  all(): readonly Backend[];
  /** Keeps no time any more. Gives all that is to be closed. */
  end(): readonly Backend[];
}

interface Own {
  readonly backend: Backend;
  /** Calls under way, and resources that are watched. */
  uses: number;
  stopTimer(): void;
}

export interface LinksOptions {
  readonly shared: Backend;
  /** What is asked over the shared one. */
  readonly asking: LinkAsking;
  readonly clock: Clock;
  /** It can ask on no stream of a call: those of whom nobody knows go apart from the first on, not once it has asked beside them. */
  readonly piped: boolean;
  /** Calls may become tasks, which go on and may ask when their call is over: those of whom nobody knows all go over the shared link. */
  readonly tasks: boolean;
}

/** @param open makes one more; `alone`: all calls over it are of one agent */
export function createLinks(
  { shared, asking, clock, piped, tasks }: LinksOptions,
  open: (alone: boolean) => Backend,
): Links {
  const owns = new Map<string, Own>();
  /** Calls over the shared link of those whom nobody knows; whether one of them was given up. */
  let sharedUses = 0;
  let doubted = false;
  let retired = 0;
  if (tasks) asking.doubt();

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
    const idle = owns.size < MOST ? undefined : [...owns].find(([, { uses }]) => uses === 0);
    if (idle !== undefined) drop(...idle);
    if (owns.size >= MOST) return null;
    const made: Own = { backend: open(alone), uses: 0, stopTimer: () => {} };
    owns.set(owner, made);
    return made;
  }

  function use(owner: string, alone: boolean): Use | null {
    const own = ownOf(owner, alone);
    if (own === null) return null;
    own.stopTimer();
    own.uses += 1;
    const leave = once((doubtful) => {
      own.uses -= 1;
      const key = doubtful && !alone ? retire(owner, own) : owner;
      if (own.uses === 0) own.stopTimer = clock.after(tasks ? TASKS_IDLE_MS : IDLE_MS, () => drop(key, own));
    });
    return { backend: own.backend, leave };
  }

  /** Nobody else uses it, but what goes on over it may come to its end. */
  function retire(owner: string, own: Own): string {
    const key = `retired:${++retired}`;
    owns.delete(owner);
    owns.set(key, own);
    return key;
  }

  function useShared(): Use {
    sharedUses += 1;
    const leave = once((doubtful) => {
      sharedUses -= 1;
      if (!doubtful) return;
      doubted = true;
      asking.doubt();
    });
    return { backend: shared, leave };
  }

  return {
    ofAgent: (owner) => use(owner, true),
    ofNobody(askable) {
      const apart = !tasks && (piped || asking.besides());
      if (!apart || (sharedUses === 0 && !doubted)) return useShared();
      for (let n = 1; n <= MOST_NOBODYS; n++) {
        const owner = `nobody:${n}`;
        const known = owns.get(owner);
        if (known === undefined && !askable) return useShared();
        if (known === undefined || known.uses === 0) return use(owner, false) ?? useShared();
      }
      return useShared();
    },
    all: () => [shared, ...[...owns.values()].map(({ backend }) => backend)],
    end() {
      for (const { stopTimer } of owns.values()) stopTimer();
      return this.all();
    },
  };
}

function once(leave: (doubtful: boolean) => void): (doubtful: boolean) => void {
  let left = false;
  return (doubtful) => {
    if (!left) leave(doubtful);
    left = true;
  };
}
