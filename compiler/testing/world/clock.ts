// A clock that stands still until it is told to go on. Timers run in order of time, then of their making.
import type { Clock } from '../../../runtime/contract/environment.ts';

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

export interface VirtualClock extends Clock {
  /**
   * Goes on by `ms` milliseconds and runs the timers that fall due on the way, each at its own time.
   * `settle` is awaited after each, so that what a timer begins is done before the next one runs.
   */
  advance(ms: number, settle: () => Promise<void>): Promise<void>;
  /** Milliseconds until the next timer falls due; null where there is none. */
  next(): number | null;
}

/**
 * A clock for one gateway.
 *
 * @param start milliseconds since the epoch
 */
export function virtualClock(start: number): VirtualClock {
  let time = start;
  const timers = new Set<Timer>();
  return {
    now: () => Math.floor(time),
    monotonic: () => time - start,
    after(ms, fire) {
      const timer: Timer = { at: time + Math.max(0, ms), fire };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    next() {
      const timer = earliest(timers, Number.POSITIVE_INFINITY);
      return timer === null ? null : Math.max(0, timer.at - time);
    },
    async advance(ms, settle) {
      const target = time + ms;
      for (let next = earliest(timers, target); next !== null; next = earliest(timers, target)) {
        timers.delete(next);
        time = Math.max(time, next.at);
        next.fire();
        await settle();
      }
      time = target;
    },
  };
}

/** The timer that falls due first, not after `until`. A set keeps the order of making, so ties are fair. */
function earliest(timers: ReadonlySet<Timer>, until: number): Timer | null {
  let first: Timer | null = null;
  for (const timer of timers) {
    if (timer.at <= until && (first === null || timer.at < first.at)) first = timer;
  }
  return first;
}
