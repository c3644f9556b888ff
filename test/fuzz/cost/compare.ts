// Holds the bound that the compiler gives against the steps that a plain reading of the specification takes.
import fc from 'fast-check';
import { accessEnvironment, compileExpression } from '../../../compiler/cel/index.ts';
import { parse } from '../../../compiler/cel/parser.ts';
import { imported, stepsTaken } from '../../cel/reference.ts';
import { conditions, schemaWith, values } from './expressions.ts';

export interface Held {
  readonly cases: number;
  readonly seconds: number;
  /** The greatest part of its bound that a case took. */
  readonly tightest: number;
  /** Cases that took more than their bound. */
  readonly over: readonly string[];
}

const batch = 20;

/**
 * Compares so many cases, or for a time, in batches that `seed` makes the same again.
 * @param limit what the compiler takes a limit of the schema for; itself, unless the build is broken
 */
export function holdBounds(options: {
  readonly seconds?: number;
  readonly cases?: number;
  readonly seed: number;
  readonly limit?: (most: number) => number;
}): Held {
  const { seconds = Number.POSITIVE_INFINITY, cases: enough = Number.POSITIVE_INFINITY } = options;
  const environment = accessEnvironment({ args: schemaWith(options.limit ?? ((most) => most)) });
  const begun = performance.now();
  const over: string[] = [];
  let [cases, tightest] = [0, 0];
  for (let round = 0; cases < enough && performance.now() - begun < seconds * 1000; round++) {
    for (const [text, args] of fc.sample(fc.tuple(conditions, values), {
      numRuns: batch,
      seed: options.seed + round,
    })) {
      const { ok, steps, problems } = compileExpression(text, environment, 'bool');
      if (!ok) throw new Error(`${text}: ${problems.map(({ message }) => message).join(' ')}`);
      const taken = stepsTaken(
        parse(text, () => {}),
        new Map([['args', imported(args)]]),
      );
      tightest = Math.max(tightest, taken / Math.max(steps, 1));
      if (taken > steps)
        over.push(`${text} takes ${taken} steps, not ${steps}, with ${JSON.stringify(args)}`);
    }
    cases += batch;
    if (over.length > 0) break;
  }
  return { cases, seconds: (performance.now() - begun) / 1000, tightest, over };
}
