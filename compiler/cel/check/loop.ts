// The macros over lists and maps, with one variable or two.
import type { Expr } from '../ast.ts';
import { sourceOf } from '../cost/source.ts';
import { failsAs, type Macro, type Typed, typed } from '../typed.ts';
import {
  boolType,
  dynType,
  errorType,
  freeType,
  intType,
  isOpen,
  listOf,
  mapOf,
  mayBe,
  type ObjectType,
  showType,
  stringType,
  type Type,
} from '../types.ts';
import { bad, type Context, demand, withLocal } from './context.ts';
import { isCounting } from './heavy.ts';

type MethodCall = Extract<Expr, { kind: 'call' }> & { readonly receiver: Expr };

/** How many variables a macro may have, and how many expressions behind them. */
interface Form {
  readonly macro: Macro;
  readonly locals: readonly number[];
  readonly bodies: readonly number[];
}

const forms: ReadonlyMap<string, Form> = new Map([
  ['all', { macro: 'all', locals: [1, 2], bodies: [1] }],
  ['exists', { macro: 'exists', locals: [1, 2], bodies: [1] }],
  ['exists_one', { macro: 'existsOne', locals: [1, 2], bodies: [1] }],
  ['existsOne', { macro: 'existsOne', locals: [1, 2], bodies: [1] }],
  ['filter', { macro: 'filter', locals: [1], bodies: [1] }],
  ['map', { macro: 'map', locals: [1], bodies: [1, 2] }],
  ['transformList', { macro: 'transformList', locals: [2], bodies: [1, 2] }],
  ['transformMap', { macro: 'transformMap', locals: [2], bodies: [1, 2] }],
  ['transformMapEntry', { macro: 'transformMapEntry', locals: [2], bodies: [1, 2] }],
]);

/** Names of the macros that are written as methods. */
export const macros: ReadonlySet<string> = new Set(forms.keys());

/** A macro whose arguments are counted: how many of them are variables. */
interface Read extends Form {
  readonly count: number;
}

/** `range.exists(x, predicate)` and its kin. CEL specification, "Macros". */
export function checkLoop(expr: MethodCall, context: Context): Typed {
  const range = context.check(expr.receiver, context);
  const form = readForm(expr);
  if (form === null) return wrongCount(expr, context);
  const names = variablesOf(expr, form.count, context);
  if (names === null) return bad(expr);
  const types = elementsOf(range, form.count, context);
  const sent = range.unknown;
  const of = sourceOf(range) === 'made' ? 'made' : 'each';
  const inner = names.reduce(
    (around, name, i) => withLocal(around, { name, type: types[i] ?? dynType, unknown: range.unknown, of }),
    { ...context, loops: context.loops + (sent ? 1 : 0), rounds: context.rounds + 1 },
  );
  const [first, second] = expr.args.slice(form.count).map((body) => inner.check(body, inner));
  const transforms = !['all', 'exists', 'existsOne', 'filter'].includes(form.macro);
  const predicate = transforms && second === undefined ? null : (first ?? null);
  const transform = transforms ? (second ?? first ?? null) : null;
  if (predicate !== null) demand(inner, predicate, ['bool'], `The condition of \`${expr.name.text}\``);
  // Inside a loop over what was sent, what an agent has is gone over many times; and each entry may be a map that was sent.
  const gathers = form.macro === 'transformMapEntry' && transform?.unknown === true;
  const counted = isCounting(context, sent || gathers || context.loops > 0);
  return loop(expr, { form, range, names, types, predicate, transform }, counted);
}

interface Parts {
  readonly form: Form;
  readonly range: Typed;
  readonly names: readonly string[];
  readonly types: readonly Type[];
  readonly predicate: Typed | null;
  readonly transform: Typed | null;
}

function loop(
  expr: MethodCall,
  { form, range, names, types, predicate, transform }: Parts,
  counted: boolean,
): Typed {
  const { macro } = form;
  const shape = { kind: 'loop', macro, range, locals: names, predicate, transform, counted } as const;
  const operands = [range, predicate, transform].filter((one) => one !== null);
  const entries = macro === 'transformMapEntry';
  const canError =
    counted || isOpen(range.type) || entries || (predicate !== null && failsAs(predicate, 'bool'));
  return typed(expr, resultOf(macro, types, transform), shape, operands, { canError });
}

function readForm(expr: MethodCall): Read | null {
  const form = forms.get(expr.name.text);
  if (form === undefined) return null;
  const count = form.locals.find((locals) => form.bodies.includes(expr.args.length - locals));
  return count === undefined ? null : { ...form, count };
}

/** A name that CEL keeps for what a macro gathers. */
const kept = '__result__';

/** The names of the variables; null, reported, where something else stands in their place. */
function variablesOf(expr: MethodCall, count: number, context: Context): readonly string[] | null {
  const names: string[] = [];
  for (const variable of expr.args.slice(0, count)) {
    const named = variable.kind === 'name' && variable.absolute !== true && variable.name !== kept;
    if (named && !names.includes(variable.name)) {
      names.push(variable.name);
      continue;
    }
    const message = `\`${expr.name.text}\` begins with the name of its variable.`;
    context.report('cel/syntax', variable, { message, help: `Write \`${expr.name.text}(x, …)\`.` });
    return null;
  }
  return names;
}

function wrongCount(expr: MethodCall, context: Context): Typed {
  const name = expr.name.text;
  const form = forms.get(name);
  const variables = form?.locals[0] === 2 ? 'two variables' : 'a variable';
  const bodies = form?.bodies.length === 2 ? 'one or two expressions' : 'a condition';
  const sample = form?.locals[0] === 2 ? 'i, x, …' : 'x, …';
  const message = `\`${name}\` takes ${variables} and ${bodies}.`;
  context.report('cel/arity', expr, { message, help: `Write \`${name}(${sample})\`.` });
  return bad(expr);
}

/** Types of the variables: an element or a key; or an index or key, and what is there. */
function elementsOf(range: Typed, count: number, context: Context): readonly Type[] {
  const { type } = range;
  const both = (key: Type, value: Type) => (count === 2 ? [key, value] : null);
  if (type.kind === 'list') return both(intType, type.element) ?? [type.element];
  if (type.kind === 'map') return both(type.key, type.value) ?? [type.key];
  if (type.kind === 'object') return both(nameOf(type), dynType) ?? [nameOf(type)];
  const over = (one: Type) => one.kind === 'list' || one.kind === 'map' || one.kind === 'object';
  if (isOpen(type) && mayBe(type, over)) return type.kind === 'dyn' ? [dynType, dynType] : [type, type];
  context.report('cel/type', range, {
    message: `A macro goes over a list or a map, this is ${showType(type)}.`,
  });
  return [errorType, errorType];
}

/** What the name of a property can be. */
function nameOf({ longestName }: ObjectType): Type {
  return longestName === undefined ? stringType : { kind: 'string', most: longestName };
}

function resultOf(macro: Macro, types: readonly Type[], result: Typed | null): Type {
  const given = result?.type ?? dynType;
  switch (macro) {
    case 'filter':
      return listOf(types[0] ?? freeType);
    case 'map':
    case 'transformList':
      return listOf(given);
    case 'transformMap':
      return mapOf(given, types[0] ?? dynType);
    case 'transformMapEntry':
      return given.kind === 'map' ? given : mapOf(dynType, dynType);
    default:
      return boolType;
  }
}
