// Code points in classes: a pattern cannot tell the members of one class apart.
import { lastPoint, type Ranges } from './ranges.ts';

export interface Alphabet {
  /** Where each interval of code points begins; the first at 0. */
  readonly starts: readonly number[];
  /** The class of each interval. */
  readonly classes: readonly number[];
  /** How many classes there are. */
  readonly count: number;
}

/** The coarsest classes that each of the sets is made of. */
export function alphabetOf(sets: readonly Ranges[]): Alphabet {
  const starts = startsOf(sets);
  const classes = starts.map(() => 0);
  const sizes = [starts.length];
  for (const set of sets) {
    const inside: number[] = [];
    for (let i = 0; i < set.length; i += 2) {
      const end = firstStart(starts, set[i + 1]! + 1);
      for (let at = firstStart(starts, set[i]!); at < end; at++) inside.push(at);
    }
    split(inside, classes, sizes);
  }
  return joined(starts, classes, sizes.length);
}

/** Gives the intervals inside a class of their own, of each class that is not inside as a whole. */
function split(inside: readonly number[], classes: number[], sizes: number[]): void {
  const [only] = inside;
  if (only !== undefined && inside.length === 1) return single(only, classes, sizes);
  const counts = new Map<number, number>();
  for (const at of inside) counts.set(classes[at]!, (counts.get(classes[at]!) ?? 0) + 1);
  const fresh = new Map<number, number>();
  for (const [old, count] of counts) {
    if (count === sizes[old]) continue;
    sizes[old] = sizes[old]! - count;
    fresh.set(old, sizes.push(count) - 1);
  }
  for (const at of inside) classes[at] = fresh.get(classes[at]!) ?? classes[at]!;
}

function single(inside: number, classes: number[], sizes: number[]): void {
  const old = classes[inside]!;
  if (sizes[old] === 1) return;
  sizes[old]!--;
  classes[inside] = sizes.push(1) - 1;
}

function startsOf(sets: readonly Ranges[]): number[] {
  const starts = new Set([0]);
  for (const set of sets) {
    for (let i = 0; i < set.length; i += 2) {
      starts.add(set[i]!);
      if (set[i + 1]! < lastPoint) starts.add(set[i + 1]! + 1);
    }
  }
  return [...starts].sort((a, b) => a - b);
}

/** Neighbours of one class become one interval. */
function joined(starts: readonly number[], classes: readonly number[], count: number): Alphabet {
  const kept = starts.map((_, i) => i).filter((i) => i === 0 || classes[i] !== classes[i - 1]);
  return { starts: kept.map((i) => starts[i]!), classes: kept.map((i) => classes[i]!), count };
}

/** For each class 1 if it is in the set, which is one of those the alphabet was made of. */
export function membersOf(set: Ranges, { starts, classes, count }: Alphabet): Uint8Array {
  const members = new Uint8Array(count);
  for (let i = 0; i < set.length; i += 2)
    for (let at = firstStart(starts, set[i]!); at < starts.length && starts[at]! <= set[i + 1]!; at++)
      members[classes[at]!] = 1;
  return members;
}

/** Index of the first interval that begins at `point` or later. */
function firstStart(starts: readonly number[], point: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! < point) low = middle + 1;
    else high = middle;
  }
  return low;
}
