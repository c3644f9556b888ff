// `matches` with patterns that are known only when they are asked for.
import { fail } from '../error.ts';
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
export function searchPattern(pattern: string): Search {
  return createSearch(programOf(parseRegex(pattern), pattern.length));
}

/**
 * `matches(text, pattern)` of CEL with a memory of its own: whether RE2's `pattern` is found anywhere in `text`.
 * A pattern that is not RE2, or too large, throws celError.
 * @param compile makes the search of a pattern that is not kept
 */
export function createMatches(
  compile: (pattern: string) => Search = searchOrFail,
): (text: string, pattern: string) => boolean {
  let late = new Map<string, Search>();
  let before = new Map<string, Search>();
  return (text, pattern) => {
    const known = late.get(pattern);
    if (known !== undefined) return known(text);
    if (late.size === mostPatterns) [before, late] = [late, new Map()];
    const search = before.get(pattern) ?? compile(pattern);
    late.set(pattern, search);
    return search(text);
  };
}

function searchOrFail(pattern: string): Search {
  try {
    return searchPattern(pattern);
  } catch (error) {
    if (error instanceof RegexProblem) return fail;
    throw error;
  }
}
