// What calls of one route feel of calls of another that are never answered. Calls of the first go on and on, at a pace that
// waits for no answer, so that one which is held up holds up no other; slices of that time with and without hung calls take turns.
import { setTimeout as sleep } from 'node:timers/promises';

export interface Load {
  /** One call of the route that is measured; rejects where it is not answered as it should be. */
  readonly other: () => Promise<unknown>;
  /** One call that is never answered; it ends by its deadline. */
  readonly hung: () => Promise<unknown>;
  /** Calls of `hung` in flight at a time, in slices that have them. */
  readonly inFlight: number;
  /** Milliseconds from one call of `other` to the next. */
  readonly everyMs: number;
  /** Milliseconds before the first slice, and between a change and its slice: longer than the deadline of a hung call. */
  readonly warmMs: number;
  readonly settleMs: number;
  readonly sliceMs: number;
  /** Pairs of a slice with and one without. */
  readonly pairs: number;
}

/** Latencies of `other` in milliseconds, by slice. */
export interface Beside {
  readonly with: readonly (readonly number[])[];
  readonly without: readonly (readonly number[])[];
}

/** Measures; which slice of a pair comes first changes from pair to pair. */
export async function beside(load: Load): Promise<Beside> {
  const seen = { with: [] as number[][], without: [] as number[][] };
  const pace = startPace(load);
  try {
    await sleep(load.warmMs);
    for (let pair = 0; pair < load.pairs; pair++) {
      const order = pair % 2 === 0 ? (['with', 'without'] as const) : (['without', 'with'] as const);
      for (const kind of order) {
        const release = kind === 'with' ? holdUp(load) : async () => {};
        await sleep(load.settleMs);
        seen[kind].push(await pace.during(load.sliceMs));
        await release();
      }
    }
  } finally {
    await pace.stop();
  }
  return seen;
}

/** Keeps calls of `hung` in flight, their deadlines spread as those of many clients are. */
function holdUp({ hung, inFlight, settleMs }: Load): () => Promise<unknown> {
  let over = false;
  const holding = Array.from({ length: inFlight }, async (_, at) => {
    await sleep((at * settleMs) / (inFlight * 2));
    while (!over) await hung();
  });
  return () => {
    over = true;
    return Promise.all(holding);
  };
}

function startPace({ other, everyMs }: Load) {
  let into: number[] | null = null;
  let over = false;
  let failure: unknown = null;
  const open = new Set<Promise<void>>();
  const one = async (): Promise<void> => {
    const slice = into;
    const began = performance.now();
    await other();
    slice?.push(performance.now() - began);
  };
  const going = (async () => {
    for (let due = performance.now(); !over; due += everyMs) {
      const wait = due - performance.now();
      if (wait > 0) await sleep(wait);
      const call: Promise<void> = one()
        .catch((error: unknown) => {
          failure ??= error;
        })
        .finally(() => open.delete(call));
      open.add(call);
    }
  })();
  return {
    /** Latencies of the calls that begin within the next so many milliseconds, once all of them have ended. */
    async during(ms: number): Promise<number[]> {
      const slice: number[] = [];
      into = slice;
      await sleep(ms);
      into = null;
      await Promise.all(open);
      if (failure !== null) throw failure;
      return slice;
    },
    async stop(): Promise<void> {
      over = true;
      await going;
      await Promise.all(open);
    },
  };
}

export interface Moved {
  /** Of the latencies of all slices of a kind, in milliseconds. */
  readonly p99With: number;
  readonly p99Without: number;
  /** The p99 of a slice with hung calls, times that of its pair without: the one in the middle of all pairs. */
  readonly ratio: number;
}

export function movedP99({ with: hung, without }: Beside): Moved {
  const p99 = (slice: readonly number[]): number => quantile(slice, 0.99);
  const ratios = hung.map((slice, pair) => p99(slice) / p99(without[pair]!));
  return { p99With: p99(hung.flat()), p99Without: p99(without.flat()), ratio: quantile(ratios, 0.5) };
}

/** The value that so large a part of `all` is below. */
export function quantile(all: readonly number[], part: number): number {
  return [...all].sort((a, b) => a - b)[Math.floor(all.length * part)]!;
}
