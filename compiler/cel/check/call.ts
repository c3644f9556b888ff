// Calls: the function of that name that takes such arguments.
import type { Expr } from '../ast.ts';
import type { CelFunction, LiteralFunction, Param } from '../functions/function.ts';
import { literalFunctions, namespaces, overloadsOf } from '../functions/index.ts';
import { failsAs, type Typed, typed } from '../typed.ts';
import { isOpen, mayBe, showType, type Type } from '../types.ts';
import { checkBind, checkOptMap } from './bind.ts';
import { bad, type Context } from './context.ts';
import { checkHas } from './has.ts';
import { isWork } from './heavy.ts';
import { isLiteral, readArgument } from './literal.ts';
import { checkLoop, macros } from './loop.ts';
import { findLocal } from './name.ts';
import { writtenAs } from './signature.ts';
import { unknownFunction } from './unknown.ts';

type Call = Extract<Expr, { kind: 'call' }>;

export function checkCall(expr: Call, context: Context): Typed {
  const { receiver, name } = expr;
  if (receiver === null && name.text === 'has') return checkHas(expr, context);
  const space = namespaceOf(receiver, context);
  if (space === 'cel' && name.text === 'bind') return checkBind(expr, context);
  if (receiver !== null && space === null) {
    if (macros.has(name.text)) return checkLoop({ ...expr, receiver }, context);
    if (name.text === 'optMap' || name.text === 'optFlatMap')
      return checkOptMap({ ...expr, receiver }, context);
  }
  const literal = receiver === null ? literalFunctions.find((one) => one.name === name.text) : undefined;
  const [arg] = expr.args;
  if (
    literal !== undefined &&
    expr.args.length === 1 &&
    arg?.kind === 'literal' &&
    arg.literal.type === 'string'
  )
    return checkLiteral(expr, literal, arg.literal.value, context);
  const known =
    space === null ? overloadsOf(name.text, receiver !== null) : overloadsOf(`${space}.${name.text}`, false);
  if (known.length === 0) return unknownFunction(expr, space, context);
  return checkKnown(expr, known, space !== null, context);
}

/** `math` in `math.abs(x)`, unless something of that name is there. */
function namespaceOf(receiver: Expr | null, context: Context): string | null {
  if (receiver?.kind !== 'name' || !namespaces.has(receiver.name)) return null;
  if (findLocal(context.locals, receiver.name) !== null) return null;
  const { variables } = context.environment;
  return variables.some(({ name }) => name === receiver.name) ? null : receiver.name;
}

/** A function of one literal: its value is a constant. */
function checkLiteral(expr: Call, fn: LiteralFunction, text: string, context: Context): Typed {
  for (const arg of expr.args) context.check(arg, context);
  const read = fn.read(text);
  if ('message' in read) {
    context.report('cel/literal', expr.args[0] ?? expr, read);
    return bad(expr);
  }
  if (read.type !== 'timestamp' && read.type !== 'duration') return bad(expr);
  const type: Type = { kind: read.type, fine: typeof read.value === 'bigint' };
  return typed(expr, type, { kind: 'constant', constant: read }, []);
}

function checkKnown(expr: Call, known: readonly CelFunction[], space: boolean, context: Context): Typed {
  const given = expr.receiver === null || space ? expr.args : [expr.receiver, ...expr.args];
  const written = given.map((arg) => context.check(arg, context));
  const sized = known.filter((one) => takes(one, written.length));
  if (sized.length === 0) return wrongCount(expr, known, space, context);
  const fn =
    sized.find((one) => written.every((arg, i) => isExact(arg, paramAt(one, i)))) ??
    sized.find((one) => written.every((arg, i) => fits(arg, paramAt(one, i))));
  if (fn === undefined) return wrongTypes(expr, sized, written, context);
  const args: Typed[] = [];
  for (const [i, arg] of written.entries()) {
    const read = readArgument(arg, paramAt(fn, i), context);
    if (read === null) return bad(expr);
    args.push(read);
  }
  const counted = isWork(fn, args, context);
  const canError = counted || fn.canError || args.some((arg, i) => mayMiss(arg, paramAt(fn, i)));
  const result = typeof fn.result === 'function' ? fn.result(args) : fn.result;
  return typed(expr, result, { kind: 'call', fn, args, counted }, args, { canError });
}

