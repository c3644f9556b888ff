// The value of an expression that names nothing: such a rule always holds, or never.
import { runtimeValue } from './print/constant.ts';
import type { Typed } from './typed.ts';

/** The value, or undefined where it is not plain from the text alone. */
export function constantOf(node: Typed): unknown {
  switch (node.kind) {
    case 'constant':
      return runtimeValue(node.constant);
    case 'not':
      return negated(constantOf(node.operand));
    case 'logic':
      return decided(node.op === '||', node.operands.map(constantOf));
    case 'choice':
      return chosen(node);
    case 'binary':
      return compared(node.op, constantOf(node.left), constantOf(node.right));
    default:
      return undefined;
  }
}

function negated(value: unknown): unknown {
  return typeof value === 'boolean' ? !value : undefined;
}

/** One deciding operand is enough, whatever the others are. */
function decided(deciding: boolean, values: readonly unknown[]): unknown {
  if (values.includes(deciding)) return deciding;
  return values.every((value) => value === !deciding) ? !deciding : undefined;
}

function chosen(node: Extract<Typed, { kind: 'choice' }>): unknown {
  const condition = constantOf(node.condition);
  if (typeof condition !== 'boolean') return undefined;
  return constantOf(condition ? node.yes : node.no);
}

function compared(op: string, a: unknown, b: unknown): unknown {
  if (a === undefined || b === undefined || typeof a !== typeof b) return undefined;
  if (op === '==') return a === b;
  if (op === '!=') return a !== b;
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  const outcomes: Readonly<Record<string, boolean>> = { '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b };
  return Object.hasOwn(outcomes, op) ? outcomes[op] : undefined;
}
