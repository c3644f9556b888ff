// Fields, keys, indices and `has`: what is declared can be named, nothing else.
import { nearest } from '../../diagnostics/nearest.ts';
import type { Expr } from '../ast.ts';
import { pathOf as namePath } from '../message.ts';
import type { Span } from '../problem.ts';
import { comparable, propertyOf } from '../relation.ts';
import { type Typed, typed } from '../typed.ts';
import {
  boolType,
  dynType,
  type Field,
  isNumber,
  isOpen,
  mayBe,
  type ObjectType,
  optionalOf,
  showType,
  stringType,
  type Type,
} from '../types.ts';
import { bad, type Context, demand, meant } from './context.ts';
import { checkGlobal, findLocal } from './name.ts';
import { keyPath, pathOf } from './present.ts';

type Of<Kind extends Expr['kind']> = Extract<Expr, { kind: Kind }>;
type Struct = Extract<Type, { kind: 'struct' }>;

/** `operand.name`: a declared field, or a key. */
export function checkSelect(expr: Of<'select'>, context: Context): Typed {
  return (
    qualified(expr, context) ??
    enumerated(expr, context) ??
    selected(expr, context.check(expr.operand, context), context)
  );
}

/** `acme.Color.RED`, of what nothing declares: written as a value of an enumeration. */
function enumerated(expr: Of<'select'>, context: Context): Typed | null {
  if (!/^[A-Z]/.test(expr.name.text)) return null;
  const path = namePath(expr);
  if (path === null) return null;
  const first = path.slice(0, path.indexOf('.', 1)).replace('.', '');
  if (findLocal(context.locals, first) !== null) return null;
  const { variables, absent = [] } = context.environment;
  const known = variables.map(({ name }) => name);
  // What is not there in this rule, or is a known name misspelt, is told in words of its own.
  if (known.includes(first) || absent.includes(first) || nearest(first, known)) return null;
  context.report('cel/unsupported', expr, {
    message: `\`${path}\` is no variable, and enumerations of Protocol Buffers a gateway does not have.`,
    help: 'What MCP carries is JSON: compare with the text or the number that is sent.',
  });
  return bad(expr);
}

/** A variable or type whose name has points in it, as `google.protobuf.Timestamp`. */
function qualified(expr: Of<'select'>, context: Context): Typed | null {
  if (!context.environment.dotted) return null;
  const path = namePath(expr);
  if (path === null) return null;
  const name = path.startsWith('.') ? path.slice(1) : path;
  const first = name.slice(0, name.indexOf('.'));
  if (!path.startsWith('.') && findLocal(context.locals, first) !== null) return null;
  return checkGlobal(expr, name, context);
}

function selected(expr: Of<'select'>, operand: Typed, context: Context): Typed {
  const { type } = operand;
  if (type.kind === 'struct') {
    const field = findField(type, expr, context);
    if (field !== null && expr.optional) return alwaysThere(expr, type, field, context);
    return field === null
      ? bad(expr)
      : typed(expr, field.type, { kind: 'field', operand, name: field.name }, [operand]);
  }
  if (!hasKeys(operand, expr, context)) return bad(expr);
  const literal = { type: 'string', value: expr.name.text } as const;
  const name = typed(expr.name, stringType, { kind: 'constant', constant: literal }, []);
  if (expr.optional || type.kind === 'optional') return optionalKey(expr, operand, name, context);
  return type.kind === 'object' ? property(expr, operand, name, context) : key(expr, operand, name, context);
}

/** `agent.?name`: no field of a struct is missing. */
function alwaysThere(expr: Of<'select'>, type: Struct, { name }: Field, context: Context): Typed {
  const message = `\`${type.name}.${name}\` is always there.`;
  context.report('cel/type', expr.name, { message, help: `Write \`.${name}\`.` });
  return bad(expr);
}

function findField(type: Struct, expr: Of<'select'>, context: Context): Field | null {
  const field = type.fields.find(({ name }) => name === expr.name.text);
  if (field !== undefined) return field;
  const names = type.fields.map(({ name }) => name);
  context.report('cel/unknown-field', expr.name, {
    message: `\`${type.name}\` has no field \`${expr.name.text}\`.`,
    ...meant(expr.name.text, names, 'It has'),
  });
  return null;
}

/** True for what has keys, or may turn out to; reports for the rest. */
function hasKeys(operand: Typed, expr: Of<'select'>, context: Context): boolean {
  const { type } = operand;
  const keyed = (one: Type) => ['map', 'object', 'optional'].includes(one.kind);
  if (isOpen(type) && mayBe(type, keyed)) return type.kind !== 'error';
  if (type.kind === 'map' || type.kind === 'object') return true;
  if (type.kind === 'optional')
    return isOpen(type.of) || ['map', 'object', 'optional'].includes(type.of.kind);
  const message = `${showType(type)} has no field \`${expr.name.text}\`.`;
  const help = ['length', 'size'].includes(expr.name.text) ? { help: 'Write `size(…)`.' } : {};
  context.report('cel/type', expr.name, { message, ...help });
  return false;
}

