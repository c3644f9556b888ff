// Names, fields, keys and `has`: what is declared can be named, nothing else.
import type { Expr } from '../ast.ts';
import type { Span } from '../problem.ts';
import { type Typed, typed } from '../typed.ts';
import { boolType, dynType, type Field, intType, isOpen, showType, stringType, type Type } from '../types.ts';
import { bad, type Context, demand, type Local, meant } from './context.ts';
import { pathOf } from './present.ts';

type Of<Kind extends Expr['kind']> = Extract<Expr, { kind: Kind }>;

/** A variable of a macro around it, or one of the environment that exists in its phase. */
export function checkName(expr: Of<'name'>, context: Context): Typed {
  const local = findLocal(context.locals, expr.name);
  if (local !== null) {
    return typed(expr, local.type, { kind: 'local', name: local.name }, [], { unknown: local.unknown });
  }
  const { phase, variables } = context.environment;
  const variable = variables.find(({ name }) => name === expr.name);
  if (variable === undefined) return unknownName(expr, context);
  if (!variable.phases.includes(phase)) {
    context.report('cel/phase', expr, {
      message: `\`${expr.name}\` does not exist yet when this is judged.`,
    });
    return bad(expr);
  }
  context.read(expr.name);
  const unknown = !variable.phases.includes('visible');
  return typed(expr, variable.type, { kind: 'variable', name: variable.name }, [], { unknown });
}

export function findLocal(locals: Local | null, name: string): Local | null {
  for (let local = locals; local !== null; local = local.outer) if (local.name === name) return local;
  return null;
}

function unknownName(expr: Of<'name'>, context: Context): Typed {
  const { phase, variables } = context.environment;
  const names = variables.filter((one) => one.phases.includes(phase)).map((one) => one.name);
  for (let local = context.locals; local !== null; local = local.outer) names.unshift(local.name);
  context.report('cel/unknown-name', expr, {
    message: `There is no variable \`${expr.name}\`.`,
    ...meant(expr.name, names),
  });
  return bad(expr);
}

/** `operand.name`: a declared field, or a key of a map. */
export function checkSelect(expr: Of<'select'>, context: Context): Typed {
  const operand = context.check(expr.operand, context);
  const { type } = operand;
  if (type.kind === 'struct') {
    const field = findField(type, expr, context);
    return field === null
      ? bad(expr)
      : typed(expr, field.type, { kind: 'field', operand, name: field.name }, [operand]);
  }
  if (!hasKeys(operand, expr, context)) return bad(expr);
  const literal = { type: 'string', value: expr.name.text } as const;
  return key(
    expr,
    operand,
    typed(expr.name, stringType, { kind: 'constant', constant: literal }, []),
    context,
  );
}

function findField(
  type: Extract<Type, { kind: 'struct' }>,
  expr: Of<'select'>,
  context: Context,
): Field | null {
  const field = type.fields.find(({ name }) => name === expr.name.text);
  if (field !== undefined) return field;
  context.report('cel/unknown-field', expr.name, {
    message: `\`${type.name}\` has no field \`${expr.name.text}\`.`,
    ...meant(
      expr.name.text,
      type.fields.map(({ name }) => name),
      'It has',
    ),
  });
  return null;
}

/** True for a map or dyn; reports for what has no keys. */
function hasKeys(operand: Typed, expr: Of<'select'>, context: Context): boolean {
  if (isOpen(operand.type) || operand.type.kind === 'map') return operand.type.kind !== 'error';
  const message = `${showType(operand.type)} has no field \`${expr.name.text}\`.`;
  const help = ['length', 'size'].includes(expr.name.text) ? { help: 'Write `size(…)`.' } : {};
  context.report('cel/type', expr.name, { message, ...help });
  return false;
}

/** `operand[index]`: an element of a list, a value of a map. */
export function checkIndex(expr: Of<'index'>, context: Context): Typed {
  const operand = context.check(expr.operand, context);
  const index = context.check(expr.index, context);
  const { type } = operand;
  if (type.kind === 'list') {
    demand(context, index, [intType.kind], 'The index of a list');
    return typed(expr, type.element, { kind: 'index', operand, index, present: false }, [operand, index], {
      canError: true,
    });
  }
  if (type.kind === 'map') demand(context, index, [stringType.kind], 'The key of a map');
  else if (type.kind === 'dyn') demand(context, index, ['string', 'int'], 'A key or index');
  else return notIndexed(expr, operand, context);
  return key(expr, operand, index, context);
}

/** The value of a key. It fails when the key is missing, unless `has` has just found it. */
function key(span: Span, operand: Typed, index: Typed, context: Context): Typed {
  const type = operand.type.kind === 'map' ? operand.type.value : dynType;
  const node = typed(span, type, { kind: 'index', operand, index, present: true }, [operand, index]);
  const path = operand.type.kind === 'map' ? pathOf(node) : null;
  if (path !== null && context.present.has(path)) return node;
  return typed(span, type, { kind: 'index', operand, index, present: false }, [operand, index], {
    canError: true,
  });
}

function notIndexed(expr: Of<'index'>, operand: Typed, context: Context): Typed {
  if (operand.type.kind !== 'error') {
    const help = operand.type.kind === 'struct' ? { help: 'Its fields are written with a point.' } : {};
    context.report('cel/type', expr, { message: `${showType(operand.type)} takes no index.`, ...help });
  }
  return bad(expr);
}

/** `has(operand.name)`: the key is there; a declared field is not empty. */
export function checkHas(expr: Of<'call'>, context: Context): Typed {
  const [target, ...more] = expr.args;
  if (target === undefined || more.length > 0 || target.kind !== 'select') {
    context.report('cel/arity', expr, {
      message: '`has` takes one field or key, as in `has(args.limit)`.',
      help: 'Whether a list holds a value is asked with `in`.',
    });
    return bad(expr);
  }
  const operand = context.check(target.operand, context);
  const { type } = operand;
  if (type.kind === 'struct') return hasField(expr, target, operand, type, context);
  if (!hasKeys(operand, target, context)) return bad(expr);
  const shape = { kind: 'hasKey', operand, key: target.name.text } as const;
  return typed(expr, boolType, shape, [operand], { canError: type.kind === 'dyn' });
}

function hasField(
  expr: Of<'call'>,
  target: Of<'select'>,
  operand: Typed,
  type: Extract<Type, { kind: 'struct' }>,
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
