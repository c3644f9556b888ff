// `matches` with patterns that are known only when they are asked for.
import { perMade, perPattern, type Spend } from '../budget.ts';
import { fail } from '../error.ts';
import { mostInstructions } from './re2/limits.ts';
import { parseRegex } from './re2/parser.ts';
import { unpackProgram } from './re2/portable.ts';
import { RegexProblem } from './re2/problem.ts';
import { programOf } from './re2/program.ts';
import { createSearch, type Search } from './search.ts';

/** Patterns that are kept compiled: so many of late, and as many of before. */
const mostPatterns = 16;

/** A search with a program that was packed at compile. */
export function searchProgram(packed: string): Search {
  return createSearch(unpackProgram(packed));
}

/** A search with a pattern that the compiler has found to be sound. @throws RegexProblem */
export function searchPattern(pattern: string, spend?: Spend): Search {
  const program = programOf(parseRegex(pattern), pattern.length);
  spend?.(null, perPattern + (program.code.length / 3) * perMade);
  return createSearch(program);
}

/**
 * `matches(text, pattern)` of CEL with a memory of its own: whether RE2's `pattern` is found anywhere in `text`.
 * A pattern that is not RE2, or too large, throws celError. What a counter is given for counts the work.
 * @param compile makes the search of a pattern that is not kept
 */
export function createMatches(
  compile: (pattern: string, spend?: Spend) => Search = searchOrFail,
): (text: string, pattern: string, spend?: Spend) => boolean {
  let late = new Map<string, Search>();
  let before = new Map<string, Search>();
  return (text, pattern, spend) => {
    const known = late.get(pattern);
    if (known !== undefined) return known(text, spend);
    if (late.size === mostPatterns) [before, late] = [late, new Map()];
    const search = before.get(pattern) ?? compile(pattern, spend);
    late.set(pattern, search);
    return search(text, spend);
  };
}

function searchOrFail(pattern: string, spend?: Spend): Search {
  try {
    return searchPattern(pattern, spend);
  } catch (error) {
    if (!(error instanceof RegexProblem)) throw error;
    // What is too large is found out late.
    spend?.(null, mostInstructions * perMade);
    return fail;
  }
}
