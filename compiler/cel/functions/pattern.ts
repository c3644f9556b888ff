// A literal that is a pattern. It is read when it is checked, and not once more when it is printed.
import { type CompiledRegex, compileRegex } from '../regex/index.ts';
import type { Constant } from '../typed.ts';

type Text = Extract<Constant, { type: 'string' }>;

const known = new WeakMap<Text, CompiledRegex>();

/** The pattern that the literal is, or what is wrong with it. */
export function patternOf(literal: Text): CompiledRegex {
  const before = known.get(literal);
  if (before !== undefined) return before;
  const compiled = compileRegex(literal.value);
  known.set(literal, compiled);
  return compiled;
}
