// Rules by what they demand of arguments: a node looks one argument up and goes on with the rules that ask for its value.
import type { DemandPlan } from '../contract/plan.ts';
import type { Asked } from './index.ts';
import { valueAt } from './value.ts';

export interface Tree {
  /** Asked in turn, in their order; empty where there is a split. */
  readonly rules: readonly Asked[];
  readonly split: Split | null;
  /** Rules that demand nothing of the split's argument. */
  readonly others: Tree | null;
}

export interface Split {
  /** The argument's path, as a text. */
  readonly key: string;
  /** Gives the argument, undefined where there is none. */
  readonly read: (args: unknown) => unknown;
  /** Rules by the values that they take. */
  readonly present: ReadonlyMap<unknown, Tree>;
  /** Those that may hold where the argument is missing: denies whose condition is an error then. */
  readonly absent: Tree;
}

/** A rule is entered under each value it takes; deeper, it would be under each combination of several. */
const DEEPEST = 2;

/** The tree over some rules, which are in their order. */
export function grow(rules: readonly Asked[], depth = 0): Tree {
  const key = rules.length > 1 && depth < DEEPEST ? bestKey(rules) : null;
  return key === null ? leaf(rules) : splitBy(rules, key, depth);
}

const leaf = (rules: readonly Asked[]): Tree => ({ rules, split: null, others: null });

/** The argument by which a call has the fewest rules left; null where none is much better than asking all. */
function bestKey(rules: readonly Asked[]): string | null {
  let best: string | null = null;
  let least = rules.length / 2;
  for (const [key, { demanding, entries, values }] of tally(rules)) {
    const left = rules.length - demanding + entries / values.size;
    if (left > least) continue;
    best = key;
    least = left;
  }
  return best;
}

interface Tally {
  demanding: number;
  entries: number;
  readonly values: Set<unknown>;
}

function tally(rules: readonly Asked[]): ReadonlyMap<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const { demands } of rules) {
    for (const { path, values } of demands) {
      const key = keyOf(path);
      const known = tallies.get(key) ?? { demanding: 0, entries: 0, values: new Set() };
      known.demanding += 1;
      known.entries += values.length;
      for (const value of values) known.values.add(value);
      tallies.set(key, known);
    }
  }
  return tallies;
}

const keyOf = (path: readonly string[]): string => JSON.stringify(path);

function splitBy(rules: readonly Asked[], key: string, depth: number): Tree {
  const present = new Map<unknown, Asked[]>();
  const absent: Asked[] = [];
  const others: Asked[] = [];
  for (const rule of rules) {
    const demand = demandOf(rule, key);
    if (demand === undefined) others.push(rule);
    else enter(rule, demand, present, absent);
  }
  const grown = [...present].map(([value, found]) => [value, grow(found, depth + 1)] as const);
  const split = { key, read: readerOf(key, rules), present: new Map(grown), absent: leaf(absent) };
  return { rules: [], split, others: others.length === 0 ? null : grow(others, depth) };
}

/** The plan's own reader of a path, where there is one. */
function readerOf(key: string, rules: readonly Asked[]): Split['read'] {
  const path = JSON.parse(key) as readonly string[];
  for (const rule of rules) {
    const read = demandOf(rule, key)?.read;
    if (read !== undefined) return read;
  }
  return (args) => valueAt(args, path);
}

function demandOf({ demands }: Asked, key: string): DemandPlan | undefined {
  return demands.find(({ path }) => keyOf(path) === key);
}

function enter(
  rule: Asked,
  { values, guarded }: DemandPlan,
  present: Map<unknown, Asked[]>,
  absent: Asked[],
): void {
  for (const value of new Set(values)) {
    const under = present.get(value);
    if (under === undefined) present.set(value, [rule]);
    else under.push(rule);
  }
  if (rule.onError && !guarded) absent.push(rule);
}

/** The rules that can hold where some demands are met, in their order; null where these do not say so much. */
export function beside(tree: Tree | null, demands: readonly DemandPlan[]): readonly Asked[] | null {
  if (tree === null) return [];
  if (tree.split === null) return tree.rules;
  const { key, present } = tree.split;
  const values = demands.find(({ path }) => keyOf(path) === key)?.values ?? [];
  if (values.length !== 1) return null;
  const under = beside(present.get(values[0]) ?? null, demands);
  const others = beside(tree.others, demands);
  if (under === null || others === null) return null;
  return others.length === 0 ? under : [...under, ...others].sort((a, b) => a.order - b.order);
}
