// For a rule, a call that it decides, and the nearest one that it does not: found by asking the emitted functions.
import type { AccessRulePlan, Plan } from '../../../runtime/contract/plan.ts';
import type { AccessRuleModel } from '../../language/access/model.ts';
import type { Question } from '../ask.ts';
import type { Facts } from '../twin/evaluate.ts';
import { concerns } from '../twin/trace.ts';
import { candidates } from '../why/candidates.ts';
import { apply, type Case, type Change, factsFor, takesOf } from '../why/change.ts';
import { decide } from '../why/decide.ts';
import { smallest } from '../why/flip.ts';

/** A call that may be asked: by whom, for what; its arguments and time are to be found. */
export interface Ask extends Pick<Question, 'as' | 'verb' | 'call'> {
  readonly facts: Facts;
}

export interface Found {
  readonly ask: Ask;
  readonly of: Case;
}

/** A call that the rule decides, rather by a condition that is true than by one that is an error; null where none is. */
export function hitOf(
  index: number,
  asks: readonly Ask[],
  plan: Plan,
  models: Models,
  clock: number,
): Found | null {
  const rule = plan.access[index]!;
  const anyhow = (facts: Facts): boolean => decide(plan, facts).rule === rule.name;
  const truly = (facts: Facts): boolean => anyhow(facts) && isTrue(rule, facts);
  return search(rule, asks, plan, models, clock, truly) ?? search(rule, asks, plan, models, clock, anyhow);
}

function isTrue({ when }: AccessRulePlan, { agent, tool, args, request }: Facts): boolean {
  try {
    return when === null || when(agent, tool, args(), request) === true;
  } catch {
    return false;
  }
}

function search(
  rule: AccessRulePlan,
  asks: readonly Ask[],
  plan: Plan,
  models: Models,
  clock: number,
  holds: (facts: Facts) => boolean,
): Found | null {
  for (const ask of asks) {
    if (!ask.facts.speaks(rule) || !concerns(rule, ask.facts.agent)) continue;
    const of: Case = { agent: ask.facts.agent, args: {}, time: clock };
    const decides = (changes: readonly Change[]): boolean =>
      holds(factsFor(changes.reduce(apply, of), ask.facts));
    if (decides([])) return { ask, of };
    const [changes] = smallest(askable(ask, plan, models, of), of, decides);
    if (changes !== undefined) return { ask, of: changes.reduce(apply, of) };
  }
  return null;
}

type Models = readonly AccessRuleModel[];

/** What a test can change of a call: arguments and the time. */
function askable({ facts }: Ask, plan: Plan, models: Models, of: Case): readonly Change[] {
  const speaking = models.filter((_, index) => facts.speaks(plan.access[index]!));
  return candidates(speaking, of, [], takesOf(facts.tool)).filter(
    ({ kind }) => kind === 'arg' || kind === 'no-arg' || kind === 'time',
  );
}

/** The nearest call that the rule does not decide: other arguments, another time; else another caller or thing. */
export function missOf(
  index: number,
  { ask, of }: Found,
  asks: readonly Ask[],
  plan: Plan,
  models: Models,
): Found | null {
  const { name } = plan.access[index]!;
  const spares = (facts: Facts): boolean => decide(plan, facts).rule !== name;
  const turned = (changes: readonly Change[]): boolean =>
    spares(factsFor(changes.reduce(apply, of), ask.facts));
  const [changes] = smallest(askable(ask, plan, models, of), of, turned);
  if (changes !== undefined) return { ask, of: changes.reduce(apply, of) };
  const near = ({ as, verb, call }: Ask): number =>
    Number(call !== ask.call) + Number(as !== ask.as) + 2 * Number(verb !== ask.verb);
  const others = asks
    .filter((other) => near(other) > 0)
    .filter((other) => spares(factsFor({ ...of, agent: other.facts.agent }, other.facts)))
    .sort((a, b) => near(a) - near(b));
  const [other] = others;
  return other === undefined ? null : { ask: other, of: { ...of, agent: other.facts.agent } };
}
