// A bound on what one evaluation costs, where the text and the schemas give none: what is beyond it is an error, so it denies.
import { fail } from './error.ts';

/** Steps that one evaluation may take: about one for each operator and element, some 20 ms in all. */
export const mostSteps = 2_000_000;

/**
 * A function that counts what is about to be gone over, `steps` for each element or character, and gives it back.
 * @throws celError beyond the bound
 */
export function budget(): <Range>(range: Range, steps: number) => Range {
  let left = mostSteps;
  return (range, steps) => {
    left -= 1 + steps * lengthOf(range);
    return left < 0 ? fail() : range;
  };
}

function lengthOf(range: unknown): number {
  if (typeof range === 'string' || Array.isArray(range)) return range.length;
  return typeof range === 'object' && range !== null ? Object.keys(range).length : 0;
}
