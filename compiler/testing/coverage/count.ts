// Counts what one call reaches: every rule that would decide had it been alone, the parts of every condition asked, the way
// it went.
import type { AuditRecord } from '../../../runtime/contract/audit.ts';
import type { AccessRulePlan, Plan } from '../../../runtime/contract/plan.ts';
import { type Facts, factsOf, givenOf } from '../twin/evaluate.ts';
import type { Given } from '../twin/places.ts';
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
    countPlaces(sighting, twin, ledger);
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
      const value = evaluate(own[index] ?? null, parts, () => givenOf(facts), hits);
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
    const look = looks.routes[index] ?? null;
    if (evaluate(look, conditions[index]!, () => givenOf(facts), hits) === true) return;
  }
}

/** What was asked on the way, with what it was given; a function that asks several asks none after one that errs. */
function countPlaces({ asked }: Sighting, { looks }: Twin, { hits, places }: Ledger): void {
  for (const { key, given } of asked) {
    for (const [at, look] of (looks.places.get(key) ?? []).entries())
      if (evaluate(look, places.get(key)![at]!, () => given, hits) === undefined) break;
  }
}

/** The condition's value, true where there is none; undefined for an error. */
function evaluate(look: Look | null, goals: Parts, given: () => Given, hits: Uint32Array): unknown {
  if (look === null) return true;
  const probe = (part: number, value: () => unknown): unknown => {
    const told = value();
    const goal = goals[part] ?? null;
    if (goal !== null && 'value' in goal) hits[goal.value]! += 1;
    else if (goal !== null && typeof told === 'boolean') hits[told ? goal.true : goal.false]! += 1;
    return told;
  };
  try {
    return look.probed(probe, ...given());
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
