// Scopes of tokens: what an agent could be allowed with more of them, and which it is to ask for. Only where rules ask for scopes.
// Specification 2026-07-28, basic/authorization, "Scope Challenge Handling"; RFC 6750, 3.1.
import type { AccessStage, Challenge, Judge, Verdict } from '../contract/access.ts';
import type { Agent } from '../contract/identity.ts';
import type { AccessRulePlan, Plan } from '../contract/plan.ts';
import type { Facts } from '../contract/tool.ts';
import { tokenChallenge } from '../protocol/challenge.ts';
import { FORBIDDEN } from '../protocol/errors.ts';
import { accessStage, concerns, could, NO_ALLOW } from './index.ts';
import { indexedAccessStage } from './indexed.ts';
import { smallest } from './smallest.ts';

type Scoped = Pick<Plan, 'access' | 'name' | 'resource'>;

/** The stage that judges calls, and what stands in the way of scopes that a token lacks. */
export function scopedAccessStage(plan: Scoped): AccessStage {
  return scoped(plan, accessStage(plan));
}

/** The same, with an index over arguments. */
export function scopedIndexedAccessStage(plan: Scoped): AccessStage {
  return scoped(plan, indexedAccessStage(plan));
}

function scoped(plan: Scoped, stage: AccessStage): AccessStage {
  const withMore = createHolders();
  return {
    judge(facts, speaks) {
      const judge = stage.judge(facts, speaks);
      const rules = plan.access.filter(speaks);
      return rules.some(({ scopes }) => scopes)
        ? scopedJudge({ plan, judge, rules, facts, withMore })
        : judge;
    },
  };
}

interface Judged {
  readonly plan: Scoped;
  /** Knows the scopes that a token has, and no others. */
  readonly judge: Judge;
  /** Those that speak of the thing. */
  readonly rules: readonly AccessRulePlan[];
  readonly facts: Facts;
  readonly withMore: Holders;
}

/** What is known of an agent with a token, and one thing. */
interface Known {
  readonly visible: boolean;
  /** Scopes that it lacks, sorted: those of which one can be enough, and those that may be needed together. */
  readonly single: readonly string[];
  readonly joint: readonly string[];
}

function scopedJudge({ plan, judge, rules, facts, withMore }: Judged): Judge {
  const widened = rules.map(wide);
  const agents = new WeakMap<Agent, Known>();
  function known(agent: Agent): Known {
    const before = agents.get(agent);
    if (before !== undefined) return before;
    const made = knownOf(widened, agent, facts);
    agents.set(agent, made);
    return made;
  }
  /** The verdict that asks for as few scopes as are enough; the plain one where none are. */
  function asking(agent: Agent, plain: Verdict, allowed: (agent: Agent) => Verdict | null): Verdict {
    const { single, joint } = known(agent);
    const found = smallest(single, joint, (more) => allowed(withMore(agent, more)));
    return found === null ? plain : challenged(plan, found.value, found.scopes);
  }
  return {
    visible: (agent) => (agent.method === 'token' ? known(agent).visible : judge.visible(agent)),
    denies: judge.denies,
    decide(agent, call) {
      const verdict = judge.decide(agent, call);
      if (verdict.allowed || agent.method !== 'token' || !call.readable) return verdict;
      return asking(agent, verdict, (other) => {
        const next = judge.decide(other, call);
        return next.allowed ? next : null;
      });
    },
    lacks: (agent) =>
      judge.visible(agent)
        ? null
        : asking(agent, NO_ALLOW, (other) => (judge.visible(other) ? NO_ALLOW : null)),
  };
}

/** A rule as it stands, and with scopes that an agent lacks unknown. */
interface Wide {
  readonly rule: AccessRulePlan;
  readonly open: AccessRulePlan;
}

function wide(rule: AccessRulePlan): Wide {
  const { to = rule.to, could: open = rule.could } = rule.scopes ?? {};
  return { rule, open: { ...rule, to, could: open } };
}

function knownOf(rules: readonly Wide[], agent: Agent, facts: Facts): Known {
  const allows = rules.filter(
    ({ open }) => open.effect === 'allow' && concerns(open, agent) && could(open, agent, facts),
  );
  // A deny that asks for a scope which is not there is one that a better token may meet, or not.
  const denies = rules.filter(({ rule }) => rule.effect === 'deny' && concerns(rule, agent));
  const lacked = (some: readonly string[]): readonly string[] =>
    [...new Set(some)].filter((scope) => !agent.scopes.includes(scope)).sort();
  const named = [...allows, ...rules.filter(({ open }) => open.effect === 'deny' && concerns(open, agent))];
  const joint = lacked(named.flatMap(({ rule }) => rule.scopes?.named ?? []));
  const single = lacked([...joint, ...allows.flatMap(({ rule }) => rule.scopes?.any ?? [])]);
  const visible = allows.length > 0 && denies.every(({ open }) => could(open, agent, facts));
  return { visible, single, joint };
}

/** An agent whose token has some scopes more. */
type Holders = (agent: Agent, more: readonly string[]) => Agent;

/** So many are kept for each agent, so that what is known of them is worked out once. */
const MOST_KEPT = 256;

function createHolders(): Holders {
  const kept = new WeakMap<Agent, Map<string, Agent>>();
  return (agent, more) => {
    const own = kept.get(agent) ?? new Map<string, Agent>();
    kept.set(agent, own);
    const key = more.join(' ');
    const known =
      own.get(key) ?? Object.freeze({ ...agent, scopes: Object.freeze([...agent.scopes, ...more]) });
    if (own.size >= MOST_KEPT) own.clear();
    own.set(key, known);
    return known;
  };
}

/** It would be allowed, with these scopes. */
function challenged(plan: Scoped, { rule, place }: Verdict, scopes: readonly string[]): Verdict {
  const listed = scopes.map((scope) => `"${scope}"`).join(' and ');
  const [what, it] = scopes.length === 1 ? ['scope', 'it'] : ['scopes', 'them'];
  const reason = `The token lacks the ${what} ${listed}.`;
  const challenge: Challenge = {
    decision: 'challenge',
    status: FORBIDDEN,
    code: FORBIDDEN,
    text: `${reason} Get a token that has ${it} as well, and send the call again.`,
    reason,
    data: { scopes },
    fields: tokenChallenge(plan, `, error="insufficient_scope", scope="${scopes.join(' ')}"`),
    also: { scopes },
  };
  return Object.freeze({ allowed: false, rule, place, message: null, challenge });
}
