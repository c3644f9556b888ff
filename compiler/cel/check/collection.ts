// List and map literals, and constants.
import type { Entry, Expr, Literal } from '../ast.ts';
import { intOf } from '../range.ts';
import { union } from '../relation.ts';
import { failsAs, type Typed, type TypedEntry, typed } from '../typed.ts';
import { freeType, isOpen, listOf, mapOf, showType, type Type } from '../types.ts';
import { bad, type Context, demand } from './context.ts';
import { looksMuch } from './heavy.ts';

export function checkLiteral(expr: Extract<Expr, { kind: 'literal' }>): Typed {
  const { literal } = expr;
  const type = literal.type === 'int' ? intOf(literal.value) : ({ kind: literal.type } as const);
  return typed(expr, type, { kind: 'constant', constant: literal }, []);
}

export function checkList(expr: Extract<Expr, { kind: 'list' }>, context: Context): Typed {
  const items = expr.items.map(({ value }) => plain(context.check(value, context), context));
  const optional = expr.items.map((item) => item.optional);
  const types = items.map((item, i) => (optional[i] === true ? heldBy(item, context) : item.type));
  const canError = items.some((item, i) => optional[i] === true && failsAs(item, 'optional'));
  return typed(expr, listOf(common(types)), { kind: 'list', items, optional }, items, { canError });
}

/** The type that an optional value holds. */
function heldBy(item: Typed, context: Context): Type {
  demand(context, item, ['optional'], 'What stands behind `?`');
  return item.type.kind === 'optional' ? item.type.of : item.type;
}

/** A struct is no value of its own: it cannot be put in a list or a map. */
function plain(item: Typed, context: Context): Typed {
  if (item.type.kind !== 'struct') return item;
  const message = `\`${item.type.name}\` cannot be put in a list or a map.`;
  context.report('cel/type', item, { message, help: 'Name one of its fields.' });
  return bad(item);
}

function common(types: readonly Type[]): Type {
  return types.reduce(union, freeType);
}

export function checkMap(expr: Extract<Expr, { kind: 'map' }>, context: Context): Typed {
  const entries = expr.entries.map((entry) => checkEntry(entry, context));
  for (const { key } of entries) checkKey(key, context);
  reportTwice(
    expr.entries.map(({ key }) => key),
    context,
  );
  const operands = entries.flatMap(({ key, value }) => [key, value]);
  const counted = entries.some(({ key }) => looksMuch(key, context));
  const canError = entries.some(
    ({ key, value, optional }) => key.kind !== 'constant' || (optional && failsAs(value, 'optional')),
  );
  const values = entries.map(({ value, optional }) => (optional ? heldBy(value, context) : value.type));
  const type = mapOf(common(values), common(entries.map(({ key }) => key.type)));
  return typed(expr, type, { kind: 'map', entries, counted }, operands, { canError });
}

function checkEntry({ key, value, optional }: Entry, context: Context): TypedEntry {
  return { key: context.check(key, context), value: plain(context.check(value, context), context), optional };
}

function checkKey(key: Typed, context: Context): void {
  if (isOpen(key.type) || ['string', 'int', 'uint', 'bool'].includes(key.type.kind)) return;
  const message = `A key is string, int, uint or bool, this is ${showType(key.type)}.`;
  context.report('cel/type', key, { message });
}

function reportTwice(keys: readonly Expr[], context: Context): void {
  const seen = new Set<string>();
  for (const key of keys) {
    const name = key.kind === 'literal' ? nameOf(key.literal) : null;
    if (name === null) continue;
    if (seen.has(name)) context.report('cel/type', key, { message: 'The key stands here twice.' });
    seen.add(name);
  }
}

/** Numbers of one value are one key. */
function nameOf(literal: Literal): string | null {
  if (literal.type === 'int' || literal.type === 'uint') return `number ${literal.value}`;
  return literal.type === 'string' || literal.type === 'bool' ? `${literal.type} ${literal.value}` : null;
}
