// CEL in the gateway file: compiled once, its problems placed in the very characters of the YAML.
import {
  type Compiled,
  celJsWarnings,
  compileExpression,
  type Environment,
  type Want,
} from '../cel/index.ts';
import type { Range } from '../diagnostics/finding.ts';
import type { Builder } from '../emit/builder.ts';
import type { ScalarNode } from '../source/node.ts';
import type { Scope } from './room.ts';

export interface Condition {
  readonly text: string;
  readonly range: Range;
  readonly compiled: Compiled;
  /** The source of a part of the text. */
  slice(start: number, end: number): Range;
}

export interface Use {
  /** Of the rule whose condition it is. */
  readonly effect?: 'allow' | 'deny';
  /** What becomes of a call for which it has no value. */
  readonly without?: string;
  /** It is meant to have no value where something is missing: nobody need be warned. */
  readonly partial?: true;
}

/**
 * Compiles the expression in a scalar and reports what is wrong with it. Null when something is.
 * @param use where it stands; of a document that is not understood it is not known
 */
export function readCondition(
  scope: Pick<Scope, 'report' | 'from'>,
  node: ScalarNode,
  environment: Environment,
  want: Exclude<Want, 'dyn'>,
  { effect, without, partial }: Use = {},
): Condition | null {
  const text = String(node.value);
  const compiled = compileExpression(text, environment, want);
  for (const { start, end, ...problem } of compiled.problems) {
    scope.report({ ...problem, severity: 'error', range: node.slice(start, end) });
  }
  const foreign =
    scope.from === 'cel-js' && compiled.ok ? celJsWarnings({ ...compiled, ...(effect && { effect }) }) : [];
  for (const { start, end, ...problem } of [...compiled.warnings, ...foreign]) {
    if (partial && problem.rule === 'cel/optional-property') continue;
    const why = problem.rule === 'cel/optional-property' && without !== undefined ? { why: without } : {};
    scope.report({ ...problem, ...why, severity: 'warning', range: node.slice(start, end) });
  }
  const slice = (start: number, end: number): Range => node.slice(start, end);
  return compiled.ok ? Object.freeze({ text, range: node.range, compiled, slice }) : null;
}

/** The part that parses arguments and the request, if this is the one that reads them. */
export function recordFacts({ reads }: Compiled, builder: Builder): void {
  if (reads.args || reads.request) builder.stage('facts', { module: 'gateway/facts', name: 'callFacts' });
}
