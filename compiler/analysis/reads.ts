// Which fields of a variable an expression reads.
import { childrenOf, type Typed } from '../cel/typed.ts';

/** Does it read `variable.field`, or the variable as a whole? */
export function isRead(node: Typed, variable: string, field: string): boolean {
  if (node.kind === 'variable') return node.name === variable;
  if (node.kind === 'field' && node.operand.kind === 'variable' && node.operand.name === variable) {
    return node.name === field;
  }
  return childrenOf(node).some((child) => isRead(child, variable, field));
}
