// Patterns of `matches`, compiled: a plain text becomes JavaScript's own search, another pattern a table that is read once
// for each character, one whose table would be too large a program for the runtime's search.
import { gaps, pack } from '../../../runtime/cel/regex/re2/packed.ts';
import { parseRegex } from '../../../runtime/cel/regex/re2/parser.ts';
import { packProgram } from '../../../runtime/cel/regex/re2/portable.ts';
import { RegexProblem } from '../../../runtime/cel/regex/re2/problem.ts';
import { type Program, programOf } from '../../../runtime/cel/regex/re2/program.ts';
import type { Builder } from '../../emit/builder.ts';
import { type Code, code } from '../../emit/code.ts';
import { type Automaton, automatonOf } from './automaton.ts';
import { literalSearch } from './literal.ts';
import { minimize } from './minimize.ts';

export { mostInstructions } from '../../../runtime/cel/regex/re2/limits.ts';

/** What is wrong with a pattern. Offsets are UTF-16 units of it, half-open. */
export interface PatternProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly help?: string;
}

export interface Pattern {
  readonly ok: true;
  /** Records the search as a function of the plan; returns its name. It takes the text, and what counts its steps, and returns a boolean. */
  print(builder: Builder): Code;
  /** May a search end in an error? The pattern is no table then, and a long text can take more steps than are allowed. */
  canError(): boolean;
  /** How many instructions a character may have to be held against where the pattern is no table. */
  readonly instructions: number;
}

export type CompiledRegex = Pattern | { readonly ok: false; readonly problem: PatternProblem };

const mostStates = 500;
const mostBytes = 16_384;

/**
 * Compiles a pattern in RE2's syntax, as `matches(text, pattern)` of CEL takes it: found anywhere in the text.
 * The table is made when it is first asked for, so that checking alone is quick.
 */
export function compileRegex(pattern: string): CompiledRegex {
  try {
    const node = parseRegex(pattern);
    const program = programOf(node, pattern.length);
    let made: Printed | null = null;
    const printed = (): Printed =>
      (made ??= literalOf(literalSearch(node)) ?? printProgram(program, pattern));
    return {
      ok: true,
      print: (builder) => {
        const { needs, body } = printed();
        return builder.fn('matches', [], needs === null ? body : code`${builder.cel(needs)}(${body})`);
      },
      // No getters: an object that has some is of a class of its own to the engine, which is slow to make.
      canError: () => {
        const { needs } = printed();
        return needs === 'searchProgram' || needs === 'searchPattern';
      },
      instructions: program.code.length / 3,
    };
  } catch (error) {
    if (!(error instanceof RegexProblem)) throw error;
    const { start, end, message, help } = error;
    return { ok: false, problem: { start, end, message, ...(help === '' ? {} : { help }) } };
  }
}

/** `matches` for patterns that are not literals: a function of text and pattern, with the plan's own memory of patterns. */
export function printMatches(builder: Builder): Code {
  return builder.fn('matches', [], code`${builder.cel('createMatches')}()`);
}

interface Printed {
  /** The function of the runtime that makes a search of the body; null when the body is one. */
  readonly needs: 'searchTable' | 'searchProgram' | 'searchPattern' | null;
  readonly body: Code;
}

function literalOf(body: Code | null): Printed | null {
  return body === null ? null : { needs: null, body };
}

function printProgram(program: Program, pattern: string): Printed {
  const automaton = automatonOf(program);
  const table = automaton === null ? null : packTable(minimize(automaton));
  if (table !== null) return { needs: 'searchTable', body: code`${table}` };
  const packed = isSmall(program) ? packProgram(program) : null;
  if (packed !== null && packed.length <= mostBytes) return { needs: 'searchProgram', body: code`${packed}` };
  return { needs: 'searchPattern', body: code`${pattern}` };
}

/** False for a program that is not worth packing to see that it is too large. */
function isSmall({ code, members, alphabet }: Program): boolean {
  return code.length <= mostBytes && members.length * alphabet.count <= 4 * mostBytes;
}

/** In the form that `searchTable` of the runtime reads; null when it is too large. */
function packTable({ alphabet, rows }: Automaton): string | null {
  const { starts, classes, count } = alphabet;
  if (rows.length > mostStates) return null;
  const packed = pack([count, starts.length].concat(gaps(starts), classes, ...rows));
  return packed.length > mostBytes ? null : packed;
}
