// A tree without some of its keys.
import type { Range } from '../diagnostics/finding.ts';
import type { Node } from './node.ts';

/** `root` without the entries whose key stands at one of `ranges`. Places stay what they were. */
export function withoutKeys(root: Node, ranges: readonly Range[]): Node {
  const gone = new Set(ranges.map(placeOf));
  const prune = (node: Node): Node => {
    if (node.kind === 'scalar') return node;
    if (node.kind === 'list') return Object.freeze({ ...node, items: Object.freeze(node.items.map(prune)) });
    const kept = node.entries.filter(({ key }) => !gone.has(placeOf(key.range)));
    const entries = kept.map(({ key, value }) => Object.freeze({ key, value: prune(value) }));
    return Object.freeze({ ...node, entries: Object.freeze(entries) });
  };
  return prune(root);
}

function placeOf({ file, start }: Range): string {
  return `${start} ${file}`;
}
