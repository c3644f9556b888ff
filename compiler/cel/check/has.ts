// `has`: is a key there, is a declared field not empty?
import type { Expr } from '../ast.ts';
import { type Typed, typed } from '../typed.ts';
import { boolType, isOpen } from '../types.ts';
import { bad, type Context } from './context.ts';
import { findField, type Struct } from './field.ts';
import { hasKeys } from './key.ts';
import { findProperty, warnNear } from './property.ts';

type Of<Kind extends Expr['kind']> = Extract<Expr, { kind: Kind }>;

/** `has(operand.name)`: the key is there; a declared field is not empty. */
export function checkHas(expr: Of<'call'>, context: Context): Typed {
  const [target, ...more] = expr.args;
  if (target === undefined || more.length > 0 || target.kind !== 'select') {
    context.report('cel/arity', expr, {
      message: '`has` takes one field or key, as in `has(args.limit)`.',
      help:
        target?.kind === 'index'
          ? 'A key that is no plain name is asked for with `in`, as in `"a-b" in args`.'
          : 'Whether a list holds a value is asked with `in`.',
    });
    return bad(expr);
  }
  const operand = context.check(target.operand, context);
  const { type } = operand;
  if (type.kind === 'struct') return hasField(expr, target, operand, type, context);
  if (!hasKeys(operand, target, context)) return bad(expr);
  if (type.kind === 'object' && findProperty(type, target.name.text, target.name, context) === null) {
    return bad(expr);
  }
  warnNear(type, target.name.text, target.name, context);
  const shape = { kind: 'hasKey', operand, key: target.name.text } as const;
  const canError = isOpen(type) || type.kind === 'optional';
  return typed(expr, boolType, shape, [operand], { canError });
}

function hasField(
  expr: Of<'call'>,
  target: Of<'select'>,
  operand: Typed,
  type: Struct,
  context: Context,
): Typed {
  const field = findField(type, target, context);
  if (field === null) return bad(expr);
  const inner = typed(target, field.type, { kind: 'field', operand, name: field.name }, [operand]);
  if (['string', 'list', 'map'].includes(field.type.kind)) {
    return typed(expr, boolType, { kind: 'notEmpty', operand: inner }, [inner]);
  }
  context.report('cel/type', expr, {
    message: `\`${type.name}.${field.name}\` is always there.`,
    help: field.type.kind === 'bool' ? 'Write the field itself: it is true or false.' : 'Leave `has` out.',
  });
  return bad(expr);
}
