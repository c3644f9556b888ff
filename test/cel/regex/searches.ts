// Every way a pattern is searched for, and a slow one to compare with.
import { compileRegex } from '../../../compiler/cel/regex/index.ts';
import { createBuilder } from '../../../compiler/emit/builder.ts';
import { code } from '../../../compiler/emit/code.ts';
import * as runtime from '../../../runtime/cel/regex/index.ts';
import { parseRegex } from '../../../runtime/cel/regex/re2/parser.ts';
import { type Program, programOf } from '../../../runtime/cel/regex/re2/program.ts';
import type { Meter } from '../../../runtime/cel/regex/re2/step.ts';
import { createSearch, type Search } from '../../../runtime/cel/regex/search.ts';

export function programFor(pattern: string): Program {
  return programOf(parseRegex(pattern), pattern.length);
}

/** The plan's text for a pattern, and the functions of the runtime that it asks for. */
export function planOf(pattern: string): { readonly text: string; readonly needs: readonly string[] } {
  const compiled = compileRegex(pattern);
  if (!compiled.ok) throw new Error(`${pattern}: ${compiled.problem.message}`);
  const builder = createBuilder();
  const recorded = builder.finish(code`${compiled.print(builder)}`);
  return { text: recorded.plan.text, needs: recorded.cel };
}

/** The search that the plan holds, from the plan's own text. */
export function emitted(pattern: string): Search {
  const body = planOf(pattern).text.replace('export function plan', 'return function plan');
  return new Function(body)()(runtime) as Search;
}

/** The search of a pattern that is known only at run time, and what it costs. */
export function ported(pattern: string): { readonly search: Search; readonly meter: Meter } {
  const meter = { steps: 0 };
  return { search: createSearch(programFor(pattern), meter), meter };
}
