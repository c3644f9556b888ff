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
      return trimConcat(node.parts, end);
    default:
      return node;
  }
}

function trimConcat(parts: readonly Node[], end: 'first' | 'last'): Node {
  const rest = [...parts];
  while (rest.length > 0) {
    const part = end === 'first' ? rest.shift()! : rest.pop()!;
    if (isNullable(part)) continue;
    const trimmed = trimEnd(part, end);
    return concat(end === 'first' ? [trimmed, ...rest] : [...rest, trimmed]);
  }
  return empty;
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
