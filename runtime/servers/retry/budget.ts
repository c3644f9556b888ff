// How many attempts beyond the first a server is worth: a server that fails must not get twice the calls for it.
import type { Clock } from '../../contract/environment.ts';

const PARTS = 10;
const PART_MS = 100;
/** Of the calls of the last second; and so many in any case. */
const SHARE = 0.2;
const LEAST = 10;

export interface Budget {
  /** A call came. */
  called(): void;
  /** True where one more attempt may be made; it is counted. */
  spend(): boolean;
}

/** Counts calls and further attempts of the last second, by tenths. */
export function createBudget(clock: Clock): Budget {
  const parts = Array.from({ length: PARTS }, () => ({ at: Number.NaN, calls: 0, more: 0 }));

  function current() {
    const at = Math.floor(clock.monotonic() / PART_MS);
    const part = parts[at % PARTS]!;
    if (part.at !== at) Object.assign(part, { at, calls: 0, more: 0 });
    return part;
  }

  return {
    called: () => {
      current().calls += 1;
    },
    spend() {
      const now = current();
      let calls = 0;
      let more = 0;
      for (const part of parts) {
        if (!(part.at > now.at - PARTS)) continue;
        calls += part.calls;
        more += part.more;
      }
      if (more + 1 > Math.max(LEAST, calls * SHARE)) return false;
      now.more += 1;
      return true;
    },
  };
}
