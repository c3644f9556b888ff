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

/** Each once: the keys from what is looked into to a part of it that is read. @param isWhole what is looked into */
export function pathsIn(
  roots: readonly Typed[],
  isWhole: (node: Typed) => boolean,
): readonly (readonly string[])[] {
  const paths = roots.flatMap(all).flatMap((node) => {
    const path = keysTo(node, isWhole);
    return path === null || path.length === 0 ? [] : [path];
  });
  return [...new Map(paths.map((path) => [path.join('\0'), path])).values()];
}

function keysTo(node: Typed, isWhole: (node: Typed) => boolean): readonly string[] | null {
  if (isWhole(node)) return [];
  if (node.kind === 'field' || node.kind === 'hasKey') {
    const operand = keysTo(node.operand, isWhole);
    return operand && [...operand, node.kind === 'field' ? node.name : node.key];
  }
  if ((node.kind !== 'index' && node.kind !== 'optionalIndex') || node.index.kind !== 'constant') return null;
  const operand = keysTo(node.operand, isWhole);
  const [key] = constantOf(node.index);
  return operand !== null && (typeof key === 'string' || typeof key === 'number')
    ? [...operand, String(key)]
    : null;
}