function takes(fn: CelFunction, count: number): boolean {
  return fn.variadic === true ? count >= fn.params.length : fn.params.length === count;
}

function paramAt(fn: CelFunction, i: number): Param {
  return fn.params[Math.min(i, fn.params.length - 1)] ?? 'any';
}

/** Of the parameter's own type, not only perhaps. */
function isExact(arg: Typed, param: Param): boolean {
  if (param === 'any') return true;
  if (isLiteral(param)) return arg.kind === 'constant' && arg.type.kind === 'string';
  if (typeof param !== 'string') return param.includes(arg.type.kind);
  return arg.type.kind === param || (param === 'map' && arg.type.kind === 'object');
}

function takesType(param: Param, { kind }: Type): boolean {
  if (param === 'any' || param === 'dyn') return true;
  if (typeof param !== 'string') return param.includes(kind) || param.includes('dyn');
  return kind === param || (param === 'map' && kind === 'object');
}

/** A dyn value fits a parameter of any type, or of one that it may be of. */
function fits(arg: Typed, param: Param): boolean {
  if (isExact(arg, param)) return true;
  return isOpen(arg.type) && !isLiteral(param) && mayBe(arg.type, (type) => takesType(param, type));
}

/** May the value turn out to be of another type than the parameter's? */
function mayMiss(arg: Typed, param: Param): boolean {
  if (param === 'any' || param === 'zone' || param === 'pattern') return false;
  return typeof param === 'string' ? failsAs(arg, param) : isOpen(arg.type);
}

function wrongCount(expr: Call, known: readonly CelFunction[], space: boolean, context: Context): Typed {
  const own = expr.receiver === null || space ? 0 : 1;
  const counts = [...new Set(known.map((one) => one.params.length - own))].sort((a, b) => a - b);
  const least = known.some((one) => one.variadic === true) ? 'at least ' : '';
  const wanted = counts.length === 1 && counts[0] === 1 ? '1 argument' : `${counts.join(' or ')} arguments`;
  const message = `\`${expr.name.text}\` takes ${least}${wanted}, here are ${expr.args.length}.`;
  context.report('cel/arity', expr, { message, help: `Write ${writtenAs(known)}.` });
  return bad(expr);
}

function wrongTypes(
  expr: Call,
  known: readonly CelFunction[],
  args: readonly Typed[],
  context: Context,
): Typed {
  if (args.some((arg) => arg.type.kind === 'error')) return bad(expr);
  const method = known[0]?.method === true;
  const wrong = Math.max(
    args.findIndex((arg, i) => !known.some((one) => fits(arg, paramAt(one, i)))),
    0,
  );
  const at = args[wrong] ?? bad(expr);
  const what = wrong === 0 && method ? `\`${expr.name.text}\` is a method of` : `\`${expr.name.text}\` takes`;
  const message = `${what} ${wantedAt(known, wrong)}; this is ${showType(at.type)}.`;
  const help =
    at.type.kind === 'list' && expr.name.text === 'contains' ? { help: 'Write `value in list`.' } : {};
  context.report('cel/type', at, { message, ...help });
  return bad(expr);
}

function wantedAt(known: readonly CelFunction[], i: number): string {
  const kinds = known.flatMap((one): readonly string[] => {
    const param = paramAt(one, i);
    if (typeof param !== 'string') return param;
    return [isLiteral(param) ? 'string' : param];
  });
  return [...new Set(kinds)].filter((kind) => kind !== 'dyn' && kind !== 'object').join(', ');
}
