// The smallest automaton of the same meaning: states that no text tells apart become one (Hopcroft's algorithm), then
// classes of characters that no state tells apart.
import { type Automaton, constant, goal } from './automaton.ts';

/** A state from which the pattern is never found, or always, has no row: a search ends there. */
export function minimize(automaton: Automaton): Automaton {
  const { rows, alphabet } = automaton;
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
  return joinClasses({ alphabet, rows: merged });
}

function ends(all: number, count: number): number[] {
  return new Array<number>(count + 1).fill(all);
}

/** The block of each state. A text from two states of one block ends alike. */
function partition(rows: readonly (readonly number[])[]): Int32Array {
  const kinds = rows[0]!.length - 1;
  const sources = invert(rows, kinds);
  const blocks = new Int32Array(rows.length);
  const members: number[][] = [[], []];
  // Only the last column tells at first: whether the pattern is found where the text ends.
  for (const [state, row] of rows.entries()) {
    blocks[state] = row[kinds]!;
    members[row[kinds]!]!.push(state);
  }
  const work = [0, 1];
  const waits = [true, true];
  for (let block = work.pop(); block !== undefined; block = work.pop()) {
    waits[block] = false;
    const splitter = [...members[block]!];
    // Where each block has one state, none is left to be split.
    for (let kind = 0; kind < kinds && members.length < rows.length; kind++) {
      const touched = touchedBy(splitter, kind, sources, blocks);
      for (const [old, part] of touched) {
        if (part.length === members[old]!.length) continue;
        const fresh = members.push(part) - 1;
        for (const state of part) blocks[state] = fresh;
        members[old] = members[old]!.filter((state) => blocks[state] === old);
        // The smaller part is enough, unless the whole was still to come.
        const next = waits[old] || part.length <= members[old]!.length ? fresh : old;
        waits[fresh] = false;
        waits[next] = true;
        work.push(next);
      }
    }
  }
  return blocks;
}

const none: ReadonlyMap<number, number[]> = new Map();

/** The states that lead into the splitter with a class, by their block. */
function touchedBy(
  splitter: readonly number[],
  kind: number,
  sources: readonly (readonly (number[] | undefined)[])[],
  blocks: Int32Array,
): ReadonlyMap<number, number[]> {
  let touched: Map<number, number[]> | null = null;
  for (const to of splitter) {
    const from = sources[to]![kind];
    if (from === undefined) continue;
    touched ??= new Map();
    for (const one of from) group(touched, blocks[one]!, one);
  }
  return touched ?? none;
}

function group(groups: Map<number, number[]>, key: number, state: number): void {
  const known = groups.get(key);
  if (known) known.push(state);
  else groups.set(key, [state]);
}

/** For each state and class, the states that lead there. */
function invert(rows: readonly (readonly number[])[], kinds: number): (number[] | undefined)[][] {
  const sources: (number[] | undefined)[][] = rows.map(() => []);
  for (const [from, row] of rows.entries())
    for (let kind = 0; kind < kinds; kind++) {
      const of = sources[row[kind]!]!;
      const known = of[kind];
      if (known) known.push(from);
      else of[kind] = [from];
    }
  return sources;
}

/** Classes with equal columns become one, then neighbouring intervals of one class. */
function joinClasses({ alphabet, rows }: Automaton): Automaton {
  const { starts, classes, count } = alphabet;
  const numbers = new Map<string, number>();
  const columns: number[] = [];
  const joined = Array.from({ length: count }, (_, kind) => {
    const key = String.fromCharCode(...rows.map((row) => row[kind]!));
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, columns.length);
    return columns.push(kind) - 1;
  });
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
