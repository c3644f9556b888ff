// A bound on the work of loops inside loops: what is beyond it is an error, so it denies.
import { fail } from './error.ts';

/** Elements that the inner loops of one evaluation may go over. */
const most = 1_000_000;

/** A function that counts what an inner loop is about to go over, and gives it back. @throws celError beyond the bound */
export function budget(): <Range>(range: Range) => Range {
  let left = most;
  return (range) => {
    left -= 1 + lengthOf(range);
    return left < 0 ? fail() : range;
  };
}

function lengthOf(range: unknown): number {
  if (typeof range === 'string' || Array.isArray(range)) return range.length;
  return typeof range === 'object' && range !== null ? Object.keys(range).length : 0;
}
