// Reads nodes of a test file that its schema has already accepted.
import type { MapNode, Node } from '../source/node.ts';
import type { Placed } from './model.ts';

const NOTHING: MapNode = { kind: 'map', entries: [], range: { file: '', start: 0, end: 0 } };

/** The value of a key; undefined where there is none. */
export function child(node: Node, key: string): Node | undefined {
  return asMap(node).entries.find((entry) => entry.key.value === key)?.value;
}

export function asMap(node: Node | undefined): MapNode {
  return node?.kind === 'map' ? node : NOTHING;
}

export function items(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : [];
}

/** One value, or the values of a list. */
export function oneOrMore(node: Node | undefined): readonly Node[] {
  return node === undefined || node.kind === 'list' ? items(node) : [node];
}

/** A scalar's text with its place; null where there is none. */
export function text(node: Node | undefined): Placed<string> | null {
  return node?.kind === 'scalar' ? { value: String(node.value), range: node.range } : null;
}
