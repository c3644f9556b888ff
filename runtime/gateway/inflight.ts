// Counts the calls in flight, so that a drain knows when the last is answered.
import type { Clock } from '../contract/environment.ts';

export interface InFlight {
  enter(): void;
  leave(): void;
  /** Resolves when nothing is in flight, or after `ms`. */
  idle(ms: number): Promise<void>;
}

export function createInFlight(clock: Clock): InFlight {
  let count = 0;
  let waiting: (() => void)[] = [];
  return {
    enter: () => {
      count += 1;
    },
    leave: () => {
      count -= 1;
      if (count > 0) return;
      for (const done of waiting) done();
      waiting = [];
    },
    idle: (ms) =>
      new Promise((resolve) => {
        if (count === 0) return resolve();
        const cancel = clock.after(ms, resolve);
        waiting.push(() => {
          cancel();
          resolve();
        });
      }),
  };
}
