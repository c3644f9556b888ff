// A bound on what one evaluation costs, where the text and the schemas give none: what is beyond it is an error, so it denies.
import { fail } from './error.ts';

/** Steps that one evaluation may take: some 10 ns each as a rule, and 40 at worst. */
export const mostSteps = 2_000_000;

/** Elements of a list that `+` makes: as many as the largest message has. */
export const mostElements = 2 * 1024 * 1024;

/** Steps to compare a character of two texts, and two parts of two values, keys and places with them. */
export const perCompared = 0.02;
export const perPart = 4;

/** Steps to find which of two texts or bytes comes first, for each character that they begin with alike. */
export const perAlike = 0.2;

/** Steps to put texts or bytes together, for each character of the whole. */
export const perJoined = 0.1;

/** Steps to format a value, a double with digits behind its point; for each character of what is made of it; to put a key in order. */
export const perValue = 15;
export const perDigits = 150;
export const perWritten = 0.5;
export const perSorted = 30;

/** Steps to read bytes that are no UTF-8 as far as they are, for each. */
export const perUnread = 5;

/** Steps for each instruction of a pattern that a character is held against; to make ready for one, and for the pattern. */
export const perInstruction = 0.5;
export const perMade = 3;
export const perPattern = 400;

/** Steps to make a time zone ready by its name, or to find that there is none; and to ask one for its offset at a time. */
export const perZone = 20_000;
export const perOffset = 100;

/** To ask a large object for its keys takes longer than anything that is done with them. */
export const perKey = 10;

/**
 * Counts what is about to be gone over, so many steps for each element, key or character, and gives it back. A number that a
 * caller sends has none of these, and what it is worth counts nothing: it could be anything, also less than nothing. null
 * is gone over once: for steps that are known. @throws celError beyond the bound, and ever after
 */
export type Spend = <Range>(range: Range, steps: number) => Range;

/** A counter for one evaluation. */
export function budget(): Spend {
  let left = mostSteps;
  return (range, steps) => {
    // To count is work too: not where nothing is left.
    if (left < 0) return fail();
    left -= 1 + costOf(range, steps);
    return left < 0 ? fail() : range;
  };
}

function costOf(range: unknown, steps: number): number {
  if (typeof range === 'string' || Array.isArray(range)) return range.length * steps;
  if (range === null) return steps;
  if (typeof range !== 'object') return 0;
  if ('data' in range && range.data instanceof Uint8Array) return range.data.length * steps;
  if ('of' in range && range.of instanceof Map) return range.of.size * steps;
  return Object.keys(range).length * (steps + perKey);
}
