// Finds nodes by their path in the document: keys and indices.
import type { Range } from '../diagnostics/finding.ts';
import type { MapEntry, MapNode, Node } from './node.ts';

export interface Finder {
  /** The node at a path, or undefined. */
  node(path: readonly (string | number)[]): Node | undefined;
  /** The map entry that a path ends in, or undefined (also for items of lists). */
  entry(path: readonly (string | number)[]): MapEntry | undefined;
  /** The value's range; where there is none, that of the nearest parent. */
  range(path: readonly (string | number)[]): Range;
  /** The key's range; for an item of a list the item's; where there is none, that of the nearest parent. */
  keyRange(path: readonly (string | number)[]): Range;
}

/** Finds in constant time per step, however large a map is: each is indexed when it is first walked. */
export function createFinder(root: Node): Finder {
  const indexes = new Map<MapNode, ReadonlyMap<string, MapEntry>>();
  const entriesOf = (map: MapNode): ReadonlyMap<string, MapEntry> => {
    const index = indexes.get(map) ?? new Map(map.entries.map((entry) => [String(entry.key.value), entry]));
    indexes.set(map, index);
    return index;
  };
  const step = (node: Node | undefined, key: string | number): Node | undefined => {
    if (node?.kind === 'map') return entriesOf(node).get(String(key))?.value;
    return node?.kind === 'list' ? node.items[Number(key)] : undefined;
  };
  const node: Finder['node'] = (path) => path.reduce<Node | undefined>(step, root);
  const entry: Finder['entry'] = (path) => {
    const parent = node(path.slice(0, -1));
    const key = path.at(-1);
    return parent?.kind === 'map' && key !== undefined ? entriesOf(parent).get(String(key)) : undefined;
  };
  const range: Finder['range'] = (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const found = node(path.slice(0, length));
      if (found !== undefined) return found.range;
    }
    return root.range;
  };
  const keyRange: Finder['keyRange'] = (path) => entry(path)?.key.range ?? range(path);
  return Object.freeze({ node, entry, range, keyRange });
}
