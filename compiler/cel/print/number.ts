// Numbers beside numbers of another type. Whole ones compare exactly; beside a double every number is one.
import { code } from '../../emit/code.ts';
import type { Typed } from '../typed.ts';
import { isOpen, type Type } from '../types.ts';
import type { PrintContext } from './context.ts';
import { type Printed, whole } from './printed.ts';

/** A literal that is the same number as a double and as an int. */
export function isSmall(node: Typed): boolean {
  if (node.kind === 'call' && node.fn.name === 'size') return true;
  if (node.kind !== 'constant' || (node.constant.type !== 'int' && node.constant.type !== 'uint'))
    return false;
  return Number.isSafeInteger(Number(node.constant.value));
}

/** The node as it is compared with a number of type `beside`. */
export function numberBeside(node: Typed, beside: Type, context: PrintContext): Printed {
  const printed = context.print(node, context);
  if (isOpen(node.type)) {
    return whole(code`${context.builder.cel(beside.kind === 'double' ? 'real' : 'number')}(${printed.code})`);
  }
  if (beside.kind !== 'double' || node.type.kind === 'double' || isSmall(node)) return printed;
  return whole(code`Number(${printed.code})`);
}
