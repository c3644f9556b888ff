// A change that is said to turn a decision does so in a whole gateway of the bytes that ship, where that can be asked.
import type { AuditRecord } from '../../../runtime/contract/audit.ts';
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { Question } from '../ask.ts';
import type { Facts } from '../twin/evaluate.ts';
import type { KnownTool } from '../world/names.ts';
import type { WorldParts } from '../world/world.ts';
import { askShipped } from './asking.ts';
import { type Bearers, strangerTo } from './caller.ts';
import { apply, type Case, type Change, factsFor } from './change.ts';
import { decide } from './decide.ts';
import type { Flip } from './report.ts';

interface Verifying {
  readonly question: Question;
  readonly parts: WorldParts;
  readonly plan: Plan;
  readonly facts: Facts;
  readonly of: Case;
  readonly tools: ReadonlyMap<string, KnownTool>;
}

/** The first of some flips that a whole gateway of the bytes that ship makes too, where it can be asked. */
export async function verified(
  found: readonly (readonly Change[])[],
  { question, parts, plan, facts, of, tools }: Verifying,
): Promise<Flip | null> {
  for (const changes of found) {
    const changed = changes.reduce(apply, of);
    const { allowed, rule } = decide(plan, factsFor(changed, facts));
    const flip = { changes, allowed, rule };
    const agent = changes.find(({ kind }) => kind === 'agent');
    // No gateway makes a declared agent another: there the emitted functions have spoken.
    if (changes.some(({ kind }) => /role|team|label/.test(kind))) return flip;
    const as = agent?.kind === 'agent' ? agent.as : question.as;
    if (strangerTo(as, plan, parts.agents ?? new Map()) !== null) continue;
    const again = { ...question, as, args: changed.args };
    const ground = { ...parts, agents: changedToken(question.as, changed, parts), clock: changed.time };
    const { outcome } = await askShipped(again, ground, tools);
    if (allowed ? passes(outcome.record) && outcome.record.rule === rule : isDenied(outcome.record))
      return flip;
  }
  return null;
}

/** Who bears which token, if the caller has other claims. */
function changedToken(as: string, { token }: Case, { agents = new Map() }: WorldParts): Bearers {
  const own = agents.get(as);
  return token === null || own === undefined
    ? agents
    : new Map([...agents, [as, { ...own, claims: token.claims }]]);
}

/** Did the rules and limits let it through? */
function passes({ stage }: AuditRecord): boolean {
  return stage === 'attempt' || stage === 'answer';
}

/** By the rules, not for arguments that do not fit. */
function isDenied({ stage }: AuditRecord): boolean {
  return stage === 'visible' || stage === 'access';
}
