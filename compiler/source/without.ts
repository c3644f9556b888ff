// A tree without some of its parts.
import type { Node } from './node.ts';

type Path = readonly (string | number)[];

/** `root` without the entries and items at `paths`. Places stay what they were. */
export function without(root: Node, paths: readonly Path[]): Node {
  const gone = new Set(paths.map(textOf));
  const prune = (node: Node, path: Path): Node => {
    if (node.kind === 'scalar') return node;
    if (node.kind === 'list') {
      const items = node.items.map((item, at) => [item, [...path, at]] as const).filter(isKept);
      return Object.freeze({ ...node, items: Object.freeze(items.map(([item, at]) => prune(item, at))) });
    }
    const kept = node.entries
      .map((entry) => [entry, [...path, String(entry.key.value)]] as const)
      .filter(isKept);
    const entries = kept.map(([{ key, value }, at]) => Object.freeze({ key, value: prune(value, at) }));
    return Object.freeze({ ...node, entries: Object.freeze(entries) });
  };
  const isKept = ([, path]: readonly [unknown, Path]): boolean => !gone.has(textOf(path));
  return prune(root, []);
}

function textOf(path: Path): string {
  return JSON.stringify(path);
}
