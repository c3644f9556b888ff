// Counts what one call reaches: every rule that would decide had it been alone, the parts of every condition asked, the way
// it went.
import type { AuditRecord } from '../../../runtime/contract/audit.ts';
import type { Plan } from '../../../runtime/contract/plan.ts';
import { type Facts, factsOf } from '../twin/evaluate.ts';
import { concerns } from '../twin/trace.ts';
import type { Twin } from '../twin/twin.ts';
import type { Sighting } from '../twin/watch.ts';
import type { Ledger } from './goals.ts';

/** @param record what the bytes that ship wrote of the call */
export type Count = (sighting: Sighting, record: AuditRecord | undefined) => void;

export function counterOf(plan: Plan, twin: Twin, ledger: Ledger): Count {
  return (sighting, record) => {
    if (record === undefined) return;
    const facts = judged.has(record.stage) && !completes(record) ? factsOf(sighting) : null;
    if (facts !== null) countRules(facts, plan, twin, ledger);
    countLimits(record, plan, ledger);
    countWays(record, sighting, ledger);
  };
}

/** Stages that a call reaches only after its rules were asked, or that ask them. */
const judged: ReadonlySet<string> = new Set(['visible', 'access', 'limits', 'attempt', 'answer']);

/** A completion asks of its prompt or template only whether it is visible: no rule decides. */
function completes({ method }: AuditRecord): boolean {
  return method === 'completion/complete';
}

/** A deny decides only where something is allowed: else it is not asked. */
function countRules(facts: Facts, plan: Plan, twin: Twin, ledger: Ledger): void {
  const ask = (effect: 'allow' | 'deny'): boolean => {
    let any = false;
    for (let index = 0; index < plan.access.length; index++) {
      const rule = plan.access[index]!;
      if (rule.effect !== effect || !facts.speaks(rule) || !concerns(rule, facts.agent)) continue;
      const value = evaluate(index, facts, twin, ledger);
      if (value !== true && (effect === 'allow' || value === false)) continue;
      ledger.hits[ledger.rules[index]!]! += 1;
      any = true;
    }
    return any;
  };
  if (ask('allow')) ask('deny');
}

/** The condition's value, true where there is none; undefined for an error. */
function evaluate(index: number, facts: Facts, twin: Twin, { hits, parts }: Ledger): boolean | undefined {
  const probed = twin.probes.access[index];
  if (probed == null) return true;
  const goals = parts[index]!;
  const probe = (part: number, value: () => unknown): unknown => {
    const given = value();
    const goal = goals[part]!;
    if (goal >= 0 && typeof given === 'boolean') hits[goal + (given ? 0 : 1)]! += 1;
    return given;
  };
  try {
    const value = probed(probe, facts.agent, facts.tool, facts.args(), facts.request);
    return typeof value === 'boolean' ? value : undefined;
  } catch {
    return undefined;
  }
}

function countWays({ route }: AuditRecord, { link }: Sighting, { hits, routes, links }: Ledger): void {
  const led = route && routes.get(route.place);
  if (led !== undefined) hits[led]! += 1;
  const served = link && links.get(link.chain)?.[link.at];
  if (served != null) hits[served]! += 1;
}

const charged: ReadonlySet<string> = new Set(['attempt', 'answer']);

function countLimits(
  { decision, stage, rule, tool, method }: AuditRecord,
  plan: Plan,
  { hits, limits }: Ledger,
): void {
  plan.limits.forEach((limit, index) => {
    if (method === 'tools/call' && charged.has(stage) && tool !== null && limit.tools(tool))
      hits[limits[index]!]! += 1;
    if (decision === 'limited' && limit.name === rule) hits[limits[index]! + 1]! += 1;
  });
}
