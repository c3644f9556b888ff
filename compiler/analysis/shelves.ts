// Rules on shelves, so that those which could cover another are found without looking at all of them.
import type { Conjunct } from '../cel/index.ts';
import { covers, isExact, type Pattern } from '../language/patterns.ts';
import type { Judged } from './judged.ts';
import { once } from './once.ts';

/** Gives the rules with a pattern that covers `tool`, and a condition that could hold whenever all of `asks` do. */
export type Shelves = (tool: Pattern, asks: readonly Conjunct[]) => readonly Judged[];

type Shelf = Map<string, Judged[]>;

export function shelvesOf(rules: readonly Judged[]): Shelves {
  const keysOf = once(keysOfOne);
  const soughtUnder = once(sought(keysOf));
  const counts = countsOf(rules, keysOf);
  const exact = new Map<string, Shelf>();
  /** By what stands before the first star, then by the whole pattern. */
  const starred = new Map<string, Map<string, { readonly pattern: Pattern; readonly shelf: Shelf }>>();
  for (const judged of rules) {
    const keys = filedUnder(judged.asks.map(keysOf), counts);
    for (const pattern of judged.rule.tools) {
      for (const key of keys) put(shelfOf(pattern, exact, starred), key, judged);
    }
  }
  const lengths = [...new Set([...starred.keys()].map((head) => head.length))].sort((a, b) => a - b);
  return (tool, asks) => {
    const keys = soughtUnder(asks);
    const head = tool.pieces[0] ?? '';
    const shelves = isExact(tool) ? [exact.get(tool.text)] : [];
    for (const length of lengths) {
      if (length > head.length) break;
      for (const { pattern, shelf } of starred.get(head.slice(0, length))?.values() ?? []) {
        if (covers(pattern, tool)) shelves.push(shelf);
      }
    }
    return shelves.flatMap((shelf) => keys.flatMap((key) => shelf?.get(key) ?? []));
  };
}

function shelfOf(
  pattern: Pattern,
  exact: Map<string, Shelf>,
  starred: Map<string, Map<string, { readonly pattern: Pattern; readonly shelf: Shelf }>>,
): Shelf {
  if (isExact(pattern)) return got(exact, pattern.text, () => new Map());
  const group = got(starred, pattern.pieces[0] ?? '', () => new Map());
  return got(group, pattern.text, () => ({ pattern, shelf: new Map() })).shelf;
}

function put(shelf: Shelf, key: string, judged: Judged): void {
  got(shelf, key, () => []).push(judged);
}

function got<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

/** Where nothing is asked for that could be looked up. */
const any = '';

type Keys = (ask: Conjunct) => readonly string[];

function keysOfOne(ask: Conjunct): readonly string[] {
  if (ask.node.kind === 'hasKey') return [];
  return ask.kind === 'is' ? [...ask.values].map((value) => `${typeof value} ${value} ${ask.of}`) : [ask.of];
}

function countsOf(rules: readonly Judged[], keysOf: Keys): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { asks } of rules) {
    for (const key of asks.flatMap(keysOf)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** The rarest thing it asks for: another covers it only if it asks for that too. */
function filedUnder(
  all: readonly (readonly string[])[],
  counts: ReadonlyMap<string, number>,
): readonly string[] {
  let best: readonly string[] = [any];
  let least = Number.POSITIVE_INFINITY;
  for (const keys of all) {
    const cost = keys.reduce((sum, key) => sum + (counts.get(key) ?? 0), 0);
    if (keys.length === 0 || cost >= least) continue;
    best = keys;
    least = cost;
  }
  return best;
}

/** One value of each is enough: whoever covers it has all of them. */
function sought(keysOf: Keys): (asks: readonly Conjunct[]) => readonly string[] {
  return (asks) => [any, ...new Set(asks.flatMap((ask) => [...keysOf(ask).slice(0, 1), ask.of]))];
}
