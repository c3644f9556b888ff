// The smallest automaton of the same meaning: states that no text tells apart become one, then classes of characters that
// no state tells apart.
import { areColumnsDistinct, areDistinct } from './alike.ts';
import { type Automaton, constant, goal } from './automaton.ts';
import { partition } from './partition.ts';

/** A state from which the pattern is never found, or always, has no row: a search ends there. */
export function minimize(automaton: Automaton): Automaton {
  return joinClasses(areDistinct(automaton.rows) ? automaton : joinStates(automaton));
}

function joinStates({ rows, alphabet }: Automaton): Automaton {
  // States by number: the two ends come first.
  const all = [ends(goal.never, alphabet.count), ends(goal.found, alphabet.count), ...rows];
  const blocks = partition(all);
  const [never, found] = [blocks[goal.never], blocks[goal.found]];
  const begin = blocks[goal.first]!;
  if (begin === never || begin === found) return constant(begin === found);

  const numbers: number[] = [];
  numbers[never!] = goal.never;
  numbers[found!] = goal.found;
  const merged: number[][] = [];
  // In order of discovery, so that equal patterns give equal tables.
  const order = [goal.first as number];
  numbers[begin] = goal.first;
  for (const state of order) {
    const row = all[state]!.map((to, column) => {
      if (column === alphabet.count) return to;
      const block = blocks[to]!;
      numbers[block] ??= goal.first + order.push(to) - 1;
      return numbers[block];
    });
    merged.push(row);
  }
  return { alphabet, rows: merged };
}

function ends(all: number, count: number): number[] {
  return new Array<number>(count + 1).fill(all);
}

/** Classes with equal columns become one, then neighbouring intervals of one class. */
function joinClasses(automaton: Automaton): Automaton {
  const { alphabet, rows } = automaton;
  const { starts, classes, count } = alphabet;
  if (areColumnsDistinct(rows, count)) return automaton;
  const columns: number[] = [];
  const joined: number[] = [];
  const numbers = new Map<string, number>();
  for (let kind = 0; kind < count; kind++) {
    const key = columnKey(rows, kind);
    const known = numbers.get(key);
    joined.push(known ?? columns.push(kind) - 1);
    if (known === undefined) numbers.set(key, columns.length - 1);
  }
  const kept = starts
    .map((_, i) => i)
    .filter((i) => i === 0 || joined[classes[i]!] !== joined[classes[i - 1]!]);
  return {
    alphabet: {
      starts: kept.map((i) => starts[i]!),
      classes: kept.map((i) => joined[classes[i]!]!),
      count: columns.length,
    },
    rows: rows.map((row) => [...columns.map((kind) => row[kind]!), row[count]!]),
  };
}

function columnKey(rows: readonly (readonly number[])[], kind: number): string {
  let key = '';
  for (const row of rows) key += String.fromCharCode(row[kind]!);
  return key;
}
