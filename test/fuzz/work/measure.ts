// Runs conditions on arguments as large as a message may be, and tells which take longer than the budget lets them.
import { Script } from 'node:vm';
import fc from 'fast-check';
import { accessEnvironment, compileExpression, printFunction } from '../../../compiler/cel/index.ts';
import { createBuilder } from '../../../compiler/emit/builder.ts';
import { celError } from '../../../runtime/cel/error.ts';
import * as cel from '../../../runtime/cel/index.ts';
import { call, refund, support } from '../../cel/evaluate.ts';
import { large, schema } from './arguments.ts';
import { conditions } from './expressions.ts';

/**
 * Milliseconds of CPU that an evaluation may take. The budget is spent within a tenth of it; what it does not see takes
 * minutes, and is broken off.
 */
const patience = 2000;

export interface Measured {
  readonly evaluations: number;
  readonly seconds: number;
  /** How many came to an error: most of them as their budget was spent. */
  readonly errors: number;
  readonly slowest: number;
  readonly slow: readonly string[];
}

const environments = [accessEnvironment(), accessEnvironment({ args: schema })];

/**
 * Measures so many conditions, or for a time.
 * @param most milliseconds of CPU that an evaluation may take
 * @param runtime what the printed code calls: cel itself, unless the build is broken
 */
export function measure(options: {
  readonly seed: number;
  readonly seconds?: number;
  readonly conditions?: number;
  readonly most?: number;
  readonly runtime?: object;
}): Measured {
  const { most = patience } = options;
  const { seconds = Number.POSITIVE_INFINITY, conditions: enough = Number.POSITIVE_INFINITY } = options;
  const begun = performance.now();
  const slow: string[] = [];
  let [evaluations, errors, slowest] = [0, 0, 0];
  for (let at = 0; at < enough && slow.length === 0 && performance.now() - begun < seconds * 1000; at++) {
    const [text = ''] = fc.sample(conditions, { numRuns: 1, seed: options.seed + at });
    const run = alive(text, environments[at % 2]!, options.runtime ?? cel);
    if (run === null) continue;
    for (const [name, args] of large) {
      const { outcome, took } = timed(() => run(args), most);
      evaluations++;
      if (outcome === 'error') errors++;
      slowest = Math.max(slowest, took);
      if (took > most) slow.push(`${text} with ${name} took ${Math.round(took)} ms and came to ${outcome}`);
      if (took > most) break;
    }
  }
  return { evaluations, errors, slowest, slow, seconds: (performance.now() - begun) / 1000 };
}

/** Null for what does not compile. */
function alive(
  text: string,
  environment: ReturnType<typeof accessEnvironment>,
  runtime: object,
): ((args: object) => unknown) | null {
  const compiled = compileExpression(text, environment, 'bool');
  if (!compiled.ok) return null;
  const builder = createBuilder();
  const { plan } = builder.finish(printFunction(compiled, builder));
  const make = new Function('cel', `${plan.text.replace('export function', 'function')}\nreturn plan(cel);`);
  const run = make(runtime);
  return (args) => {
    try {
      return run(support, refund, args, call);
    } catch (error) {
      if (error === celError) return 'error';
      throw error;
    }
  };
}

const script = new Script('globalThis.measured()');

/** What `work` comes to, and its milliseconds of CPU; broken off long after it should have ended. */
function timed(work: () => unknown, most: number): { readonly outcome: unknown; readonly took: number } {
  const before = process.cpuUsage();
  const outcome = brokenOff(work, 5 * most);
  const { user, system } = process.cpuUsage(before);
  return { outcome, took: outcome === 'no end' ? Number.POSITIVE_INFINITY : (user + system) / 1000 };
}

function brokenOff(work: () => unknown, timeout: number): unknown {
  Object.assign(globalThis, { measured: work });
  try {
    return script.runInThisContext({ timeout });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    return 'no end';
  } finally {
    Reflect.deleteProperty(globalThis, 'measured');
  }
}
