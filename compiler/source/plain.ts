// Nodes to plain values, for validators.
import type { Node } from './node.ts';

/** The plain value of a tree: frozen, and shared where aliases share nodes. */
export function plainValue(root: Node): unknown {
  const known = new Map<Node, unknown>();
  const convert = (node: Node): unknown => {
    if (node.kind === 'scalar') return node.value;
    const before = known.get(node);
    if (before !== undefined) return before;
    const value =
      node.kind === 'list'
        ? node.items.map(convert)
        : Object.fromEntries(node.entries.map(({ key, value }) => [String(key.value), convert(value)]));
    known.set(node, Object.freeze(value));
    return value;
  };
  return convert(root);
}
