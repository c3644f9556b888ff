// Two checked operands of one operator.
import type { Expr } from '../ast.ts';
import { type Typed, typed } from '../typed.ts';
import { showType, type Type } from '../types.ts';
import { bad, type Context } from './context.ts';
import { comparesMuch, findsMuch, joinsMuch, ordersMuch } from './heavy.ts';

export interface Operands {
  readonly expr: Extract<Expr, { kind: 'binary' }>;
  readonly left: Typed;
  readonly right: Typed;
  readonly context: Context;
}

/** A binary node over the operands. */
export function binary(operands: Operands, type: Type, canError: boolean): Typed {
  const { expr, left, right } = operands;
  const counted = isCounted(operands, type);
  const shape = { kind: 'binary', op: expr.op, left, right, counted } as const;
  return typed(expr, type, shape, [left, right], { canError: canError || counted });
}

function isCounted({ expr, left, right, context }: Operands, type: Type): boolean {
  switch (expr.op) {
    case '==':
    case '!=':
      return comparesMuch(left, right, context);
    case 'in':
      return findsMuch(left, right, context);
    case '+':
      return joinsMuch(left, right, type, context);
    default:
      return type.kind === 'bool' && ordersMuch(left, right, context);
  }
}

/** Reports that the operator does not take such operands. */
export function mismatch({ expr, left, right, context }: Operands, help?: string): Typed {
  const message = `\`${expr.op}\` does not take ${showType(left.type)} and ${showType(right.type)}.`;
  context.report('cel/type', expr, help === undefined ? { message } : { message, help });
  return bad(expr);
}
