// For a rule, a call that it decides, and the nearest one that it does not: found by asking the emitted functions.
import type { AccessRulePlan, Plan } from '../../../runtime/contract/plan.ts';
import type { AccessRuleModel } from '../../language/access/model.ts';
import type { Question } from '../ask.ts';
import type { Args } from '../model.ts';
import { type Facts, holds } from '../twin/evaluate.ts';
import { concerns } from '../twin/trace.ts';
import { candidates } from '../why/candidates.ts';
import { apply, type Case, type Change, factsFor, type Token, takesOf } from '../why/change.ts';
import { decide } from '../why/decide.ts';
import { smallest } from '../why/flip.ts';

/** A call that may be asked: by whom, for what; its arguments and time are to be found. */
export interface Ask extends Pick<Question, 'as' | 'verb' | 'call'> {
  readonly facts: Facts;
  /** Of a caller with a token; null for any other. */
  readonly token: Token | null;
  /** Arguments to begin with. */
  readonly args: Args;
  /** Does the gateway let arguments pass to the rules? */
  fits(args: Args): boolean;
}

export interface Found {
  readonly ask: Ask;
  readonly of: Case;
}

/** A rule to be hit and to be missed: one that is enforced decides, one on trial holds. */
export interface Aim {
  readonly rule: AccessRulePlan;
  readonly decides: (facts: Facts) => boolean;
  readonly trial: boolean;
}

export function aimsAt(plan: Plan): readonly Aim[] {
  const enforced = plan.access.map((rule) => ({
    rule,
    trial: false,
    decides: (facts: Facts): boolean => decide(plan, facts).rule === rule.name,
  }));
  const trials = (plan.shadows ?? []).map((rule) => ({
    rule,
    trial: true,
    decides: (facts: Facts): boolean =>
      facts.speaks(rule) && concerns(rule, facts.agent) && holds(rule, facts),
  }));
  return [...enforced, ...trials];
}

/**
 * A call that the rule decides, rather by a condition that is true than by one that is an error, of one on trial rather
 * one that it would change; null where there is none.
 */
export function hitOf(
  { rule, decides, trial }: Aim,
  asks: readonly Ask[],
  plan: Plan,
  models: Models,
  clock: number,
): Found | null {
  const truly = (facts: Facts): boolean => decides(facts) && isTrue(rule, facts);
  const changed = (facts: Facts): boolean =>
    truly(facts) && decide(plan, facts).allowed === (rule.effect === 'deny');
  const find = (wanted: (facts: Facts) => boolean) => search(rule, asks, plan, models, clock, wanted);
  return (trial ? find(changed) : null) ?? find(truly) ?? find(decides);
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
  wanted: (facts: Facts) => boolean,
): Found | null {
  for (const ask of asks) {
    const { agent } = ask.facts;
    // With other claims a rule may concern the bearer of a token.
    if (!ask.facts.speaks(rule) || (ask.token === null && !concerns(rule, agent))) continue;
    const of: Case = { agent, args: ask.args, time: clock, token: ask.token };
    const found = isWanted(ask, of, wanted) ? { ask, of } : changedOf({ ask, of }, plan, models, wanted);
    if (found !== null) return found;
  }
  return null;
}

function isWanted(ask: Ask, of: Case, wanted: (facts: Facts) => boolean): boolean {
  return ask.fits(of.args) && wanted(factsFor(of, ask.facts));
}

/** Those that are enforced, then those on trial. */
type Models = readonly AccessRuleModel[];

/** What a test can change of a call: arguments and the time, and what stands in a token. */
function askable({ facts }: Ask, plan: Plan, models: Models, of: Case): readonly Change[] {
  const rules = [...plan.access, ...(plan.shadows ?? [])];
  const speaking = models.filter((_, index) => facts.speaks(rules[index]!));
  const conditions = speaking.flatMap(({ when }) => when ?? []);
  return candidates(speaking, conditions, of, [], takesOf(facts.tool)).filter(({ kind }) =>
    changeable.has(kind),
  );
}

const changeable: ReadonlySet<Change['kind']> = new Set([
  ...(['arg', 'no-arg', 'time'] as const),
  ...(['claim', 'no-claim', 'scope', 'no-scope'] as const),
]);

/**
 * The nearest call that the rule does not decide: other arguments, another time; else another caller or thing. Of a deny
 * rather one that is allowed.
 */
export function missOf(
  { rule, decides }: Aim,
  hit: Found,
  asks: readonly Ask[],
  plan: Plan,
  models: Models,
): Found | null {
  const spares = (facts: Facts): boolean => !decides(facts);
  const allowed = (facts: Facts): boolean => spares(facts) && decide(plan, facts).allowed;
  const changed = (by: (facts: Facts) => boolean): Found | null => changedOf(hit, plan, models, by);
  return (
    (rule.effect === 'deny' ? (changed(allowed) ?? elsewhere(hit, asks, allowed)) : null) ??
    changed(spares) ??
    elsewhere(hit, asks, spares)
  );
}

function changedOf(
  { ask, of }: Found,
  plan: Plan,
  models: Models,
  wanted: (facts: Facts) => boolean,
): Found | null {
  const turned = (changes: readonly Change[]): boolean => isWanted(ask, changes.reduce(apply, of), wanted);
  const [changes] = smallest(askable(ask, plan, models, of), of, turned);
  return changes === undefined ? null : { ask, of: changes.reduce(apply, of) };
}

/** Another caller of the same thing, or else another thing. */
function elsewhere(
  { ask, of }: Found,
  asks: readonly Ask[],
  wanted: (facts: Facts) => boolean,
): Found | null {
  const far = ({ as, verb, call }: Ask): number =>
    Number(as !== ask.as) + 2 * Number(call !== ask.call) + 4 * Number(verb !== ask.verb);
  const caseOf = (other: Ask): Case => ({
    ...of,
    agent: other.facts.agent,
    token: other.token,
    args: other.call === ask.call && other.verb === ask.verb ? of.args : other.args,
  });
  const [other] = asks
    .filter((one) => far(one) > 0 && wanted(factsFor(caseOf(one), one.facts)))
    .sort((a, b) => far(a) - far(b));
  return other === undefined ? null : { ask: other, of: caseOf(other) };
}
