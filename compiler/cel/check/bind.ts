// `cel.bind(x, value, …)`, and `optMap`, `optFlatMap` of optional values.
import type { Expr } from '../ast.ts';
import { sizeOf } from '../cost/size.ts';
import { sourceOf } from '../cost/source.ts';
import { failsAs, type Typed, typed } from '../typed.ts';
import { dynType, isOpen, optionalOf, type Type } from '../types.ts';
import { bad, type Context, demand, withLocal } from './context.ts';

type Call = Extract<Expr, { kind: 'call' }>;

/** `cel.bind(name, value, expression)`. */
export function checkBind(expr: Call, context: Context): Typed {
  const [name, value, body] = expr.args;
  if (expr.args.length !== 3 || name?.kind !== 'name' || value === undefined || body === undefined) {
    const message = '`cel.bind` takes a name, its value, and an expression.';
    context.report('cel/arity', expr, { message, help: 'Write `cel.bind(x, value, x > 1)`.' });
    return bad(expr);
  }
  const init = context.check(value, context);
  const inner = withLocal(context, {
    name: name.name,
    type: init.type,
    unknown: init.unknown,
    most: sizeOf(init),
    of: sourceOf(init),
  });
  const result = inner.check(body, inner);
  const shape = { kind: 'bind', local: name.name, init, body: result } as const;
  return typed(expr, result.type, shape, [init, result]);
}

/** `optional.optMap(name, expression)`. */
export function checkOptMap(expr: Call & { readonly receiver: Expr }, context: Context): Typed {
  const flat = expr.name.text === 'optFlatMap';
  const [name, body] = expr.args;
  const operand = context.check(expr.receiver, context);
  if (expr.args.length !== 2 || name?.kind !== 'name' || body === undefined) {
    const message = `\`${expr.name.text}\` takes a variable and an expression.`;
    context.report('cel/arity', expr, { message, help: `Write \`${expr.name.text}(x, …)\`.` });
    return bad(expr);
  }
  demand(context, operand, ['optional'], `What \`${expr.name.text}\` maps`);
  const type: Type = operand.type.kind === 'optional' ? operand.type.of : operand.type;
  const inner = withLocal(context, {
    name: name.name,
    type,
    unknown: operand.unknown,
    most: sizeOf(operand),
    of: sourceOf(operand),
  });
  const result = inner.check(body, inner);
  if (flat) demand(inner, result, ['optional'], 'What `optFlatMap` gives');
  const given = flat ? (isOpen(result.type) ? optionalOf(dynType) : result.type) : optionalOf(result.type);
  const shape = { kind: 'optMap', flat, operand, local: name.name, body: result } as const;
  const canError = failsAs(operand, 'optional') || (flat && failsAs(result, 'optional'));
  return typed(expr, given, shape, [operand, result], { canError });
}
