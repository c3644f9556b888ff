// `operand[index]`: an element of a list, a value of a map.
import type { Expr } from '../ast.ts';
import { comparable } from '../relation.ts';
import { type Typed, typed } from '../typed.ts';
import { isNumber, isOpen, mayBe, showType, type Type } from '../types.ts';
import { bad, type Context, demand } from './context.ts';
import { key, optionalKey } from './key.ts';
import { property } from './property.ts';

type Index = Extract<Expr, { kind: 'index' }>;

/** `operand[index]`: an element of a list, a value of a map. */
export function checkIndex(expr: Index, context: Context): Typed {
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

const helps: ReadonlyMap<Type['kind'], string> = new Map([
  ['struct', 'Its fields are written with a point.'],
  ['string', 'A character is `text.charAt(0)`, a part `text.substring(0, 3)`.'],
]);

function notIndexed(expr: Index, operand: Typed, context: Context): Typed {
  if (operand.type.kind !== 'error') {
    const help = helps.get(operand.type.kind);
    const message = `${showType(operand.type)} takes no index.`;
    context.report('cel/type', expr, help === undefined ? { message } : { message, help });
  }
  return bad(expr);
}
