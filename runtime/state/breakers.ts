// States of breakers in the memory of this process.
import type { Environment } from '../contract/environment.ts';
import type { BreakerStore } from '../contract/ways.ts';

/** They are as many as there are servers and tools that fail: no caller can add to them. */
export function memoryBreakers({ clock }: Pick<Environment, 'clock'>): BreakerStore {
  const opened = new Map<string, number>();
  return {
    until: (key) => opened.get(key),
    open: (key, until) => void opened.set(key, until),
    close: (key) => void opened.delete(key),
    states() {
      const now = clock.monotonic();
      const known = [...opened].sort(([a], [b]) => (a < b ? -1 : 1));
      return Object.fromEntries(known.map(([key, until]) => [key, until > now ? 'open' : 'half-open']));
    },
  };
}
