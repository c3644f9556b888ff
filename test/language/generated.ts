// What the language generates for a checked gateway, without bundling it.
import { createBuilder } from '../../compiler/emit/builder.ts';
import type { Recorded } from '../../compiler/emit/generated.ts';
import type { Checked } from '../../compiler/index.ts';
import { generatePlan } from '../../compiler/language/plan.ts';
import * as cel from '../../runtime/cel/index.ts';
import type { Plan } from '../../runtime/contract/plan.ts';

const facts = {
  name: 'acme',
  hash: 'ab'.repeat(32),
  compiler: '0.0.0',
  sources: [],
  hosts: [],
  target: null,
};

/** Generates the plan of a gateway that has models. */
export function generated({ models }: Checked): Recorded {
  if (models === null) throw new Error('The gateway has no models.');
  const builder = createBuilder();
  return builder.finish(generatePlan(models, facts, builder));
}

/** Runs a plan module with the functions that the runtime gives it. */
export function load(plan: Recorded['plan']): Plan {
  const module = new Function(plan.text.replace('export function plan', 'return function plan'));
  return module()(cel) as Plan;
}
