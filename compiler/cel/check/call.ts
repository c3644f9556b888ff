// Calls: the function of that name that takes such arguments, or what was meant.
import type { Expr } from '../ast.ts';
import type { CelFunction, LiteralFunction } from '../functions/function.ts';
import { absent, functions, literalFunctions, otherwise } from '../functions/index.ts';
import { readZone, unknownZone } from '../functions/zone.ts';
import { failsAs, type Typed, typed } from '../typed.ts';
import { isOpen, showType, type Type } from '../types.ts';
import { bad, type Context, meant } from './context.ts';
import { checkLoop, macros } from './loop.ts';
import { checkHas } from './name.ts';

type Call = Extract<Expr, { kind: 'call' }>;

export function checkCall(expr: Call, context: Context): Typed {
  const { receiver, name } = expr;
  if (receiver === null && name.text === 'has') return checkHas(expr, context);
  if (receiver !== null && macros.has(name.text)) return checkLoop({ ...expr, receiver }, context);
  const literal = receiver === null ? literalFunctions.find((one) => one.name === name.text) : undefined;
  if (literal !== undefined) return checkLiteral(expr, literal, context);
  const known = functions.filter((one) => one.name === name.text && one.method === (receiver !== null));
  return known.length > 0 ? checkKnown(expr, known, context) : unknownFunction(expr, context);
}

/** A function of one literal: its value is a constant. */
function checkLiteral(expr: Call, fn: LiteralFunction, context: Context): Typed {
  const [arg] = expr.args;
  if (expr.args.length !== 1 || arg?.kind !== 'literal' || arg.literal.type !== 'string') {
    const message = `\`${fn.name}\` takes one literal text in this version.`;
    context.report('cel/unsupported', expr, { message, help: `Write \`${fn.example}\`.` });
    return bad(expr);
  }
  const read = fn.read(arg.literal.value);
  if ('message' in read) {
    context.report('cel/literal', arg, read);
    return bad(expr);
  }
  if (read.type !== 'timestamp' && read.type !== 'duration') return bad(expr);
  return typed(expr, { kind: read.type }, { kind: 'constant', constant: read }, []);
}

function checkKnown(expr: Call, known: readonly CelFunction[], context: Context): Typed {
  const given = expr.receiver === null ? expr.args : [expr.receiver, ...expr.args];
  const args = given.map((arg) => context.check(arg, context));
  const sized = known.filter((one) => one.params.length === args.length);
  if (sized.length === 0) return wrongCount(expr, known, context);
  const exact = sized.find((one) => one.params.every((param, i) => args[i]!.type.kind === param));
  const fn = exact ?? sized.find((one) => one.params.every((param, i) => fits(args[i]!, param)));
  if (fn === undefined) return wrongTypes(expr, sized, args, context);
  if (!fn.params.every((param, i) => param !== 'zone' || isZone(args[i]!, context))) return bad(expr);
  const canError =
    fn.params.some((param, i) => param !== 'zone' && failsAs(args[i]!, param)) || fn.params[0] === 'dyn';
  return typed(expr, fn.result, { kind: 'call', fn, args }, args, { canError });
}

/** A dyn value fits a parameter of one type; where there are overloads, only the one for dyn. */
function fits(arg: Typed, param: Type['kind'] | 'zone'): boolean {
  if (param === 'zone') return isOpen(arg.type) || arg.type.kind === 'string';
  if (arg.type.kind === 'error' || arg.type.kind === param) return true;
  return arg.type.kind === 'dyn';
}

function isZone(arg: Typed, context: Context): boolean {
  if (arg.type.kind === 'error') return false;
  if (arg.kind !== 'constant' || arg.constant.type !== 'string') {
    const message = 'The time zone must be a literal text in this version.';
    context.report('cel/unsupported', arg, { message, help: 'Write `"Europe/Berlin"`.' });
    return false;
  }
  if (readZone(arg.constant.value) !== null) return true;
  context.report('cel/literal', arg, unknownZone(arg.constant.value));
  return false;
}

function wrongCount(expr: Call, known: readonly CelFunction[], context: Context): Typed {
  const own = expr.receiver === null ? 0 : 1;
  const counts = [...new Set(known.map((one) => one.params.length - own))];
  const wanted = counts.length === 1 && counts[0] === 1 ? '1 argument' : `${counts.join(' or ')} arguments`;
  const message = `\`${expr.name.text}\` takes ${wanted}, here are ${expr.args.length}.`;
  context.report('cel/arity', expr, { message });
  return bad(expr);
}

function wrongTypes(
  expr: Call,
  known: readonly CelFunction[],
  args: readonly Typed[],
  context: Context,
): Typed {
  if (args.some((arg) => arg.type.kind === 'error')) return bad(expr);
  const own = expr.receiver === null ? 0 : 1;
  const wrong = args.findIndex((arg, i) => !known.some((one) => fits(arg, one.params[i]!)));
  const at = args[Math.max(wrong, 0)]!;
  const wanted = [...new Set(known.map((one) => one.params[Math.max(wrong, 0)]))].filter(
    (kind) => kind !== 'dyn',
  );
  const what =
    wrong === 0 && own === 1 ? `\`${expr.name.text}\` is a method of` : `\`${expr.name.text}\` takes`;
  const message = `${what} ${wanted.map((kind) => (kind === 'zone' ? 'string' : kind)).join(', ')}; this is ${showType(at.type)}.`;
  const help =
    at.type.kind === 'list' && expr.name.text === 'contains' ? { help: 'Write `value in list`.' } : {};
  context.report('cel/type', at, { message, ...help });
  return bad(expr);
}

function unknownFunction(expr: Call, context: Context): Typed {
  const { name, receiver } = expr;
  const target = receiver === null || isNamespace(receiver) ? null : context.check(receiver, context);
  if (absent.has(name.text)) {
    context.report('cel/unsupported', name, {
      message: `\`${name.text}\` is not supported in this version.`,
      ...(name.text === 'matches'
        ? { help: 'Use `startsWith`, `endsWith`, `contains`, or `in` with a list.' }
        : {}),
    });
  } else {
    const message = `There is no ${receiver === null ? 'function' : 'method'} \`${name.text}\`.`;
    context.report('cel/unknown-function', name, { message, ...helpFor(expr, target) });
  }
  if (!macros.has(name.text)) for (const arg of expr.args) context.check(arg, context);
  return bad(expr);
}

function isNamespace(receiver: Expr): boolean {
  return (
    receiver.kind === 'name' &&
    ['math', 'cel', 'strings', 'base64', 'optional', 'lists', 'sets'].includes(receiver.name)
  );
}

function helpFor({ name, receiver }: Call, target: Typed | null): { help?: string } {
  if (name.text === 'includes' && target?.type.kind === 'list') return { help: 'Write `value in list`.' };
  const other = functions.find((one) => one.name === name.text) ?? macros.has(name.text);
  if (other !== false) {
    const shape = receiver === null ? `value.${name.text}(…)` : `${name.text}(…)`;
    return { help: `Write \`${shape}\`.` };
  }
  const habit = otherwise.get(name.text);
  if (habit !== undefined) return { help: `CEL calls it \`${habit}\`.` };
  const method = receiver !== null;
  const candidates = functions.filter((one) => one.method === method).map((one) => one.name);
  const more = method ? [...macros] : ['has', ...literalFunctions.map((one) => one.name)];
  return meant(name.text, [...new Set([...candidates, ...more])]);
}
