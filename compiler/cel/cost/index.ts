// Checks an expression and bounds what it costs. One that can cost no more than the budget counts nothing at run time.
import { mostSteps } from '../../../runtime/cel/budget.ts';
import type { Expr } from '../ast.ts';
import type { Counting } from '../check/context.ts';
import { type Checked, type Checking, check } from '../checker.ts';
import type { Environment } from '../environment.ts';
import type { Report } from '../problem.ts';
import { absorbs, anyFailing, isCounted } from '../typed.ts';
import { stepsOf, stepsUncounted } from './steps.ts';
import { warnCost } from './warnings.ts';

export { stepsEach } from './steps.ts';

const silent: Report = () => {};

/** A checked expression, and the most steps that it takes. */
export function checkCost(
  tree: Expr,
  environment: Environment,
  {
    text,
    report,
    warn,
    enough,
  }: Required<Pick<Checking, 'report' | 'warn' | 'enough'>> & { readonly text: string },
): Checked & { readonly steps: number } {
  const checked = check(tree, environment, { report, warn, enough, counting: 'none' });
  if (enough()) return { ...checked, steps: 0 };
  // What is absorbed is evaluated once more, from the beginning.
  const runs = anyFailing(checked.root, absorbs) ? 2 : 1;
  const steps = runs * stepsOf(checked.root);
  if (steps <= mostSteps) return { ...checked, steps };
  const again = (counting: Counting) => check(tree, environment, { report: silent, warn: silent, counting });
  const sent = again('sent');
  const counting = stepsUncounted(sent.root) > mostSteps ? again('all') : sent;
  if (!anyFailing(counting.root, isCounted)) return { ...checked, steps };
  warnCost(counting.root, text, steps, warn);
  return { ...counting, steps };
}
