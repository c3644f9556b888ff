// Why a call was decided as it was: every rule that was considered, down to the parts of its condition. Plain data.
import type { AuditRecord } from '../../../runtime/contract/audit.ts';
import type { Agent } from '../../../runtime/contract/identity.ts';
import type { AccessRulePlan, Plan } from '../../../runtime/contract/plan.ts';
import type { AccessRuleModel } from '../../language/access/model.ts';
import { evaluate, type Facts, factsOf, givenOf, type Result } from './evaluate.ts';
import type { Given } from './places.ts';
import { type Part, trialsOf } from './probes.ts';
import type { Look, Twin } from './twin.ts';
import type { Sighting } from './watch.ts';

/** What was considered for one call. */
export interface Trace {
  /** Whether a tool was asked for, or a prompt or resource. */
  readonly ofTool: boolean;
  readonly visible: boolean;
  /** Rules that speak of it, in their order. */
  readonly rules: readonly RuleTrace[];
  /** Rules on trial that speak of it. */
  readonly trials: readonly RuleTrace[];
  /** Routes of its tool, up to the one that leads it. */
  readonly routes: readonly RouteTrace[];
  /** How many rules speak of other things only. */
  readonly others: number;
  /** The rule that decides, or null: no rule allows it. */
  readonly decides: string | null;
  readonly allowed: boolean;
}

export interface RuleTrace {
  /** Its index in `access`. */
  readonly index: number;
  readonly name: string;
  readonly place: string;
  readonly effect: 'allow' | 'deny';
  readonly holds: boolean;
  /** Why it does not concern the agent, in words; null where it does. */
  readonly spares: string | null;
  /** Null where it has no condition, or was not asked. */
  readonly when: ConditionTrace | null;
  /** In a list, where it has a condition: whether, for some arguments, an allow could hold or a deny not hold. */
  readonly listed?: boolean | undefined;
}

export interface RouteTrace {
  readonly place: string;
  /** The server or chain that it leads to. */
  readonly to: string;
  readonly leads: boolean;
  readonly when: ConditionTrace | null;
}

export interface ConditionTrace {
  readonly text: string;
  readonly result: Result;
  readonly parts: readonly PartTrace[];
}

/** One part of a condition. */
export interface PartTrace {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  /** Its value, several where it stands in a loop; empty where it was not evaluated. */
  readonly values: readonly string[];
  readonly results: readonly Result[];
}

/** The trace of what the twin saw; null where nothing was reached, so that no rule was asked. */
export function traceOf(sighting: Sighting, plan: Plan, twin: Twin): Trace | null {
  const facts = factsOf(sighting);
  if (facts === null) return null;
  const enforced = twin.models.access.enforced;
  const rules = ruleTraces(plan.access, enforced, twin.looks.access, facts);
  const allow = rules.find(({ effect, holds }) => effect === 'allow' && holds);
  const deny = allow && rules.find(({ effect, holds }) => effect === 'deny' && holds);
  return {
    ofTool: 'annotations' in facts.tool,
    visible: sighting.visible,
    rules,
    trials: ruleTraces(plan.shadows ?? [], trialsOf(twin.models.access), twin.looks.shadows, facts),
    routes: routeTraces(plan, twin, facts),
    others: plan.access.length - rules.length,
    decides: (deny ?? allow)?.name ?? null,
    allowed: allow !== undefined && deny === undefined,
  };
}

/** Of each of these rules that speaks of what is asked for. */
function ruleTraces(
  plans: readonly AccessRulePlan[],
  models: readonly AccessRuleModel[],
  looks: readonly (Look | null)[],
  facts: Facts,
): readonly RuleTrace[] {
  return plans.flatMap((rule, index) =>
    facts.speaks(rule) ? [ruleTrace(rule, index, models[index]!, looks[index] ?? null, facts)] : [],
  );
}

/** The first that leads is the last that is asked. */
function routeTraces({ routes = [] }: Plan, { looks }: Twin, facts: Facts): readonly RouteTrace[] {
  if (!('annotations' in facts.tool)) return [];
  const traces: RouteTrace[] = [];
  for (const [index, { tools, place, to }] of routes.entries()) {
    if (!tools(facts.tool.name)) continue;
    const look = looks.routes[index] ?? null;
    const when = look && conditionTrace(look, () => givenOf(facts));
    const leads = when === null || when.result === 'true';
    traces.push({ place, to: 'failover' in to ? to.failover : to.server, leads, when });
    if (leads) break;
  }
  return traces;
}

