// Small facts for unit tests: an agent, a tool, a rule, each with what a test wants changed.
import type { Agent } from '../../runtime/contract/identity.ts';
import type { AccessRulePlan, LimitPlan } from '../../runtime/contract/plan.ts';
import { type CallFacts, NO_REQUEST, type ToolFacts } from '../../runtime/contract/tool.ts';

export function agent(changed: Partial<Agent> = {}): Agent {
  const base: Agent = {
    name: 'bot',
    team: 'support',
    roles: ['reader'],
    labels: {},
    claims: {},
    scopes: [],
    method: 'key',
  };
  return { ...base, ...changed };
}

export function tool(changed: Partial<ToolFacts> = {}): ToolFacts {
  const annotations = {
    title: '',
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: false,
    openWorldHint: true,
  };
  const base = { name: 'crm__search', original: 'search', server: 'crm', title: '', annotations, labels: {} };
  return { ...base, ...changed };
}

/** Which rules speak of the tool above. */
export function ofTool({ tools }: AccessRulePlan): boolean {
  return tools('crm__search');
}

export function callOf(args: unknown): CallFacts {
  return { args, request: NO_REQUEST, readable: true };
}

export function rule(changed: Partial<AccessRulePlan> & Pick<AccessRulePlan, 'effect'>): AccessRulePlan {
  return {
    name: changed.effect,
    place: 'gateway.yaml:1',
    tools: () => true,
    to: () => true,
    when: null,
    could: null,
    spares: null,
    demands: [],
    reads: { args: false, request: false },
    message: null,
    ...changed,
  };
}

export function limit(changed: Partial<LimitPlan> = {}): LimitPlan {
  return {
    name: 'per-agent',
    place: 'gateway.yaml:9',
    tools: () => true,
    cells: (who) => [who.name],
    reads: { args: false, request: false },
    rate: { intervalMs: 600, burst: 20 },
    ...changed,
  };
}
