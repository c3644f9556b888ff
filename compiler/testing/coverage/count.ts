// Counts what one call reaches: every rule that would decide had it been alone, the parts of every condition asked, the way
// it went.
import type { AuditRecord } from '../../../runtime/contract/audit.ts';
import type { AccessRulePlan, Plan } from '../../../runtime/contract/plan.ts';
import { type Facts, factsOf } from '../twin/evaluate.ts';
import { concerns } from '../twin/trace.ts';
import type { Look, Twin } from '../twin/twin.ts';
import type { Sighting } from '../twin/watch.ts';
import type { Ledger, Parts, RuleGoals } from './goals.ts';

/** @param record what the bytes that ship wrote of the call */
export type Count = (sighting: Sighting, record: AuditRecord | undefined) => void;

export function counterOf(plan: Plan, twin: Twin, ledger: Ledger): Count {
  return (sighting, record) => {
    if (record === undefined) return;
    const facts = judged.has(record.stage) && !completes(record) ? factsOf(sighting) : null;
    if (facts !== null) countRules(facts, plan, twin, ledger);
    if (facts !== null && routed.has(record.stage)) countRoutes(facts, plan, twin, ledger);
    countLimits(record, plan, ledger);
    countWays(record, sighting, ledger);
  };
}

/** Stages that a call reaches only after its rules were asked, or that ask them. */
const judged: ReadonlySet<string> = new Set(['visible', 'access', 'limits', 'attempt', 'answer']);

const routed: ReadonlySet<string> = new Set(['limits', 'attempt', 'answer']);

/** A completion asks of its prompt or template only whether it is visible: no rule decides. */
function completes({ method }: AuditRecord): boolean {
  return method === 'completion/complete';
}

/** A deny decides only where something is allowed: else it is not asked. One on trial is asked of every call. */
function countRules(facts: Facts, plan: Plan, { looks }: Twin, { hits, rules, trials }: Ledger): void {
  const ask = (
    all: readonly AccessRulePlan[],
    effects: readonly AccessRulePlan['effect'][],
    goals: readonly RuleGoals[],
    own: readonly (Look | null)[],
  ): boolean => {
    let any = false;
    for (const [index, rule] of all.entries()) {
      if (!effects.includes(rule.effect) || !facts.speaks(rule) || !concerns(rule, facts.agent)) continue;
      const { holds, parts } = goals[index]!;
      const value = evaluate(own[index] ?? null, parts, facts, hits);
      if (value !== true && (rule.effect === 'allow' || value === false)) continue;
      hits[holds]! += 1;
      any = true;
    }
    return any;
  };
  if (ask(plan.access, ['allow'], rules, looks.access)) ask(plan.access, ['deny'], rules, looks.access);
  ask(plan.shadows ?? [], ['allow', 'deny'], trials, looks.shadows);
}

/** Routes are asked in order, up to the first that leads. */
function countRoutes(
  facts: Facts,
  { routes = [] }: Plan,
  { looks }: Twin,
  { hits, conditions }: Ledger,
): void {
  if (!('annotations' in facts.tool)) return;
  for (const [index, route] of routes.entries()) {
    if (!route.tools(facts.tool.name)) continue;
    if (evaluate(looks.routes[index] ?? null, conditions[index]!, facts, hits) === true) return;
  }
}

/** The condition's value, true where there is none; undefined for an error. */
function evaluate(look: Look | null, goals: Parts, facts: Facts, hits: Uint32Array): boolean | undefined {
  if (look === null) return true;
  const probe = (part: number, value: () => unknown): unknown => {
    const given = value();
    const goal = goals[part]!;
    if (goal >= 0 && typeof given === 'boolean') hits[goal + (given ? 0 : 1)]! += 1;
    return given;
  };
  try {
    const value = look.probed(probe, facts.agent, facts.tool, facts.args(), facts.request);
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