function ruleTrace(
  rule: AccessRulePlan,
  index: number,
  model: AccessRuleModel,
  look: Look | null,
  facts: Facts,
): RuleTrace {
  const { name, place, effect } = rule;
  const about = { index, name, place, effect };
  if (!concerns(rule, facts.agent)) {
    return {
      ...about,
      holds: false,
      spares: sparedBy(model, facts.agent),
      when: null,
    };
  }
  const when = look && conditionTrace(look, () => givenOf(facts));
  // A condition that errs never helps the caller.
  const holds = when === null || when.result === 'true' || (effect === 'deny' && when.result !== 'false');
  return { ...about, holds, spares: null, when };
}

/** Does a rule concern an agent? A `to` that throws concerns a deny, and no allow. */
export function concerns(rule: AccessRulePlan, agent: Agent): boolean {
  try {
    return rule.to(agent) === true;
  } catch {
    return rule.effect === 'deny';
  }
}

const NOBODY_NAMED = { agent: null, team: null, role: null, scope: null, labels: [] } as const;

/** Which part of `to` the agent does not have. */
export function sparedBy({ to, effect }: AccessRuleModel, agent: Agent): string {
  const { agent: names, team, role, scope, labels } = to ?? NOBODY_NAMED;
  const texts = (words: readonly { readonly text: string }[]): string =>
    words.map(({ text }) => text).join(' or ');
  const has = (words: readonly { readonly text: string }[], ...own: readonly string[]): boolean =>
    words.some(({ text }) => own.includes(text));
  if (names !== null && !has(names, agent.name)) return `only for agent ${texts(names)}`;
  if (team !== null && !has(team, agent.team)) return `only for team ${texts(team)}`;
  if (role !== null && !has(role, ...agent.roles)) return `only for role ${texts(role)}`;
  if (scope !== null && !has(scope, ...agent.scopes)) return `only with scope ${texts(scope)}`;
  const label = labels.find(({ key, value }) => agent.labels[key.text] !== value.text);
  if (label !== undefined) return `only for label ${label.key.text}: ${label.value.text}`;
  return effect === 'allow' && agent.method === 'anonymous'
    ? 'the anonymous agent is allowed only by its name'
    : 'it does not concern this agent';
}

/** @param given what the condition is given; where that throws, it has no value */
export function conditionTrace({ condition, probed, parts }: Look, given: () => Given): ConditionTrace {
  const { result, parts: results } = evaluate(probed, parts, given);
  const told = parts.map(({ start, end, depth }, at) => ({
    text: condition.text.slice(start, end),
    start,
    end,
    depth,
    values: (results[at] ?? []).map(({ shown }) => shown),
    results: (results[at] ?? []).map((one) => one.result),
  }));
  return { text: condition.text, result, parts: told.filter((_, at) => saysSomething(parts[at]!)) };
}

/** A whole agent or tool says nothing that its members do not say better. */
function saysSomething({ kind, type }: Part): boolean {
  return kind !== 'variable' && type !== 'struct';
}

/** How the trace tells another story than the record of the bytes that ship; null where they agree. */
export function disagreement(trace: Trace | null, record: AuditRecord): string | null {
  const { decision, stage, rule, method } = record;
  const told = trace === null ? 'no rule was asked' : wordsOf(trace);
  if (trace === null)
    return ['visible', 'access', 'limits', 'attempt', 'answer'].includes(stage) ? told : null;
  if (stage === 'visible') return trace.visible || trace.allowed ? told : null;
  if (decision === 'challenge') return trace.visible && !trace.allowed ? null : told;
  if (stage === 'access' && decision === 'deny') {
    return trace.visible && !trace.allowed && trace.decides === rule ? null : told;
  }
  // Whose argument is completed must be visible: no more is asked.
  if (method === 'completion/complete') return trace.visible ? null : told;
  const passed = stage === 'limits' || stage === 'attempt' || stage === 'answer';
  const named = decision === 'limited' || trace.decides === rule;
  return passed && !(trace.visible && trace.allowed && named) ? told : null;
}

function wordsOf({ visible, allowed, decides }: Trace): string {
  const verdict = `${allowed ? 'allowed' : 'denied'} by ${decides ?? 'no rule'}`;
  return visible ? verdict : `not visible, ${verdict}`;
}
