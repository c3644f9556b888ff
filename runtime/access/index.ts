// Who may call what. An allow must hold and no deny may; an error never helps the caller.
import type { AccessStage, Judge, Verdict } from '../contract/access.ts';
import type { Agent } from '../contract/identity.ts';
import type { AccessRulePlan, Condition, DemandPlan, Plan } from '../contract/plan.ts';
import { type CallFacts, type Facts, NO_REQUEST } from '../contract/tool.ts';

/** A rule ready to be asked, with the verdict it gives. */
export interface Asked {
  /** Its place among all rules. */
  readonly order: number;
  readonly when: Condition | null;
  readonly demands: readonly DemandPlan[];
  readonly readsArgs: boolean;
  readonly readsRequest: boolean;
  /** What an error, or anything but a boolean, counts as: true for a deny. */
  readonly onError: boolean;
  readonly verdict: Verdict;
  /** Finds the deny that holds where this allow does; null where all that concern the agent are searched. */
  readonly denies: Search | null;
}

/** Finds the first of some rules, in their order, that holds for a call. */
export type Search = (agent: Agent, facts: Facts, call: CallFacts) => Asked | null;

/** How the rules that can concern one agent and one thing are searched. */
export interface Searches {
  readonly allows: Search;
  readonly denies: Search;
}

export type Arrange = (allows: readonly Asked[], denies: readonly Asked[]) => Searches;

/** And whether the agent sees the thing. */
interface Concern extends Searches {
  readonly visible: boolean;
}

/** A rule as written, and ready to be asked. */
interface Rule {
  readonly plan: AccessRulePlan;
  readonly asked: Asked;
}

export const NO_ALLOW: Verdict = { allowed: false, rule: null, place: null, message: null };

/**
 * The stage that judges calls. Rules are narrowed by thing when its definition arrives, and by agent at the agent's
 * first call: a call looks only at rules that can concern it.
 * @param arrange how the rules that are left are searched: one after another, unless told otherwise
 */
export function accessStage(
  { access }: Pick<Plan, 'access'>,
  arrange: Arrange = (allows, denies) => ({ allows: inTurn(allows), denies: inTurn(denies) }),
): AccessStage {
  const all = access.map((plan, order) => ({ plan, asked: askedOf(plan, order) }));
  return { judge: (facts, speaks) => judgeOf(all, facts, speaks, arrange) };
}

/** The rule, ready to be asked. */
export function askedOf(rule: AccessRulePlan, order: number): Asked {
  const allowed = rule.effect === 'allow';
  const message = allowed ? null : rule.message;
  return {
    order,
    when: rule.when,
    demands: rule.demands,
    readsArgs: rule.reads.args,
    readsRequest: rule.reads.request,
    onError: !allowed,
    verdict: Object.freeze({ allowed, rule: rule.name, place: rule.place, message }),
    denies: null,
  };
}

function judgeOf(
  rules: readonly Rule[],
  facts: Facts,
  speaks: (rule: AccessRulePlan) => boolean,
  arrange: Arrange,
): Judge {
  const spoken = rules.filter(({ plan }) => speaks(plan));
  const concerns = new WeakMap<Agent, Concern>();
  function concern(agent: Agent): Concern {
    const known = concerns.get(agent);
    if (known !== undefined) return known;
    const made = concernOf(spoken, agent, facts, arrange);
    concerns.set(agent, made);
    return made;
  }
  return {
    visible: (agent) => concern(agent).visible,
    decide: (agent, call) => decide(concern(agent), agent, facts, call),
    denies: (agent, call) => concern(agent).denies(agent, facts, call) !== null,
  };
}

function concernOf(rules: readonly Rule[], agent: Agent, facts: Facts, arrange: Arrange): Concern {
  const to = rules.filter(({ plan }) => concerns(plan, agent));
  const allows = to.filter(({ plan }) => plan.effect === 'allow' && could(plan, agent, facts));
  const denies = to.filter(({ plan }) => plan.effect === 'deny' && !spares(plan, agent, facts));
  const asked = (some: readonly Rule[]): readonly Asked[] => some.map((rule) => rule.asked);
  return {
    ...arrange(asked(allows), asked(denies)),
    visible: allows.length > 0 && denies.every(({ plan }) => could(plan, agent, facts)),
  };
}

/** A `to` that throws concerns a deny, and no allow. */
export function concerns(rule: AccessRulePlan, agent: Agent): boolean {
  try {
    return rule.to(agent) === true;
  } catch {
    return rule.effect === 'deny';
  }
}

/** With arguments and request unknown: could this allow hold, could this deny not hold? */
export function could(rule: AccessRulePlan, agent: Agent, facts: Facts): boolean {
  if (rule.could === null) return rule.effect === 'allow';
  try {
    return rule.could(agent, facts) === true;
  } catch {
    return false;
  }
}

/** Is it certain, with arguments and request unknown, that this deny does not hold? */
function spares(rule: AccessRulePlan, agent: Agent, facts: Facts): boolean {
  try {
    return rule.spares?.(agent, facts) === true;
  } catch {
    return false;
  }
}

function decide({ allows, denies }: Concern, agent: Agent, facts: Facts, call: CallFacts): Verdict {
  const allow = allows(agent, facts, call);
  if (allow === null) return NO_ALLOW;
  return ((allow.denies ?? denies)(agent, facts, call) ?? allow).verdict;
}

/** Asks one rule after another. */
export function inTurn(rules: readonly Asked[]): Search {
  return (agent, facts, call) => {
    for (let at = 0; at < rules.length; at++) {
      if (holds(rules[at]!, agent, facts, call)) return rules[at]!;
    }
    return null;
  };
}

/** Only the boolean true holds. */
export function holds(rule: Asked, agent: Agent, facts: Facts, call: CallFacts): boolean {
  if (rule.when === null) return true;
  if (rule.readsArgs && !call.readable) return rule.onError;
  try {
    const args = rule.readsArgs ? call.args : undefined;
    const request = rule.readsRequest ? call.request : NO_REQUEST;
    const result: unknown = rule.when(agent, facts, args, request);
    return typeof result === 'boolean' ? result : rule.onError;
  } catch {
    return rule.onError;
  }
}
