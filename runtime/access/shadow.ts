// Rules on trial: asked as the others are, told to the audit record, counted, never enforced.
import type { Judge, ShadowStage, Verdict } from '../contract/access.ts';
import type { ShadowRecord } from '../contract/audit.ts';
import type { Environment } from '../contract/environment.ts';
import type { Agent } from '../contract/identity.ts';
import type { AccessRulePlan, Plan } from '../contract/plan.ts';
import type { CallFacts, Facts } from '../contract/tool.ts';
import { type Asked, askedOf, concerns, holds } from './index.ts';
import { createTally } from './tally.ts';

/** A rule that is asked twice where it fails: for what it gives, then for what an error counts as. */
interface Trial {
  readonly plan: AccessRulePlan;
  readonly asked: Asked;
  readonly sure: Asked;
}

/** The stage that watches calls for rules on trial. */
export function shadowStage(
  plan: Pick<Plan, 'shadows' | 'policy'>,
  environment: Pick<Environment, 'clock' | 'log' | 'shared'>,
): ShadowStage {
  const tally = createTally(plan, environment);
  const trials = (plan.shadows ?? []).map((rule, order): Trial => {
    const asked = askedOf(rule, order);
    return { plan: rule, asked, sure: { ...asked, onError: false } };
  });
  return {
    add: tally.add,
    tell: tally.tell,
    watch(facts, speaks, judge) {
      const spoken = trials.filter((trial) => speaks(trial.plan));
      if (spoken.length === 0) return null;
      return (agent, call, verdict) => {
        const held: ShadowRecord[] = [];
        for (const trial of spoken) {
          if (!concerns(trial.plan, agent)) continue;
          const error = errorOf(trial, agent, facts, call);
          const changes = error !== null && wouldChange(trial.plan, judge, agent, call, verdict);
          tally.count(trial.asked.order, changes);
          if (error !== null) held.push(recordOf(trial.plan, error, changes));
        }
        return held;
      };
    },
  };
}

/** Whether it holds by error; null where it does not hold. */
function errorOf({ asked, sure }: Trial, agent: Agent, facts: Facts, call: CallFacts): boolean | null {
  if (holds(sure, agent, facts, call)) return false;
  return holds(asked, agent, facts, call) ? true : null;
}

/** Given that it holds: a deny changes what is allowed, an allow what no allow and no deny speaks of, or needs a scope. */
function wouldChange(
  { effect }: AccessRulePlan,
  judge: Judge,
  agent: Agent,
  call: CallFacts,
  verdict: Verdict | null,
): boolean {
  // Refused in any case: what cannot be read is not judged.
  if (!call.readable) return false;
  if (effect === 'deny') return verdict?.allowed === true;
  const open =
    verdict === null || (!verdict.allowed && (verdict.rule === null || verdict.challenge !== undefined));
  return open && !judge.denies(agent, call);
}

function recordOf({ name, place, effect }: AccessRulePlan, error: boolean, changes: boolean): ShadowRecord {
  return Object.freeze({ rule: name, place, effect, error, changes });
}