/** `operand[index]`: an element of a list, a value of a map. */
export function checkIndex(expr: Of<'index'>, context: Context): Typed {
  const operand = context.check(expr.operand, context);
  const index = context.check(expr.index, context);
  const type = operand.type.kind === 'optional' ? operand.type.of : operand.type;
  if (type.kind === 'list') demandWhole(context, index);
  else if (type.kind === 'map') demandKey(context, index, type.key);
  else if (type.kind === 'object') demand(context, index, ['string'], 'The key of an object');
  else if (!isOpen(type) || !mayBe(type, isIndexed)) return notIndexed(expr, operand, context);
  if (expr.optional || operand.type.kind === 'optional') return optionalKey(expr, operand, index, context);
  if (type.kind === 'list') {
    const shape = { kind: 'index', operand, index, present: false } as const;
    return typed(expr, type.element, shape, [operand, index], { canError: true });
  }
  const named = index.kind === 'constant' && index.constant.type === 'string';
  return type.kind === 'object' && named
    ? property(expr, operand, index, context)
    : key(expr, operand, index, context);
}

function isIndexed({ kind }: Type): boolean {
  return kind === 'list' || kind === 'map' || kind === 'object' || kind === 'optional';
}

function demandWhole(context: Context, index: Typed): void {
  if (isNumber(index.type) && index.type.kind !== 'int') {
    const message = `The index of a list must be int, this is ${showType(index.type)}.`;
    context.report('cel/type', index, { message });
  } else demand(context, index, ['int'], 'The index of a list');
}

function demandKey(context: Context, index: Typed, wanted: Type): void {
  if (comparable(index.type, wanted)) return;
  demand(context, index, [wanted.kind], 'The key of a map');
}

/** What is at a key or index, as an optional value. */
function optionalKey(span: Span, operand: Typed, index: Typed, context: Context): Typed {
  const type = operand.type.kind === 'optional' ? operand.type.of : operand.type;
  const held = heldAt(type, index, context);
  const shape = { kind: 'optionalIndex', operand, index } as const;
  const canError = isOpen(type) || isOpen(index.type);
  return typed(span, optionalOf(held), shape, [operand, index], { canError });
}

function heldAt(type: Type, index: Typed, context: Context): Type {
  if (type.kind === 'list') return type.element;
  if (type.kind === 'map') return type.value;
  if (type.kind === 'free') return type;
  if (type.kind !== 'object' || index.kind !== 'constant' || index.constant.type !== 'string') return dynType;
  return findProperty(type, index.constant.value, index, context)?.type ?? dynType;
}

/** A property that a schema declares. One that may be missing is flagged, unless `has` has just found it. */
function property(span: Span, operand: Typed, index: Typed, context: Context): Typed {
  const name = index.kind === 'constant' && index.constant.type === 'string' ? index.constant.value : '';
  const { type } = operand;
  const found = type.kind === 'object' ? findProperty(type, name, index, context) : null;
  if (found === null) return bad(span);
  const path = pathOf(operand);
  const present = found.required || (path !== null && context.present.has(keyPath(path, name)));
  // Of a name that is perhaps misspelt it is too early to say that it may be missing.
  if (!present && !warnNear(type, name, index, context)) warnMissing(span, operand, name, context);
  const shape = { kind: 'index', operand, index, present } as const;
  // An integer of a schema may be beyond what int holds exactly: it is looked at when it is read.
  return typed(span, found.type, shape, [operand, index], {
    canError: !present || (found.type.kind === 'int' && found.type.range === undefined),
  });
}

function findProperty(type: ObjectType, name: string, at: Span, context: Context) {
  const found = propertyOf(type, name);
  if (found !== null) return found;
  context.report('cel/unknown-field', at, {
    message: `\`${type.name}\` has no property \`${name}\`.`,
    ...meant(name, [...type.properties.keys()], 'It has'),
  });
  return null;
}

/** Warns of a property that is not declared, and nearly has the name of one that is. */
function warnNear(type: Type, name: string, span: Span, context: Context): boolean {
  if (type.kind !== 'object' || name.length < 3 || type.properties.has(name)) return false;
  const near = nearest(name, type.properties.keys());
  if (near === undefined) return false;
  context.warn('cel/undeclared-property', span, {
    message: `\`${type.name}\` declares no property \`${name}\`.`,
    why: 'Its schema lets callers send others than it declares, and this is perhaps not what is meant.',
    help: `Did you mean \`${near}\`?`,
  });
  return true;
}

function warnMissing(span: Span, operand: Typed, name: string, context: Context): void {
  const of = writtenPath(operand) ?? 'args';
  context.warn('cel/optional-property', span, {
    message: `\`${name}\` may be missing.`,
    why: 'Then the expression has no value: an allow does not match, a deny does.',
    help: `Ask first, as in \`has(${of}.${name}) && …\`, or give a default: \`${of}.?${name}.orValue(…)\`.`,
  });
}

/** How a value is written that is reached by plain names; null for any other. */
export function writtenPath(node: Typed): string | null {
  if (node.kind === 'variable' || node.kind === 'local') return node.name;
  if (node.kind !== 'index' || node.index.kind !== 'constant') return null;
  const [key, operand] = [node.index.constant, writtenPath(node.operand)];
  const plain = key.type === 'string' && /^[A-Za-z_]\w*$/.test(key.value);
  return plain && operand !== null ? `${operand}.${key.value}` : null;
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
