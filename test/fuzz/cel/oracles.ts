// The three that are asked: the generated code, `@bufbuild/cel` and `@marcbachmann/cel-js`.
import { celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import { Environment as CelJs } from '@marcbachmann/cel-js';
import { compileExpression, printFunction } from '../../../compiler/cel/index.ts';
import { createBuilder } from '../../../compiler/emit/builder.ts';
import { celError } from '../../../runtime/cel/error.ts';
import * as cel from '../../../runtime/cel/index.ts';
import { environment, type Values } from './expressions.ts';

/** What a condition comes to. `refused`: it is not even run. */
export type Outcome = boolean | 'error' | 'refused';

/** Changes the printed text, to see that the comparison notices. */
export type Mutation = (text: string) => string;

const small = (value: bigint): number | bigint =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value;

/** The values in the generated code's own form, in the order of the variables. */
function ownForm(values: Values): readonly unknown[] {
  const { i, j, d, s, t, b, l, m } = values;
  const map = Object.fromEntries(Object.entries(m).map(([key, value]) => [key, small(value)]));
  return [small(i), small(j), d, s, t, b, l.map(small), map];
}

/** The generated code. */
export function ours(text: string, mutate: Mutation = (same) => same): (values: Values) => Outcome {
  const compiled = compileExpression(text, environment, 'bool');
  if (!compiled.ok) return () => 'refused';
  const builder = createBuilder();
  const { plan: made } = builder.finish(printFunction(compiled, builder));
  const source = mutate(made.text.replace('export function', 'function'));
  const run = new Function('cel', `${source}\nreturn plan(cel);`)(cel) as (
    ...values: readonly unknown[]
  ) => unknown;
  return (values) => {
    try {
      return run(...ownForm(values)) === true;
    } catch (error) {
      if (error === celError) return 'error';
      throw error;
    }
  };
}

const bufEnv = celEnv();

/** `@bufbuild/cel`: an interpreter, without a checker. */
export function bufbuild(text: string): (values: Values) => Outcome {
  const run = plan(bufEnv, parse(text));
  return (values) => {
    const { l, m, ...rest } = values;
    const result = run({ ...rest, l: [...l], m: new Map(Object.entries(m)) } as never);
    return isCelError(result) || typeof result !== 'boolean' ? 'error' : result;
  };
}

const jsEnv = new CelJs()
  .registerVariable('i', 'int')
  .registerVariable('j', 'int')
  .registerVariable('d', 'double')
  .registerVariable('s', 'string')
  .registerVariable('t', 'string')
  .registerVariable('b', 'bool')
  .registerVariable('l', 'list<int>')
  .registerVariable('m', 'map<string, int>');

/** `@marcbachmann/cel-js`: an interpreter with a checker of its own. */
export function celJs(text: string): (values: Values) => Outcome {
  let run: (values: Values) => unknown;
  try {
    run = jsEnv.parse(text) as unknown as typeof run;
  } catch {
    return () => 'refused';
  }
  return (values) => {
    try {
      return run(values) === true;
    } catch {
      return 'error';
    }
  };
}
