// A node with other operands, in the order of `childrenOf`.
import { childrenOf, type Typed } from '../typed.ts';

/** The node itself where the operands are those it has. */
export function withChildren(node: Typed, parts: readonly Typed[]): Typed {
  if (childrenOf(node).every((child, i) => child === parts[i])) return node;
  const [first = node, second = node, third = node] = parts;
  switch (node.kind) {
    case 'field':
    case 'hasKey':
    case 'notEmpty':
    case 'not':
    case 'negate':
      return { ...node, operand: first };
    case 'index':
    case 'optionalIndex':
      return { ...node, operand: first, index: second };
    case 'bind':
      return { ...node, init: first, body: second };
    case 'optMap':
      return { ...node, operand: first, body: second };
    case 'logic':
      return { ...node, operands: parts };
    case 'choice':
      return { ...node, condition: first, yes: second, no: third };
    case 'binary':
      return { ...node, left: first, right: second };
    case 'list':
      return { ...node, items: parts };
    case 'map':
      return { ...node, entries: pairs(node.entries, parts) };
    case 'call':
      return { ...node, args: parts };
    case 'loop':
      return { ...node, range: first, ...bodies(node, parts.slice(1)) };
    default:
      return node;
  }
}

type Of<Kind extends Typed['kind']> = Extract<Typed, { kind: Kind }>;

function pairs(entries: Of<'map'>['entries'], parts: readonly Typed[]): Of<'map'>['entries'] {
  return entries.map((entry, i) => ({
    ...entry,
    key: parts[2 * i] ?? entry.key,
    value: parts[2 * i + 1] ?? entry.value,
  }));
}

function bodies({ predicate, transform }: Of<'loop'>, parts: readonly Typed[]) {
  const [first = null, second = null] = parts;
  return predicate === null
    ? { predicate, transform: first }
    : { predicate: first, transform: transform && second };
}
