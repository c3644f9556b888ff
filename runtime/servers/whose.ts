// Whose a line is that comes over one stream for all calls and does not say so: a log line, or what an extension tells.
import type { Clock } from '../contract/environment.ts';
import { ownerOf } from '../contract/identity.ts';
import type { BackendCall } from '../contract/server.ts';
import type { Waiter } from './link.ts';

/** Milliseconds for which a call that was given up is taken to go on: not every server stops at once. */
const GOES_ON_MS = 60_000;
/** Agents of whom that is remembered. */
const MOST = 1000;

export interface Whose {
  begin(waiter: Waiter, call: BackendCall): void;
  /** It has its answer, or, `givenUp`, nobody waits for that any more. */
  end(waiter: Waiter, givenUp: boolean): void;
  /** The only call under way, unless another agent's was given up a while ago; null where nobody can say. */
  the(): Waiter | null;
}

export function createWhose(clock: Clock): Whose {
  /** The agents of calls under way; null: one of those whom nobody knows, who are not one. */
  const owners = new Map<Waiter, string | null>();
  /** Until when the last one of an agent that was given up is taken to go on. */
  const goingOn = new Map<string | null, number>();

  /** Whether somebody else's may go on. */
  function doubtful(owner: string | null): boolean {
    for (const [other, until] of goingOn) {
      if (until <= clock.monotonic()) goingOn.delete(other);
      else if (other === null || other !== owner) return true;
    }
    return false;
  }

  return {
    begin: (waiter, call) => void owners.set(waiter, whoseIs(call)),
    end(waiter, givenUp) {
      const owner = owners.get(waiter);
      owners.delete(waiter);
      if (!givenUp || owner === undefined) return;
      if (goingOn.size >= MOST) goingOn.delete(goingOn.keys().next().value!);
      goingOn.set(owner, clock.monotonic() + GOES_ON_MS);
    },
    the() {
      const [only, more] = owners;
      return only === undefined || more !== undefined || doubtful(only[1]) ? null : only[0];
    },
  };
}

/** A session is one client's, whoever that is. */
function whoseIs({ agent, of }: BackendCall): string | null {
  const who = agent ?? of?.request.agent;
  const known = who !== undefined && who.method !== 'anonymous';
  return known ? ownerOf(who) : (of?.request.session?.key ?? null);
}
