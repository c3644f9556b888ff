// List and map literals, and constants.
import type { Expr, Literal } from '../ast.ts';
import { type Typed, typed } from '../typed.ts';
import { dynType, isOpen, listOf, mapOf, showType, type Type, union } from '../types.ts';
import { bad, type Context } from './context.ts';

export function checkLiteral(expr: Extract<Expr, { kind: 'literal' }>): Typed {
  return typed(expr, { kind: expr.literal.type }, { kind: 'constant', constant: expr.literal }, []);
}

export function checkList(expr: Extract<Expr, { kind: 'list' }>, context: Context): Typed {
  const items = expr.items.map((item) => plain(context.check(item, context), context));
  return typed(expr, listOf(common(items)), { kind: 'list', items }, items);
}

/** A struct is no value of its own: it cannot be put in a list or a map. */
function plain(item: Typed, context: Context): Typed {
  if (item.type.kind !== 'struct') return item;
  const message = `\`${item.type.name}\` cannot be put in a list or a map.`;
  context.report('cel/type', item, { message, help: 'Name one of its fields.' });
  return bad(item);
}

function common(items: readonly Typed[]): Type {
  const [first, ...more] = items.map(({ type }) => type);
  return first === undefined ? dynType : more.reduce(union, first);
}

export function checkMap(expr: Extract<Expr, { kind: 'map' }>, context: Context): Typed {
  const entries = expr.entries.map(({ key, value }) => ({
    key: context.check(key, context),
    value: plain(context.check(value, context), context),
  }));
  for (const { key } of entries) checkKey(key, context);
  reportTwice(
    expr.entries.map(({ key }) => key),
    context,
  );
  const operands = entries.flatMap(({ key, value }) => [key, value]);
  const canError = entries.some(({ key }) => key.kind !== 'constant');
  const type = mapOf(common(entries.map(({ value }) => value)));
  return typed(expr, type, { kind: 'map', entries }, operands, { canError });
}

function checkKey(key: Typed, context: Context): void {
  if (isOpen(key.type) || key.type.kind === 'string') return;
  const message = `Keys of a map are strings in this version, this is ${showType(key.type)}.`;
  context.report('cel/unsupported', key, { message });
}

function reportTwice(keys: readonly Expr[], context: Context): void {
  const seen = new Set<string>();
  for (const key of keys) {
    const literal: Literal | null = key.kind === 'literal' ? key.literal : null;
    if (literal?.type !== 'string') continue;
    if (seen.has(literal.value)) context.report('cel/type', key, { message: 'The key stands here twice.' });
    seen.add(literal.value);
  }
}
