// Runs one expression as a bundle does: compiled, printed, and the printed text evaluated.
import { type Compiled, compileExpression, printFunction } from '../../../compiler/cel/index.ts';
import { createBuilder } from '../../../compiler/emit/builder.ts';
import { celError } from '../../../runtime/cel/error.ts';
import * as cel from '../../../runtime/cel/index.ts';
import { type Case, environmentOf, type Original } from './suite.ts';
import { imported, showValue } from './value.ts';

/** Changes the printed text, to see that the tests notice. */
export type Mutation = (text: string) => string;

/**
 * The value as a text; `error`; or what is wrong with the expression. The tree runs as it is written: where constants are
 * worked out at compile, `root`, there is little left to run.
 */
export function run(
  test: Original,
  mutate: Mutation = (text) => text,
  tree: 'written' | 'root' = 'written',
): string {
  const environment = environmentOf(test);
  const compiled = compileExpression(test.expr, environment, 'dyn');
  if (!compiled.ok) return `refused: ${compiled.problems.map(({ message }) => message).join(' ')}`;
  const bound = new Map(
    Object.entries(test.bindings ?? {}).map(([name, { value }]) => [name, value && imported(value)]),
  );
  const values = environment.variables.map(({ name, type }) => ownForm(bound.get(name), type.kind));
  try {
    return showValue(alive({ ...compiled, root: compiled[tree] }, mutate)(...values));
  } catch (error) {
    if (error === celError) return 'error';
    throw error;
  }
}

function alive(compiled: Compiled, mutate: Mutation): (...values: readonly unknown[]) => unknown {
  const builder = createBuilder();
  const { plan } = builder.finish(printFunction(compiled, builder));
  const text = mutate(plan.text.replace('export function', 'function'));
  return new Function('cel', `${text}\nreturn plan(cel);`)(cel);
}

const unboxed = {
  double: cel.double,
  uint: cel.uint,
  timestamp: cel.timestamp,
  duration: cel.duration,
} as const;
/** A bound value in the form that its declared type has. */
function ownForm(value: unknown, kind: string): unknown {
  return kind in unboxed ? unboxed[kind as keyof typeof unboxed](value) : value;
}

/** What the suite wants; null where any value will do. */
export function wanted({ test }: Case): string | null {
  if (test.evalError !== undefined) return 'error';
  const value = test.value ?? test.typedResult?.result;
  if (value !== undefined) return showValue(imported(value));
  return test.typedResult !== undefined || test.checkOnly === true ? null : 'bool true';
}

/** An expression that is always an error may be refused already. */
export function fits(one: Case, outcome: string): boolean {
  const want = wanted(one);
  if (want === 'error') return outcome === 'error' || outcome.startsWith('refused: ');
  return want === null ? !outcome.startsWith('refused: ') : outcome === want;
}
