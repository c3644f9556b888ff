// Strings with their places, read from the document; and lists of words in a sentence.

import type { Range } from '../diagnostics/finding.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { Node, ScalarNode } from '../source/node.ts';
import type { Path, Scope } from './room.ts';
import type { Parsed } from './values.ts';

/** A string and where it stands. */
export interface Word {
  readonly text: string;
  readonly range: Range;
  /** The source of characters `start` to `end`. */
  slice(start: number, end: number): Range;
}

/** A word that nobody wrote: a default, placed where its key would be. */
export function unwritten(text: string, range: Range): Word {
  return Object.freeze({ text, range, slice: () => range });
}

/** The strings at a path: one, a list of them, or none. */
export function words(scope: Scope, path: Path): readonly Word[] {
  const node = scope.node(path);
  if (node === undefined) return [];
  return (node.kind === 'list' ? node.items : [node]).flatMap(word);
}

function word(node: Node): readonly Word[] {
  return node.kind === 'scalar' && typeof node.value === 'string' ? [wordOf(node)] : [];
}

/** The word that a scalar is. */
export function wordOf(node: ScalarNode): Word {
  const slice = (start: number, end: number): Range => node.slice(start, end);
  return Object.freeze({ text: String(node.value), range: node.range, slice });
}

/** A member of a map: its key, with its place, and the path to its value. */
export interface Member {
  readonly key: Word;
  readonly path: Path;
}

/** The members of the map at a path, in the order of the document. */
export function members(scope: Scope, path: Path): readonly Member[] {
  const node = scope.node(path);
  if (node?.kind !== 'map') return [];
  return node.entries.map(({ key }) => {
    const text = String(key.value);
    return Object.freeze({ key: wordOf(key), path: [...path, text] });
  });
}

/** The paths of the items of the list at a path. */
export function items(scope: Scope, path: Path): readonly Path[] {
  const node = scope.node(path);
  return node?.kind === 'list' ? node.items.map((_, index) => [...path, index]) : [];
}

/** The map of strings at a path; empty where there is none. */
export function strings(scope: Scope, path: Path): Readonly<Record<string, string>> {
  const pairs = members(scope, path).flatMap(({ key, path: at }) =>
    words(scope, at).map(({ text }) => [key.text, text] as const),
  );
  return Object.freeze(Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** “Did you mean …?”, or what there is, or `none` where there is nothing. */
export function suggest(text: string, known: Iterable<string>, none: string): string {
  const all = [...new Set(known)].sort();
  if (all.length === 0) return none;
  const near = nearest(text, all);
  return near === undefined ? `Known: ${enumerate(all)}.` : `Did you mean “${near}”?`;
}

const most = 8;

/** `a, b and c`; long lists are cut. */
export function enumerate(all: readonly string[]): string {
  if (all.length > most) return `${all.slice(0, most).join(', ')} and ${all.length - most} more`;
  if (all.length < 2) return all.join('');
  return `${all.slice(0, -1).join(', ')} and ${all[all.length - 1]}`;
}

/** The value of a word that has a grammar of its own; a finding and `undefined` where it does not follow it. */
export function readAs<T>(
  scope: Pick<Scope, 'report'>,
  rule: string,
  { text, slice }: Word,
  parse: (text: string) => Parsed<T>,
): T | undefined {
  const parsed = parse(text);
  if ('value' in parsed) return parsed.value;
  const { wrong: message, help, start, end } = parsed;
  scope.report({ rule, severity: 'error', range: slice(start, end), message, help });
  return undefined;
}

/** The items that share a key with an earlier one, each with the first of its key. */
export function repeated<T>(all: readonly T[], key: (item: T) => string): readonly (readonly [T, T])[] {
  const seen = new Map<string, T>();
  return all.flatMap((item) => {
    const before = seen.get(key(item));
    if (before !== undefined) return [[item, before] as const];
    seen.set(key(item), item);
    return [];
  });
}
