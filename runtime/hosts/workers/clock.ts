// Time on a Worker. A timer dies with the request that set it; the next request makes good what is overdue.
import type { Clock } from '../../contract/environment.ts';

export interface WorkerClock extends Clock {
  /** Fires what should have fired in a request that has ended. */
  catchUp(): void;
}

/** A timer that late has lost its request: one that lives would have fired. */
const LOST_MS = 1000;

interface Timer {
  readonly due: number;
  readonly fire: () => void;
}

/** Time moves with input and output only: a Worker cannot measure itself. */
export function createClock(): WorkerClock {
  const waiting = new Set<Timer>();
  const monotonic = (): number => performance.now();
  let nextLook = 0;
  const run = (timer: Timer): void => {
    if (waiting.delete(timer)) timer.fire();
  };
  return {
    now: () => Date.now(),
    monotonic,
    after(ms, fire) {
      const timer = { due: monotonic() + ms, fire };
      waiting.add(timer);
      const handle = setTimeout(run, ms, timer);
      return () => {
        waiting.delete(timer);
        clearTimeout(handle);
      };
    },
    catchUp() {
      const now = monotonic();
      if (now < nextLook) return;
      nextLook = now + LOST_MS;
      for (const timer of [...waiting]) if (timer.due + LOST_MS < now) run(timer);
    },
  };
}
