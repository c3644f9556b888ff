// The twin of a bundle, for looking on while it decides: the same plan over the same parts, which the one who looks may
// wrap, and another module beside them. It never ships.
import { type Code, code, join } from '../emit/code.ts';
import type { Generated } from '../emit/generated.ts';
import { assembleForHere } from './assemble.ts';
import { type Dist, findDist } from './dist.ts';
import { frontOf, furtherModule, planModule, policyFacts, stageParts, stageTree, take } from './entry.ts';
import type { BundleFile } from './index.ts';

/**
 * Bundles the twin: a file that exports `policy`; `createGateway(environment, wrap, plan)`, where `wrap` takes the stages,
 * and the plan, and gives those to use, and `plan` is another one to begin with; `further` and `planWith`, which hand a module's `plan` function
 * what it calls.
 *
 * @param generated what the language generated, as the bundle was made from
 * @param further a module of the shape of a plan
 */
export async function bundleTwin(
  generated: Generated,
  further: Code,
  dist: Dist = findDist(),
): Promise<BundleFile> {
  return assembleForHere('twin.mjs', {
    dist,
    plan: generated.plan.text,
    checks: generated.checks,
    entry: twinEntry(generated).text,
    further: further.text,
  });
}

function twinEntry(generated: Generated): Code {
  return join(
    [
      take(planModule, 'plan'),
      take(furtherModule, 'plan', code`more`),
      ...stageParts(generated),
      code`import * as cel from "runtime/cel/index.js";`,
      take('runtime/gateway.js', 'createGateway', code`assemble`),
      take('runtime/front/index.js', 'createFront'),
      stageTree(generated),
      code`export const policy = ${policyFacts(generated)};`,
      code`export const planWith = (made) => made(cel);`,
      code`export const further = more(cel);`,
      code`export function createGateway(environment, wrap, given) {
const gateway = assemble(wrap.plan(given ?? plan(cel)), wrap.stages(stages), environment);
return { gateway, front: ${frontOf(generated)} };
}`,
    ],
    '\n',
  );
}
