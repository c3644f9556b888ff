// Keys of maps and elements of lists: what has any, and what is at one.
import type { Expr } from '../ast.ts';
import type { Span } from '../problem.ts';
import { type Typed, typed } from '../typed.ts';
import { dynType, isOpen, mayBe, optionalOf, showType, type Type } from '../types.ts';
import type { Context } from './context.ts';
import { looksMuch } from './heavy.ts';
import { pathOf } from './present.ts';
import { findProperty } from './property.ts';

type Select = Extract<Expr, { kind: 'select' }>;

/** True for what has keys, or may turn out to; reports for the rest. */
export function hasKeys(operand: Typed, expr: Select, context: Context): boolean {
  const { type } = operand;
  const keyed = (one: Type) => ['map', 'object', 'optional'].includes(one.kind);
  if (isOpen(type) && mayBe(type, keyed)) return type.kind !== 'error';
  if (type.kind === 'map' || type.kind === 'object') return true;
  if (type.kind === 'optional' && (isOpen(type.of) || keyed(type.of))) return true;
  const message = `${showType(type)} has no field \`${expr.name.text}\`.`;
  const help = helpFor(type, expr.name.text);
  context.report('cel/type', expr.name, { message, ...help });
  return false;
}

function helpFor({ kind }: Type, name: string): { help?: string } {
  if (['length', 'size', 'count'].includes(name)) return { help: 'Write `size(…)`.' };
  if (kind !== 'timestamp' && kind !== 'duration') return {};
  const part = timeParts.find(
    (one) => one === name || one.toLowerCase().startsWith(`get${name.toLowerCase()}`),
  );
  return part === undefined ? {} : { help: `Write \`${part}()\`.` };
}

/** Longer names behind those that they begin with. */
const timeParts = [
  ...['getHours', 'getMinutes', 'getSeconds', 'getMilliseconds', 'getDate', 'getDayOfWeek', 'getDayOfMonth'],
  ...['getDayOfYear', 'getMonth', 'getFullYear'],
];

/** What is at a key or index, as an optional value. */
export function optionalKey(span: Span, operand: Typed, index: Typed, context: Context): Typed {
  const type = operand.type.kind === 'optional' ? operand.type.of : operand.type;
  const held = heldAt(type, index, context);
  const counted = looksMuch(index, context);
  const shape = { kind: 'optionalIndex', operand, index, counted } as const;
  const canError = counted || isOpen(type) || isOpen(index.type);
  return typed(span, optionalOf(held), shape, [operand, index], { canError });
}

function heldAt(type: Type, index: Typed, context: Context): Type {
  if (type.kind === 'list') return type.element;
  if (type.kind === 'map') return type.value;
  if (type.kind === 'free') return type;
  if (type.kind !== 'object' || index.kind !== 'constant' || index.constant.type !== 'string') return dynType;
  return findProperty(type, index.constant.value, index, context)?.type ?? dynType;
}

/** The value of a key. It fails when the key is missing, unless `has` has just found it. */
export function key(span: Span, operand: Typed, index: Typed, context: Context): Typed {
  const type = operand.type.kind === 'map' ? operand.type.value : dynType;
  const node = typed(span, type, { kind: 'index', operand, index, present: true }, [operand, index]);
  const path = operand.type.kind === 'map' ? pathOf(node) : null;
  if (path !== null && context.present.has(path)) return node;
  const shape = {
    kind: 'index',
    operand,
    index,
    present: false,
    counted: looksMuch(index, context),
  } as const;
  return typed(span, type, shape, [operand, index], { canError: true });
}
