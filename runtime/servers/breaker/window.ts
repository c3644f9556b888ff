// How many calls, and how many of them failed, within the last so many milliseconds.
import type { Clock } from '../../contract/environment.ts';

const PARTS = 10;

export interface Window {
  add(failed: boolean): void;
  counts(): { readonly total: number; readonly failed: number };
}

/** Counts by tenths: what is older than `ms` is forgotten a tenth at a time. */
export function createWindow(clock: Clock, ms: number): Window {
  const parts = Array.from({ length: PARTS }, () => ({ at: Number.NaN, total: 0, failed: 0 }));
  const now = (): number => Math.floor((clock.monotonic() * PARTS) / ms);
  return {
    add(failed) {
      const at = now();
      const part = parts[at % PARTS]!;
      if (part.at !== at) Object.assign(part, { at, total: 0, failed: 0 });
      part.total += 1;
      if (failed) part.failed += 1;
    },
    counts() {
      const oldest = now() - PARTS;
      let total = 0;
      let failed = 0;
      for (const part of parts) {
        if (!(part.at > oldest)) continue;
        total += part.total;
        failed += part.failed;
      }
      return { total, failed };
    },
  };
}
