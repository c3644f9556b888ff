// Links of their own to a server that may ask: one for each agent, and those for calls of somebody whom nobody knows.
import type { Clock } from '../contract/environment.ts';
import type { Backend } from '../contract/server.ts';
import type { LinkAsking } from './asking.ts';
import { IDLE_MS, keepLinks, MOST_NOBODYS, once, type Use } from './kept-links.ts';

/** Milliseconds that a link is kept which nobody uses where it may be tasks that the server remembers: they go on while nobody asks for them. */
const TASKS_IDLE_MS = 60 * 60_000;

export interface Links {
  /** The link of one agent, for all of its calls; null where too many are in use. */
  ofAgent(owner: string): Use | null;
  /**
   * A link for one call of somebody whom nobody knows. Two of them are not one: no other's call goes over it meanwhile, nor after it
   * was given up, for what its server asks then is for whom it was given up. Where too many are in use it is the shared one, over
   * which nobody is asked as long as two calls are under way; so it is for who cannot be asked (`askable`), unless one stands idle.
   */
  ofNobody(askable: boolean): Use;
  /** The shared one, for a call of anybody. */
  shared(): Use;
  all(): readonly Backend[];
  /** Keeps no time any more. Gives all that is to be closed. */
  end(): readonly Backend[];
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

/** @param open makes one more; `owner` owns it, if all calls over it are of one agent */
export function createLinks(
  { shared, asking, clock, piped, tasks }: LinksOptions,
  open: (owner: string | undefined) => Backend,
): Links {
  const idleMs = tasks ? TASKS_IDLE_MS : IDLE_MS;
  const kept = keepLinks(clock, (owner, alone) => open(alone ? owner : undefined), idleMs);
  /** Calls over the shared link of those whom nobody knows; whether one of them was given up. */
  let sharedUses = 0;
  let doubted = false;
  if (tasks) asking.doubt();

  function useShared(): Use {
    sharedUses += 1;
    const leave = once((doubtful) => {
      sharedUses -= 1;
      if (!doubtful) return;
      doubted = true;
      asking.doubt();
    });
    return { backend: shared, leave, logFrom: async () => {}, levelled: () => false };
  }

  return {
    ofAgent: (owner) => kept.use(owner, true),
    ofNobody(askable) {
      const apart = !tasks && (piped || asking.besides());
      if (!apart || (sharedUses === 0 && !doubted)) return useShared();
      for (let n = 1; n <= MOST_NOBODYS; n++) {
        const owner = `nobody:${n}`;
        const uses = kept.uses(owner);
        if (uses === undefined && !askable) return useShared();
        if (uses === undefined || uses === 0) return kept.use(owner, false) ?? useShared();
      }
      return useShared();
    },
    shared: useShared,
    all: () => [shared, ...kept.all()],
    end() {
      kept.end();
      return this.all();
    },
  };
}
