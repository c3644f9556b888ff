// Counts in the memory of this process: exact, synchronous, gone when it ends.
import type { Environment } from '../contract/environment.ts';
import type { Cell, Revision, Store, Taken } from '../contract/limits.ts';

/** Cells a process will hold; beyond it a call that needs a new one is refused, so that memory has a bound. */
const MOST_CELLS = 1_000_000;
const FIRST_SWEEP = 10_000;

/**
 * A store of GCRA cells (generic cell rate algorithm): each holds its theoretical arrival time.
 * Time is monotonic, so a clock set back can neither free nor block anybody.
 *
 * @param mostCells how many cells may be held at once
 */
export function memoryState(environment: Pick<Environment, 'clock'>, mostCells = MOST_CELLS): Store {
  const arrivals = new Map<string, number>();
  let sweepAt = Math.min(FIRST_SWEEP, mostCells);

  function sweep(now: number): void {
    for (const [key, arrival] of arrivals) if (arrival <= now) arrivals.delete(key);
    sweepAt = Math.min(Math.max(FIRST_SWEEP, arrivals.size * 2), mostCells);
  }

  function longestWait(cells: readonly Cell[], now: number): Taken {
    let longest: Taken = null;
    for (let index = 0; index < cells.length; index++) {
      const waitMs = waitOf(cells[index]!, arrivals.get(cells[index]!.key), now);
      if (waitMs > 0 && (longest === null || waitMs > longest.waitMs)) longest = { index, waitMs };
    }
    return longest;
  }

  function take(cells: readonly Cell[]): Taken {
    const now = environment.clock.monotonic();
    if (arrivals.size + cells.length > sweepAt) sweep(now);
    const refused = longestWait(cells, now);
    if (refused !== null) return refused;
    if (arrivals.size + cells.length > mostCells) return noRoom(cells, arrivals);
    for (const cell of cells)
      arrivals.set(cell.key, arrivalOf(arrivals.get(cell.key), now) + cell.intervalMs);
    return null;
  }

  function refund(cells: readonly Cell[]): void {
    for (const cell of cells) {
      const arrival = arrivals.get(cell.key);
      if (arrival !== undefined) arrivals.set(cell.key, arrival - cell.intervalMs);
    }
  }

  /** Calls that were used stay used, as far as they fit into the new bucket; a loosened limit does not block for its old wait. */
  function revise(revisions: readonly Revision[]): void {
    const now = environment.clock.monotonic();
    const byLimit = new Map(revisions.map((revision) => [revision.limit, revision]));
    for (const [key, arrival] of arrivals) {
      const revision = byLimit.get(key.slice(0, key.indexOf('\n')));
      if (revision === undefined || arrival <= now) continue;
      const used = Math.min((arrival - now) / revision.from.intervalMs, revision.to.burst);
      arrivals.set(key, now + used * revision.to.intervalMs);
    }
  }

  return { take, refund, revise };
}

function arrivalOf(arrival: number | undefined, now: number): number {
  return arrival === undefined || arrival < now ? now : arrival;
}

/** Milliseconds until the cell takes one more; 0 when it does now. Rounded up to a thousandth: sums of fractions drift. */
function waitOf(cell: Cell, arrival: number | undefined, now: number): number {
  const early = arrivalOf(arrival, now) - (cell.burst - 1) * cell.intervalMs - now;
  return early > 0.001 ? early : 0;
}

function noRoom(cells: readonly Cell[], arrivals: ReadonlyMap<string, number>): Taken {
  const index = cells.findIndex((cell) => !arrivals.has(cell.key));
  return index < 0 ? null : { index, waitMs: cells[index]!.intervalMs };
}
