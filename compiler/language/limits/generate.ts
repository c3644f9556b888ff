// `limits` of the plan. Without limits neither the stage nor the store is in the bundle.
import type { Builder } from '../../emit/builder.ts';
import { literal } from '../../emit/code.ts';
import { recordFacts } from '../conditions.ts';
import type { IssuersModel } from '../issuers/model.ts';
import { printPredicate } from '../patterns.ts';
import type { PlanPart } from '../room.ts';
import { printCells } from './cells.ts';
import type { LimitModel, LimitsModel } from './model.ts';

export function generateLimits(
  { limits, issuers }: { readonly limits: LimitsModel; readonly issuers: IssuersModel },
  builder: Builder,
): PlanPart {
  if (limits.limits.length > 0) {
    builder.stage('limits', { module: 'limits/index', name: 'limitStage' });
    builder.stage('state', { module: 'state/memory', name: 'memoryState' });
  }
  return { limits: literal(limits.limits.map((limit) => printLimit(limit, issuers, builder))) };
}

function printLimit(limit: LimitModel, { issuers }: IssuersModel, builder: Builder): object {
  const { name, place, tools, rate, burst, per } = limit;
  const conditions = per.flatMap((one) => (one.kind === 'cel' ? [one.condition.compiled] : []));
  for (const compiled of conditions) recordFacts(compiled, builder);
  const reads = conditions.map((compiled) => compiled.reads);
  return {
    name: name.text,
    place,
    tools: printPredicate(tools, builder),
    cells: printCells(limit, issuers.length > 0, builder),
    reads: { args: reads.some(({ args }) => args), request: reads.some(({ request }) => request) },
    rate: { intervalMs: rate.unitMs / rate.count, burst },
  };
}
