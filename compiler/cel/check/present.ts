// Keys that are known to be there, since `has` asked before: reading them cannot fail.
import type { Typed } from '../typed.ts';

/**
 * The paths that are present where the node came out as `outcome`. Only of nodes that cannot fail: they are evaluated
 * before what relies on them.
 */
export function provenBy(node: Typed, outcome: boolean): readonly string[] {
  if (node.canError) return [];
  if (node.kind === 'not') return provenBy(node.operand, !outcome);
  if (node.kind === 'logic' && (node.op === '&&') === outcome) {
    return node.operands.flatMap((operand) => provenBy(operand, outcome));
  }
  if (node.kind !== 'hasKey' || !outcome) return [];
  const path = pathOf(node.operand);
  return path === null ? [] : [keyPath(path, node.key)];
}

/** The path of a key under an operand's path. */
export function keyPath(operand: string, key: string): string {
  return `${operand}/${JSON.stringify(key)}`;
}

/** How a value is reached from a variable by fields and literal keys; null for anything else. */
export function pathOf(node: Typed): string | null {
  if (node.kind === 'variable') return node.name;
  if (node.kind === 'local') return `${node.name}#${node.id}`;
  if (node.kind === 'field') return within(node.operand, node.name);
  if (node.kind !== 'index' || node.index.kind !== 'constant') return null;
  return node.index.constant.type === 'string' ? within(node.operand, node.index.constant.value) : null;
}

function within(operand: Typed, key: string): string | null {
  const path = pathOf(operand);
  return path === null ? null : keyPath(path, key);
}
