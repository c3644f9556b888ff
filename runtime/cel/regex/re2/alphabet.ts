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
  const classes = new Array<number>(starts.length).fill(0);
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
  const counts = new Array<number>(sizes.length).fill(0);
  for (const at of inside) counts[classes[at]!]!++;
  const fresh: number[] = [];
  for (const at of inside) {
    const old = classes[at]!;
    classes[at] = fresh[old] ??= parted(old, counts[old]!, sizes);
  }
}

/** The class of so many intervals that were of another one; the same, if it had no more. */
function parted(old: number, count: number, sizes: number[]): number {
  if (count === sizes[old]) return old;
  sizes[old]! -= count;
  return sizes.push(count) - 1;
}

function single(inside: number, classes: number[], sizes: number[]): void {
  const old = classes[inside]!;
  if (sizes[old] === 1) return;
  sizes[old]!--;
  classes[inside] = sizes.push(1) - 1;
}

function startsOf(sets: readonly Ranges[]): number[] {
  const all = [0];
  for (const set of sets) {
    for (let i = 0; i < set.length; i += 2) {
      all.push(set[i]!);
      if (set[i + 1]! < lastPoint) all.push(set[i + 1]! + 1);
    }
  }
  const starts: number[] = [];
  for (const start of Int32Array.from(all).sort()) if (start !== starts.at(-1)) starts.push(start);
  return starts;
}

/** Neighbours of one class become one interval. */
function joined(starts: readonly number[], classes: readonly number[], count: number): Alphabet {
  const joint: Alphabet & { starts: number[]; classes: number[] } = { starts: [], classes: [], count };
  for (let at = 0; at < starts.length; at++) {
    if (at > 0 && classes[at] === classes[at - 1]) continue;
    joint.starts.push(starts[at]!);
    joint.classes.push(classes[at]!);
  }
  return joint;
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
