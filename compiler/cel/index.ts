// Expressions of the gateway language: CEL, typed, compiled to JavaScript.
import type { Builder } from '../emit/builder.ts';
import { type Code, code, identifier, join } from '../emit/code.ts';
import type { Expr } from './ast.ts';
import { checkCost } from './cost/index.ts';
import { certainty, chance, chanceCode } from './could.ts';
import type { Environment } from './environment.ts';
import { constantOf, folded } from './fold/index.ts';
import { parse } from './parser.ts';
import { runtimeValue } from './print/constant.ts';
import { printArrow } from './printer.ts';
import { isFull, type Problem, type Report, reporter } from './problem.ts';
import { withScopesUnknown } from './scopes.ts';
import { failsAs, type Typed } from './typed.ts';
import { mayBe, showType, type Type, type Want } from './types.ts';

export { celJsWarnings } from './cel-js/index.ts';
export { type Conjunct, conjunctsOf, type Plain } from './conjuncts.ts';
export { type Demand, demandsOf, printDemands } from './demands.ts';
export {
  accessEnvironment,
  anyClaims,
  claimsEnvironment,
  type Environment,
  type Phase,
  type Subject,
} from './environment.ts';
export { keyOf } from './key.ts';
export { type Probe, partsOf, printProbed } from './probe.ts';
export type { Problem } from './problem.ts';
export { languageOf } from './regex/language.ts';
export { anyOf } from './relation.ts';
export { typeOfSchema } from './schema.ts';
export { readsScopes, scopesSought } from './scopes.ts';
export { parameter, type Shape, shapeOf } from './shape.ts';
export { dynType, showType, type Type, type Want } from './types.ts';

/** A compiled expression. Frozen; printed any number of times. */
export interface Compiled {
  readonly text: string;
  /** Sorted by place; empty when `ok`. */
  readonly problems: readonly Problem[];
  /** What works and is perhaps not what is meant, sorted by place. */
  readonly warnings: readonly Problem[];
  readonly ok: boolean;
  readonly type: Type;
  /** The variables it names. */
  readonly reads: {
    readonly agent: boolean;
    readonly tool: boolean;
    readonly args: boolean;
    readonly request: boolean;
  };
  /** The names of all the variables it names. */
  readonly variables: ReadonlySet<string>;
  /** Evaluation may end in an error for some values. */
  readonly canError: boolean;
  /** The most steps that evaluation takes, about one for each operator and element; beyond a budget it is an error. */
  readonly steps: number;
  /** The value, where the text alone gives it. */
  readonly constant: unknown;
  readonly want: Want;
  /** What is printed: constants in place of what is constant. */
  readonly root: Typed;
  /** The tree as it is written. */
  readonly written: Typed;
  /** Names of the environment's variables: the parameters of what is printed. */
  readonly parameters: readonly string[];
}

/** Longest expression, in UTF-16 units. */
const longest = 32_768;

/**
 * Compiles one expression. Never throws for bad text: all that is wrong with it is in `problems`.
 * @param want the type its value must have; dyn is taken, and checked at run time
 */
export function compileExpression(text: string, environment: Environment, want: Want): Compiled {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const report = reporter(problems);
  const tree = text.length > longest ? tooLong(text, report) : parse(text, report);
  const warn = reporter(warnings, 'rule');
  const enough = () => isFull(problems);
  const { root: written, reads, steps } = checkCost(tree, environment, { text, report, warn, enough });
  checkResult(written, want, report);
  const ok = problems.length === 0;
  const root = ok ? folded(written, warn) : written;
  const constant = ok ? constantOf(root) : null;
  return Object.freeze({
    text,
    problems: sorted(problems),
    warnings: sorted(warnings),
    ok,
    type: written.type,
    reads: Object.freeze({
      agent: reads.has('agent'),
      tool: reads.has('tool'),
      args: reads.has('args'),
      request: reads.has('request'),
    }),
    variables: reads,
    canError: failsAs(root, want),
    steps,
    constant: constant === null ? undefined : runtimeValue(constant),
    want,
    root,
    written,
    parameters: environment.variables.map(({ name }) => name),
  });
}

/** Of a part of it nothing is said: where it is cut, it is no expression. */
function tooLong({ length }: string, report: Report): Expr {
  const message = `The expression is longer than ${longest} characters.`;
  report('cel/too-deep', { start: longest, end: length }, { message, help: 'Split the rule in several.' });
  return { start: 0, end: length, depth: 0, kind: 'bad' };
}

function sorted(problems: Problem[]): readonly Problem[] {
  return Object.freeze(problems.sort((a, b) => a.start - b.start || a.end - b.end));
}

function checkResult(root: Typed, want: Want, report: Report): void {
  const fits = ({ kind }: Type) => kind === want || (want === 'map' && kind === 'object');
  if (want === 'dyn' || mayBe(root.type, fits)) return;
  const what = want === 'bool' ? 'A condition must be bool' : `The expression must give a ${want}`;
  const help = want === 'bool' ? { help: 'Compare it with something, as in `args.limit <= 100`.' } : {};
  report('cel/type', root, { message: `${what}, this is ${showType(root.type)}.`, ...help });
}

/**
 * An arrow function `(agent, tool, args, request) => value` (without the last parameters it does not read). It throws
 * where CEL says *error*; only the boolean true is true.
 */
export function printFunction(compiled: Compiled, builder: Builder): Code {
  return printArrow(compiled, compiled.parameters, compiled.variables, builder);
}

/**
 * An arrow function `(agent, tool) => boolean`, with `args` and `request` unknown. For an allow: could the condition be
 * true? For a deny: could it be false, so that it is not certain to refuse?
 */
export function printCould(compiled: Compiled, builder: Builder, effect: 'allow' | 'deny'): Code {
  return code`${known(compiled)} => ${chanceCode(chance(compiled.root, effect === 'allow', builder))}`;
}

/** The same with scopes that the agent's token lacks unknown, too. */
export function printCouldWithMore(compiled: Compiled, builder: Builder, effect: 'allow' | 'deny'): Code {
  return printCould({ ...compiled, root: withScopesUnknown(compiled.root) }, builder, effect);
}

/**
 * An arrow function `(agent, tool) => boolean`: true where a deny's condition is false whatever `args` and `request`
 * are, so that the deny can be left out. Null where that is never known.
 */
export function printSpares(compiled: Compiled, builder: Builder): Code | null {
  const certain = certainty(compiled.root, false, builder);
  return certain === false ? null : code`${known(compiled)} => ${chanceCode(certain)}`;
}

/** The parameters that are known before a call: the agent and the thing. */
function known({ parameters }: Compiled): Code {
  return code`(${join(parameters.slice(0, 2).map(identifier))})`;
}
