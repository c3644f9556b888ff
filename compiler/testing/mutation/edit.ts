// Documents with one thing changed. Places stay what they were.
import type { ListNode, MapNode, Node, ScalarNode } from '../../source/node.ts';
import type { Edit, Mutant } from './mutants.ts';

/** The value of a key; undefined where there is none. */
export function childOf(node: Node, key: string): Node | undefined {
  return node.kind === 'map' ? node.entries.find((entry) => entry.key.value === key)?.value : undefined;
}

/** The tree with `by` wherever `target` stands. */
export function replace(root: Node, target: Node, by: Node): Node {
  if (root === target) return by;
  if (root.kind === 'list') {
    const items = root.items.map((item) => replace(item, target, by));
    return items.every((item, at) => item === root.items[at]) ? root : { ...root, items };
  }
  if (root.kind === 'map') {
    const entries = root.entries.map((entry) => {
      const value = replace(entry.value, target, by);
      return value === entry.value ? entry : { key: entry.key, value };
    });
    return entries.every((entry, at) => entry === root.entries[at]) ? root : { ...root, entries };
  }
  return root;
}

export function withoutEntry(map: MapNode, key: string): MapNode {
  return { ...map, entries: map.entries.filter((entry) => entry.key.value !== key) };
}

export function renamed(map: MapNode, from: string, to: string): MapNode {
  const entries = map.entries.map((entry) =>
    entry.key.value === from ? { ...entry, key: scalar(entry.key, to) } : entry,
  );
  return { ...map, entries };
}

/** The scalar with another value. Its characters are no longer those of the source: all of them stand for any. */
export function scalar(node: ScalarNode, value: ScalarNode['value']): ScalarNode {
  return { ...node, value, slice: () => node.range };
}

/** Each item left out, but for the only one. */
export function dropped(list: ListNode, what: string): readonly Edit[] {
  if (list.items.length < 2) return [];
  return list.items.map((item, at) => without(list, at, item.range, what));
}

export function without(list: ListNode, at: number, range: Node['range'], from: string): Edit {
  const items = list.items.filter((_, index) => index !== at);
  return { range, from, to: 'nothing', node: list, by: { ...list, items } };
}

/** The document with each of these changes. @param name of what is changed */
export function mutants(root: MapNode, name: string, edits: readonly Edit[]): readonly Mutant[] {
  return edits.map(({ node, by, ...change }) => ({
    ...change,
    name,
    root: replace(root, node, by) as MapNode,
  }));
}
