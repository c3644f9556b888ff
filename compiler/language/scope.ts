// The scope that rooms work from: a document, its places, and the findings so far.
import type { Finding, Range } from '../diagnostics/finding.ts';
import type { Positions } from '../diagnostics/position.ts';
import type { GatewayConfig } from '../schema/config.ts';
import type { MapEntry, MapNode, Node } from '../source/node.ts';
import type { Included, Path, Scope } from './room.ts';

/** What a scope is made of. */
export interface Sources {
  readonly config: GatewayConfig;
  readonly root: MapNode;
  readonly positions: Positions;
  /** The entry of `include` that brought a file; null for the gateway file. */
  included(file: string): Included | null;
}

export function createScope({ config, root, positions, included }: Sources): Scope & {
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const find = createFinder(root);
  const nearestRange = (path: Path): Range =>
    path.length === 0 ? whole(root) : (find(path)?.node.range ?? nearestRange(path.slice(0, -1)));
  return {
    config,
    findings,
    node: (path) => find(path)?.node,
    range: nearestRange,
    keyRange: (path) => find(path)?.key ?? nearestRange(path),
    scalar(path) {
      const node = find(path)?.node;
      if (node?.kind !== 'scalar') throw new Error(`There is no scalar at ${path.join('.')}.`);
      return node;
    },
    report: (finding) => void findings.push(Object.freeze(finding)),
    place: (range) => positions.place(range),
    included: (range) => included(range.file),
  };
}

/** What is said of the whole file stands at its name. */
function whole(root: MapNode): Range {
  const entry = root.entries.find(({ key }) => key.value === 'name') ?? root.entries[0];
  return entry?.key.range ?? root.range;
}

interface Found {
  readonly node: Node;
  /** Range of the key that leads to it; null for the root and for items of a list. */
  readonly key: Range | null;
}

/** Finds nodes by path. Each map is indexed once, so that a thousand keys do not cost a million steps. */
function createFinder(root: MapNode): (path: Path) => Found | undefined {
  const indexes = new Map<MapNode, ReadonlyMap<string, MapEntry>>();
  const entryOf = (map: MapNode, key: string): MapEntry | undefined => {
    const index = indexes.get(map) ?? new Map(map.entries.map((entry) => [String(entry.key.value), entry]));
    indexes.set(map, index);
    return index.get(key);
  };
  const step = (node: Node, key: string | number): Found | undefined => {
    if (node.kind === 'map') {
      const entry = entryOf(node, String(key));
      return entry && { node: entry.value, key: entry.key.range };
    }
    const item = node.kind === 'list' && typeof key === 'number' ? node.items[key] : undefined;
    return item && { node: item, key: null };
  };
  return (path) => {
    let found: Found | undefined = { node: root, key: null };
    for (const key of path) found = found && step(found.node, key);
    return found;
  };
}
