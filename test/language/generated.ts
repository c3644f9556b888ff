// What the language generates for a gateway file, without bundling it.
import { createPositions } from '../../compiler/diagnostics/position.ts';
import { createBuilder } from '../../compiler/emit/builder.ts';
import type { Recorded } from '../../compiler/emit/generated.ts';
import { generatePlan } from '../../compiler/language/plan.ts';
import { rooms } from '../../compiler/language/rooms.ts';
import { createScope } from '../../compiler/language/scope.ts';
import { validateGateway } from '../../compiler/schema/validate.ts';
import { readGateway } from '../../compiler/source/gateway.ts';
import * as cel from '../../runtime/cel/index.ts';
import type { Plan } from '../../runtime/contract/plan.ts';

const facts = { name: 'acme', hash: 'ab'.repeat(32), compiler: '0.0.0', sources: [], targets: [] };

/** Generates the plan of a file that is valid. */
export function generated(file: string): Recorded {
  const { root, value, files } = readGateway(file);
  const { config } = validateGateway(value, root!);
  if (root === null || config === null) throw new Error(`${file} is not valid.`);
  const scope = createScope({ config, root, positions: createPositions(files), included: () => null });
  const models = rooms.resolve(scope);
  const builder = createBuilder();
  return builder.finish(generatePlan(models, facts, builder));
}

/** Runs a plan module with the functions that the runtime gives it. */
export function load(plan: Recorded['plan']): Plan {
  const module = new Function(plan.text.replace('export function plan', 'return function plan'));
  return module()(cel) as Plan;
}
