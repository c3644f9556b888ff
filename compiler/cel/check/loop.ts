// The five macros over lists and the keys of maps.
import type { Expr } from '../ast.ts';
import { failsAs, type Macro, type Typed, typed } from '../typed.ts';
import { boolType, dynType, isOpen, listOf, showType, stringType, type Type } from '../types.ts';
import { bad, type Context, demand } from './context.ts';

type MethodCall = Extract<Expr, { kind: 'call' }> & { readonly receiver: Expr };

const names: readonly Macro[] = ['all', 'exists', 'exists_one', 'filter', 'map'];

/** Names of the macros that are written as methods. */
export const macros: ReadonlySet<string> = new Set(names);

/** `range.exists(x, predicate)` and its kin. CEL specification, "Macros". */
export function checkLoop(expr: MethodCall, context: Context): Typed {
  const macro = names.find((name) => name === expr.name.text);
  const [variable, first, second] = expr.args;
  const range = context.check(expr.receiver, context);
  const fits = expr.args.length === 2 || (macro === 'map' && expr.args.length === 3);
  if (macro === undefined || variable === undefined || first === undefined || !fits)
    return wrongCount(expr, context);
  if (variable.kind !== 'name') {
    const message = `\`${expr.name.text}\` begins with the name of its variable.`;
    context.report('cel/syntax', variable, { message, help: `Write \`${macro}(x, …)\`.` });
    return bad(expr);
  }
  const element = elementOf(range, context);
  const locals = { name: variable.name, type: element, unknown: range.unknown, outer: context.locals };
  const inner = { ...context, locals };
  const predicate = macro === 'map' && second === undefined ? null : inner.check(first, inner);
  const result = macro === 'map' ? inner.check(second ?? first, inner) : null;
  if (predicate !== null) demand(context, predicate, ['bool'], `The condition of \`${macro}\``);
  const shape = { kind: 'loop', macro, range, local: variable.name, predicate, transform: result } as const;
  const operands = [range, predicate, result].filter((one) => one !== null);
  const canError = failsAs(range, 'list') || (predicate !== null && failsAs(predicate, 'bool'));
  return typed(expr, resultOf(macro, element, result), shape, operands, { canError });
}

function wrongCount(expr: MethodCall, context: Context): Typed {
  const name = expr.name.text;
  const message = `\`${name}\` takes a variable and ${name === 'map' ? 'one or two expressions' : 'a condition'}.`;
  context.report('cel/arity', expr, { message, help: `Write \`${name}(x, …)\`.` });
  return bad(expr);
}

function elementOf(range: Typed, context: Context): Type {
  const { type } = range;
  if (type.kind === 'list') return type.element;
  if (type.kind === 'map') return stringType;
  if (isOpen(type)) return type;
  context.report('cel/type', range, {
    message: `A macro goes over a list or a map, this is ${showType(type)}.`,
  });
  return { kind: 'error' };
}

function resultOf(macro: Macro, element: Type, result: Typed | null): Type {
  if (macro === 'filter') return listOf(element);
  if (macro === 'map') return listOf(result?.type ?? dynType);
  return boolType;
}
