// Who may call what. An allow must hold and no deny may; an error never helps the caller.
import type { Agent } from '../contract/identity.ts';
import type { AccessRulePlan } from '../contract/plan.ts';
import type { AccessStage, ToolJudge, Verdict } from '../contract/stages.ts';
import { type CallFacts, NO_REQUEST, type ToolFacts } from '../contract/tool.ts';

/** The rules that can concern one agent and one tool, and whether the agent sees the tool. */
interface Concern {
  readonly allows: readonly AccessRulePlan[];
  readonly denies: readonly AccessRulePlan[];
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
  return { allows, denies, visible };
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

function decide(concern: Concern, agent: Agent, tool: ToolFacts, call: CallFacts): Verdict {
  const allow = concern.allows.find((rule) => holds(rule, agent, tool, call, false));
  if (allow === undefined) return NO_ALLOW;
  const deny = concern.denies.find((rule) => holds(rule, agent, tool, call, true));
  if (deny !== undefined)
    return { allowed: false, rule: deny.name, place: deny.place, message: deny.message };
  return { allowed: true, rule: allow.name, place: allow.place, message: null };
}

/** Only the boolean true holds. `onError` is what a throw counts as: true for a deny. */
function holds(
  rule: AccessRulePlan,
  agent: Agent,
  tool: ToolFacts,
  call: CallFacts,
  onError: boolean,
): boolean {
  if (rule.when === null) return true;
  try {
    const args = rule.reads.args ? call.args : undefined;
    const request = rule.reads.request ? call.request : NO_REQUEST;
    const result: unknown = rule.when(agent, tool, args, request);
    return typeof result === 'boolean' ? result : onError;
  } catch {
    return onError;
  }
}
