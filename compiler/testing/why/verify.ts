// A change that is said to turn a decision does so in a whole gateway of the bytes that ship, where that can be asked.
import type { AuditRecord } from '../../../runtime/contract/audit.ts';
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { Question } from '../ask.ts';
import type { Facts } from '../twin/evaluate.ts';
import type { KnownTool } from '../world/names.ts';
import type { WorldParts } from '../world/world.ts';
import { askShipped } from './asking.ts';
import { apply, type Case, type Change, factsFor } from './change.ts';
import { decide } from './decide.ts';
import type { Flip } from './report.ts';
import { strangerTo } from './stranger.ts';

interface Verifying {
  readonly question: Question;
  readonly parts: WorldParts;
  readonly plan: Plan;
  readonly facts: Facts;
  readonly tools: ReadonlyMap<string, KnownTool>;
}

/** The first of some flips that a whole gateway of the bytes that ship makes too, where it can be asked. */
export async function verified(
  found: readonly (readonly Change[])[],
  { question, parts, plan, facts, tools }: Verifying,
): Promise<Flip | null> {
  for (const changes of found) {
    const changed = changes.reduce(apply, caseOf(facts, question, parts));
    const { allowed, rule } = decide(plan, factsFor(changed, facts));
    const flip = { changes, allowed, rule };
    const agent = changes.find(({ kind }) => kind === 'agent');
    // No gateway makes a declared agent another: there the emitted functions have spoken.
    if (changes.some(({ kind }) => /role|team|label/.test(kind))) return flip;
    const as = agent?.kind === 'agent' ? agent.agent.name : question.as;
    if (strangerTo(as, plan) !== null) continue;
    const again = { ...question, as, args: changed.args };
    const { outcome } = await askShipped(again, { ...parts, clock: changed.time }, tools);
    if (allowed ? passes(outcome.record) && outcome.record.rule === rule : isDenied(outcome.record))
      return flip;
  }
  return null;
}

/** Did the rules and limits let it through? */
function passes({ stage }: AuditRecord): boolean {
  return stage === 'attempt' || stage === 'answer';
}

/** By the rules, not for arguments that do not fit. */
function isDenied({ stage }: AuditRecord): boolean {
  return stage === 'visible' || stage === 'access';
}

/** The call as it is asked. */
export function caseOf({ agent }: Facts, { args }: Question, { clock }: WorldParts): Case {
  return { agent, args, time: clock };
}
