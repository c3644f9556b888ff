// Which states of an automaton no text tells apart (Hopcroft's algorithm).

/** The block of each state. A text from two states of one block ends alike. */
export function partition(rows: readonly (readonly number[])[]): Int32Array {
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
