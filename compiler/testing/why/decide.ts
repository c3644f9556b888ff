// The emitted decision, asked without a gateway around it: the plan's own functions, on facts of one's choosing.
import type { Agent } from '../../../runtime/contract/identity.ts';
import type { AccessRulePlan, Plan } from '../../../runtime/contract/plan.ts';
import { type Facts, holds } from '../twin/evaluate.ts';
import { concerns } from '../twin/trace.ts';

export interface Decided {
  readonly allowed: boolean;
  readonly visible: boolean;
  /** The rule that decides; null where no rule allows it. */
  readonly rule: string | null;
}

/** What the rules of a plan say of a call. */
export function decide({ access }: Plan, facts: Facts): Decided {
  const { agent, tool } = facts;
  const speaking = access.filter((rule) => facts.speaks(rule));
  const concerned = speaking.filter((rule) => concerns(rule, agent));
  const could = (rule: AccessRulePlan): boolean => {
    const asked = open(rule, agent).could;
    if (asked === null) return rule.effect === 'allow';
    try {
      return asked(agent, tool) === true;
    } catch {
      return false;
    }
  };
  const of = (effect: 'allow' | 'deny') => concerned.filter((rule) => rule.effect === effect);
  const reachable = speaking.filter((rule) => rule.effect === 'allow' && concerns(open(rule, agent), agent));
  const allow = of('allow').find((rule) => holds(rule, facts));
  const deny = allow && of('deny').find((rule) => holds(rule, facts));
  const visible = reachable.some(could) && of('deny').every(could);
  return {
    visible,
    allowed: visible && allow !== undefined && deny === undefined,
    rule: (deny ?? allow)?.name ?? null,
  };
}

/** Of an agent with a token scopes that it lacks are unknown. */
function open(rule: AccessRulePlan, { method }: Agent): AccessRulePlan {
  const { to = rule.to, could = rule.could } = (method === 'token' && rule.scopes) || {};
  return { ...rule, to, could };
}
