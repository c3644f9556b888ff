// Who may call what. An allow must hold and no deny may; an error never helps the caller.
import type { Agent } from '../contract/identity.ts';
import type { AccessRulePlan, Condition } from '../contract/plan.ts';
import type { AccessStage, ToolJudge, Verdict } from '../contract/stages.ts';
import { type CallFacts, NO_REQUEST, type ToolFacts } from '../contract/tool.ts';

/** A rule ready to be asked, with the verdict it gives. */
interface Asked {
  readonly when: Condition | null;
  readonly readsArgs: boolean;
  readonly readsRequest: boolean;
  /** What an error, or anything but a boolean, counts as: true for a deny. */
  readonly onError: boolean;
  readonly verdict: Verdict;
}

/** The rules that can concern one agent and one tool, and whether the agent sees the tool. */
interface Concern {
  readonly allows: readonly Asked[];
  readonly denies: readonly Asked[];
  readonly visible: boolean;
}

const NO_ALLOW: Verdict = Object.freeze({ allowed: false, rule: null, place: null, message: null });

/**
 * The stage that judges calls. Rules are narrowed by tool when its definition arrives, and by agent at the agent's
 * first call: a call looks only at rules that can concern it.
 */
export function accessStage(rules: readonly AccessRulePlan[]): AccessStage {
  return { judge: (tool) => judgeOf(rules, tool) };
}

function judgeOf(rules: readonly AccessRulePlan[], tool: ToolFacts): ToolJudge {
  const spoken = rules.filter((rule) => rule.tools(tool.name));
  const concerns = new WeakMap<Agent, Concern>();
  function concern(agent: Agent): Concern {
    const known = concerns.get(agent);
    if (known !== undefined) return known;
    const made = concernOf(spoken, agent, tool);
    concerns.set(agent, made);
    return made;
  }
  return {
    visible: (agent) => concern(agent).visible,
    decide: (agent, call) => decide(concern(agent), agent, tool, call),
  };
}

function concernOf(rules: readonly AccessRulePlan[], agent: Agent, tool: ToolFacts): Concern {
  const concerned = rules.filter((rule) => concerns(rule, agent));
  const allows = concerned.filter((rule) => rule.effect === 'allow');
  const denies = concerned.filter((rule) => rule.effect === 'deny');
  const visible =
    allows.some((rule) => could(rule, agent, tool)) && denies.every((rule) => could(rule, agent, tool));
  return { allows: allows.map(asked), denies: denies.map(asked), visible };
}

function asked(rule: AccessRulePlan): Asked {
  const allowed = rule.effect === 'allow';
  const message = allowed ? null : rule.message;
  return {
    when: rule.when,
    readsArgs: rule.reads.args,
    readsRequest: rule.reads.request,
    onError: !allowed,
    verdict: Object.freeze({ allowed, rule: rule.name, place: rule.place, message }),
  };
}

/** A `to` that throws concerns a deny, and no allow. */
function concerns(rule: AccessRulePlan, agent: Agent): boolean {
  try {
    return rule.to(agent) === true;
  } catch {
    return rule.effect === 'deny';
  }
}

/** With arguments and request unknown: could this allow hold, could this deny not hold? */
function could(rule: AccessRulePlan, agent: Agent, tool: ToolFacts): boolean {
  if (rule.could === null) return rule.effect === 'allow';
  try {
    return rule.could(agent, tool) === true;
  } catch {
    return false;
  }
}

function decide({ allows, denies }: Concern, agent: Agent, tool: ToolFacts, call: CallFacts): Verdict {
  const allow = firstThatHolds(allows, agent, tool, call);
  if (allow === null) return NO_ALLOW;
  return firstThatHolds(denies, agent, tool, call) ?? allow;
}

function firstThatHolds(
  rules: readonly Asked[],
  agent: Agent,
  tool: ToolFacts,
  call: CallFacts,
): Verdict | null {
  for (let at = 0; at < rules.length; at++) {
    if (holds(rules[at]!, agent, tool, call)) return rules[at]!.verdict;
  }
  return null;
}

/** Only the boolean true holds. */
function holds(rule: Asked, agent: Agent, tool: ToolFacts, call: CallFacts): boolean {
  if (rule.when === null) return true;
  try {
    const args = rule.readsArgs ? call.args : undefined;
    const request = rule.readsRequest ? call.request : NO_REQUEST;
    const result: unknown = rule.when(agent, tool, args, request);
    return typeof result === 'boolean' ? result : rule.onError;
  } catch {
    return rule.onError;
  }
}
