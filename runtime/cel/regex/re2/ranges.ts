// Sets of code points as sorted ranges: [low, high, low, high …], both ends included, never touching.

export type Ranges = readonly number[];

export const lastPoint = 0x10ffff;
export const everything: Ranges = [0, lastPoint];

/** Ranges in any order, overlapping or not, as a set. */
export function setOf(pairs: readonly number[]): Ranges {
  if (isSet(pairs)) return pairs;
  const order = Array.from({ length: pairs.length / 2 }, (_, i) => i * 2);
  order.sort((a, b) => pairs[a]! - pairs[b]!);
  const set: number[] = [];
  for (const i of order) append(set, pairs[i]!, pairs[i + 1]!);
  return set;
}

function isSet(pairs: readonly number[]): boolean {
  for (let i = 2; i < pairs.length; i += 2) if (pairs[i]! <= pairs[i - 1]! + 1) return false;
  return true;
}

/** Appends a range that begins no earlier than the last one. */
function append(set: number[], low: number, high: number): void {
  const last = set.length - 1;
  if (last > 0 && low <= set[last]! + 1) set[last] = Math.max(set[last]!, high);
  else set.push(low, high);
}

/** All code points that are not in the set. */
export function complement(set: Ranges): Ranges {
  const rest: number[] = [];
  let low = 0;
  for (let i = 0; i < set.length; i += 2) {
    if (set[i]! > low) rest.push(low, set[i]! - 1);
    low = set[i + 1]! + 1;
  }
  if (low <= lastPoint) rest.push(low, lastPoint);
  return rest;
}

/** Index of the first range that ends at `point` or later; the length if there is none. */
export function firstFrom(set: Ranges, point: number): number {
  let [low, high] = [0, set.length / 2];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (set[middle * 2 + 1]! < point) low = middle + 1;
    else high = middle;
  }
  return low * 2;
}
