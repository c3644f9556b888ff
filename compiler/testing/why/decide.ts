// The emitted decision, asked without a gateway around it: the plan's own functions, on facts of one's choosing.
import type { Plan } from '../../../runtime/contract/plan.ts';
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
  const concerned = access.filter((rule) => facts.speaks(rule) && concerns(rule, agent));
  const could = (rule: (typeof access)[number]): boolean => {
    if (rule.could === null) return rule.effect === 'allow';
    try {
      return rule.could(agent, tool) === true;
    } catch {
      return false;
    }
  };
  const of = (effect: 'allow' | 'deny') => concerned.filter((rule) => rule.effect === effect);
  const allow = of('allow').find((rule) => holds(rule, facts));
  const deny = allow && of('deny').find((rule) => holds(rule, facts));
  const visible = of('allow').some(could) && of('deny').every(could);
  return {
    visible,
    allowed: visible && allow !== undefined && deny === undefined,
    rule: (deny ?? allow)?.name ?? null,
  };
}
