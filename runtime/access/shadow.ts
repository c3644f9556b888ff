// Rules on trial: asked as the others are, told to the audit record, never enforced.
import type { ShadowRecord } from '../contract/audit.ts';
import type { Agent } from '../contract/identity.ts';
import type { AccessRulePlan } from '../contract/plan.ts';
import type { ShadowStage } from '../contract/stages.ts';
import type { CallFacts, Facts } from '../contract/tool.ts';
import { type Asked, askedOf, concerns, holds } from './index.ts';

/** A rule that is asked twice where it fails: for what it gives, then for what an error counts as. */
interface Trial {
  readonly plan: AccessRulePlan;
  readonly asked: Asked;
  readonly sure: Asked;
}

/** The stage that watches calls for rules on trial. */
export function shadowStage(rules: readonly AccessRulePlan[]): ShadowStage {
  const trials = rules.map((plan, order): Trial => {
    const asked = askedOf(plan, order);
    return { plan, asked, sure: { ...asked, onError: false } };
  });
  return {
    watch(facts, speaks) {
      const spoken = trials.filter(({ plan }) => speaks(plan));
      if (spoken.length === 0) return null;
      return (agent, call) => spoken.flatMap((trial) => heldBy(trial, agent, facts, call));
    },
  };
}

function heldBy(
  { plan, asked, sure }: Trial,
  agent: Agent,
  facts: Facts,
  call: CallFacts,
): readonly ShadowRecord[] {
  if (!concerns(plan, agent)) return [];
  const error = !holds(sure, agent, facts, call);
  if (error && !holds(asked, agent, facts, call)) return [];
  const { name, place, effect } = plan;
  return [Object.freeze({ rule: name, place, effect, error })];
}
