// A search may begin and end anywhere: what may be left out at either end of a pattern, is.
import { alternate, concat, empty, type Node, repeat } from './node.ts';

/** A pattern that is found in the same texts, without what may be empty at its ends: `.*a+` becomes `a`. */
export function trim(node: Node): Node {
  return trimEnd(trimEnd(node, 'first'), 'last');
}

function trimEnd(node: Node, end: 'first' | 'last'): Node {
  if (isNullable(node)) return empty;
  switch (node.kind) {
    case 'alternate':
      return alternate(node.parts.map((part) => trimEnd(part, end)));
    case 'repeat':
      return node.min === 1 ? trimEnd(node.body, end) : repeat(node.body, node.min, node.min);
    case 'concat':
      return trimConcat(node, end);
    default:
      return node;
  }
}

function trimConcat(node: Node & { kind: 'concat' }, end: 'first' | 'last'): Node {
  const { parts } = node;
  const inOrder = end === 'first' ? parts : parts.toReversed();
  const at = inOrder.findIndex((part) => !isNullable(part));
  const part = inOrder[at];
  if (part === undefined) return empty;
  const trimmed = trimEnd(part, end);
  if (at === 0 && trimmed === part) return node;
  return concat(end === 'first' ? [trimmed, ...parts.slice(at + 1)] : [...parts.slice(0, -at - 1), trimmed]);
}

/** True if it matches the empty text wherever it stands. */
function isNullable(node: Node): boolean {
  switch (node.kind) {
    case 'empty':
      return true;
    case 'repeat':
      return node.min === 0 || isNullable(node.body);
    case 'concat':
      return node.parts.every(isNullable);
    case 'alternate':
      return node.parts.some(isNullable);
    default:
      return false;
  }
}
