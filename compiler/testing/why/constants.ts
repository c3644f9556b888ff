// What stands in a condition: its parts, its constants, the arguments that it reads.
import { childrenOf, type Typed } from '../../cel/typed.ts';

export function all(node: Typed): readonly Typed[] {
  return [node, ...childrenOf(node).flatMap(all)];
}

/** The same without the keys of maps and places of lists: nothing is compared with them. */
export function values(node: Typed): readonly Typed[] {
  const isRead = node.kind === 'index' || node.kind === 'optionalIndex';
  return [node, ...(isRead ? [node.operand] : childrenOf(node)).flatMap(values)];
}

/** The value of a constant, of one that can stand in JSON; else nothing. */
export function constantOf(node: Typed): readonly (string | number | boolean)[] {
  if (node.kind !== 'constant' || !('value' in node.constant)) return [];
  const { type, value } = node.constant;
  if (type === 'timestamp' || type === 'duration') return [];
  if (typeof value !== 'bigint') return [value];
  return Number.isSafeInteger(Number(value)) ? [Number(value)] : [];
}

/** The times that a condition names, in milliseconds since the epoch. */
export function timeOf(node: Typed): readonly number[] {
  if (node.kind !== 'constant' || !('value' in node.constant) || node.constant.type !== 'timestamp')
    return [];
  const { value } = node.constant;
  return [typeof value === 'bigint' ? Number(value / 1_000_000n) : value];
}

/** Keys from `args` to a node; null where it is no argument. */
export function pathOf(node: Typed): readonly (readonly string[])[] | null {
  const path = keysTo(node);
  return path === null || path.length === 0 ? null : [path];
}

function keysTo(node: Typed): readonly string[] | null {
  if (node.kind === 'variable') return node.name === 'args' ? [] : null;
  if (node.kind === 'field' || node.kind === 'hasKey') {
    const operand = keysTo(node.operand);
    return operand && [...operand, node.kind === 'field' ? node.name : node.key];
  }
  if ((node.kind !== 'index' && node.kind !== 'optionalIndex') || node.index.kind !== 'constant') return null;
  const operand = keysTo(node.operand);
  const [key] = constantOf(node.index);
  return operand !== null && (typeof key === 'string' || typeof key === 'number')
    ? [...operand, String(key)]
    : null;
}
