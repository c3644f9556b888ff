// Tells quickly of most automata that no two of their states, or classes of characters, mean the same.
import { goal } from './automaton.ts';

/** For more, or when no round tells so soon, to look closely is no slower. */
const mostCompared = 128;
const mostLooks = 1 << 13;

/**
 * True only if a text tells any two states apart, and each from both ends. States that mean the same have the same number
 * in every round, since it comes from the numbers of where they lead: where all differ, all mean something else.
 */
export function areDistinct(rows: readonly (readonly number[])[]): boolean {
  const count = rows.length + goal.first;
  const kinds = rows[0]!.length - 1;
  if (count > mostCompared) return false;
  let numbers = distances(rows, kinds);
  let next = [...numbers];
  const most = mostLooks / (count * kinds);
  for (let round = 1, asked = 1; round <= most; round++) {
    mix(numbers, rows, kinds, next);
    [numbers, next] = [next, numbers];
    if (round < asked) continue;
    if (allDiffer(numbers)) return true;
    asked *= 2;
  }
  return false;
}

/** Of each state how many characters the shortest text has that it finds; the number of states where it finds none. */
function distances(rows: readonly (readonly number[])[], kinds: number): number[] {
  const none = rows.length + goal.first;
  const far = new Array<number>(none).fill(none);
  far[goal.found] = 0;
  // What is discovered late is mostly near to an end.
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = rows.length - 1; at >= 0; at--) {
      const row = rows[at]!;
      let least = row[kinds] === goal.found ? 0 : none;
      for (let kind = 0; kind < kinds; kind++) least = Math.min(least, far[row[kind]!]! + 1);
      changed ||= least < far[goal.first + at]!;
      far[goal.first + at] = least;
    }
  }
  return far;
}

/** Gives each state a number that is made of its own and of those where it leads. */
function mix(
  numbers: readonly number[],
  rows: readonly (readonly number[])[],
  kinds: number,
  next: number[],
): void {
  for (let state = 0; state < numbers.length; state++) {
    const row = rows[state - goal.first];
    let number = numbers[state]!;
    for (let kind = 0; kind < kinds; kind++) {
      number = mixed(number, numbers[row === undefined ? state : row[kind]!]!);
    }
    next[state] = number;
  }
}

/** True only if each class leads elsewhere than any other, from some state. */
export function areColumnsDistinct(rows: readonly (readonly number[])[], kinds: number): boolean {
  if (kinds > mostCompared) return false;
  const numbers = new Array<number>(kinds).fill(0);
  for (const row of rows)
    for (let kind = 0; kind < kinds; kind++) numbers[kind] = mixed(numbers[kind]!, row[kind]!);
  return allDiffer(numbers);
}

/** One number of two, which is seldom that of another two. */
function mixed(one: number, other: number): number {
  const product = Math.imul(one, 0x9e3779b1) + other;
  return product ^ (product >>> 15);
}

function allDiffer(numbers: readonly number[]): boolean {
  for (let at = 1; at < numbers.length; at++)
    for (let before = 0; before < at; before++) if (numbers[at] === numbers[before]) return false;
  return true;
}
