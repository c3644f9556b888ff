// Arguments that are literals with a meaning of their own: time zones and patterns. They are read at compile.
import type { Param } from '../functions/function.ts';
import { readZone, unknownZone } from '../functions/zone.ts';
import type { Span } from '../problem.ts';
import { compileRegex, type PatternProblem } from '../regex/index.ts';
import { type Typed, typed } from '../typed.ts';
import type { Context } from './context.ts';

/** A parameter that only a literal fits. */
export function isLiteral(param: Param): boolean {
  return param === 'zone' || param === 'pattern';
}

/** The argument, read if its parameter is a literal; null, and reported, for a literal that cannot be read. */
export function readArgument(arg: Typed, param: Param, context: Context): Typed | null {
  if (!isLiteral(param)) return arg;
  if (arg.kind !== 'constant' || arg.constant.type !== 'string') return null;
  const { value } = arg.constant;
  return param === 'zone' ? readZoneName(arg, value, context) : readPattern(arg, value, context);
}

function readZoneName(arg: Typed, name: string, context: Context): Typed | null {
  if (readZone(name) !== null) return arg;
  context.report('cel/literal', arg, unknownZone(name));
  return null;
}

function readPattern(arg: Typed & { kind: 'constant' }, text: string, context: Context): Typed | null {
  const compiled = compileRegex(text);
  if (compiled.ok) {
    const { constant } = arg;
    return typed(arg, arg.type, { kind: 'constant', constant, pattern: compiled }, []);
  }
  const { message, help } = compiled.problem;
  const words = help === undefined ? { message } : { message, help };
  context.report('cel/literal', placeIn(arg, text, compiled.problem), words);
  return null;
}

/** The very characters, where the literal is written as it reads; else the whole literal. */
function placeIn(arg: Typed, pattern: string, { start, end }: PatternProblem): Span {
  const quotes = arg.end - arg.start - pattern.length;
  if (quotes !== 2 && quotes !== 3) return arg;
  const from = arg.start + quotes - 1;
  return { start: from + start, end: Math.max(from + end, from + start) };
}
