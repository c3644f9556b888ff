// Arguments that are literals with a meaning of their own: time zones and patterns. They are read at compile.
import type { Param } from '../functions/function.ts';
import { patternOf } from '../functions/pattern.ts';
import { readZone, unknownZone } from '../functions/zone.ts';
import type { Span } from '../problem.ts';
import type { PatternProblem } from '../regex/index.ts';
import type { Typed } from '../typed.ts';
import type { Context } from './context.ts';

/** A parameter that only a literal fits. */
export function isLiteral(param: Param): boolean {
  return param === 'zone' || param === 'pattern';
}

/** False, and reported, for a literal that its parameter cannot read. */
export function isReadable(arg: Typed, param: Param, context: Context): boolean {
  if (!isLiteral(param)) return true;
  if (arg.kind !== 'constant' || arg.constant.type !== 'string') return false;
  return param === 'zone' ? isZone(arg, arg.constant.value, context) : isPattern(arg, arg.constant, context);
}

function isZone(arg: Typed, name: string, context: Context): boolean {
  if (readZone(name) !== null) return true;
  context.report('cel/literal', arg, unknownZone(name));
  return false;
}

function isPattern(
  arg: Typed,
  literal: { readonly type: 'string'; readonly value: string },
  context: Context,
): boolean {
  const compiled = patternOf(literal);
  if (compiled.ok) return true;
  const { message, help } = compiled.problem;
  const words = help === undefined ? { message } : { message, help };
  context.report('cel/literal', placeIn(arg, literal.value, compiled.problem), words);
  return false;
}

/** The very characters, where the literal is written as it reads; else the whole literal. */
function placeIn(arg: Typed, pattern: string, { start, end }: PatternProblem): Span {
  const quotes = arg.end - arg.start - pattern.length;
  if (quotes !== 2 && quotes !== 3) return arg;
  const from = arg.start + quotes - 1;
  return { start: from + start, end: Math.max(from + end, from + start) };
}
