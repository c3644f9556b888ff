// Two checked operands of one operator.
import type { Expr } from '../ast.ts';
import { type Typed, typed } from '../typed.ts';
import { isOpen, showType, type Type } from '../types.ts';
import { bad, type Context } from './context.ts';
import { comparesMuch, findsMuch, isCounting, isHeavy } from './heavy.ts';

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
  if (expr.op === '==' || expr.op === '!=') return comparesMuch(left, right, context);
  if (expr.op === 'in') return findsMuch(left, right, context);
  // Of any type it may be a list. By itself it is made of each thing sent once.
  const lists =
    type.kind === 'list' || (expr.op === '+' && isOpen(type) && isCounting(context, context.loops > 0));
  return lists && (isHeavy(left, context) || isHeavy(right, context));
}

/** Reports that the operator does not take such operands. */
export function mismatch({ expr, left, right, context }: Operands, help?: string): Typed {
  const message = `\`${expr.op}\` does not take ${showType(left.type)} and ${showType(right.type)}.`;
  context.report('cel/type', expr, help === undefined ? { message } : { message, help });
  return bad(expr);
}
