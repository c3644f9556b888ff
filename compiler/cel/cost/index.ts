// Checks an expression and bounds what it costs. One that can cost no more than the budget counts nothing at run time.
import { mostSteps } from '../../../runtime/cel/budget.ts';
import type { Expr } from '../ast.ts';
import { type Checked, check } from '../checker.ts';
import type { Environment } from '../environment.ts';
import type { Report } from '../problem.ts';
import { anyFailing, isCounted } from '../typed.ts';
import { stepsOf } from './steps.ts';
import { warnCost } from './warnings.ts';

export { stepsEach } from './steps.ts';

const silent: Report = () => {};

/** A checked expression, and the most steps that it takes. */
export function checkCost(
  tree: Expr,
  environment: Environment,
  { text, report, warn }: { readonly text: string; readonly report: Report; readonly warn: Report },
): Checked & { readonly steps: number } {
  const checked = check(tree, environment, { report, warn });
  const steps = stepsOf(checked.root);
  if (!anyFailing(checked.root, isCounted)) return { ...checked, steps };
  if (steps <= mostSteps) {
    return { ...check(tree, environment, { report: silent, warn: silent, counting: false }), steps };
  }
  warnCost(checked.root, text, steps, warn);
  return { ...checked, steps };
}
