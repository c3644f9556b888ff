// Agents of a test file, and callers that nobody can be.
import type { Plan } from '../../runtime/contract/plan.ts';
import type { Finding } from '../diagnostics/finding.ts';
import type { Placed, TestAgent } from './model.ts';
import { ANONYMOUS } from './world/credentials.ts';
import { finding } from './wrong.ts';

/** @param callers that tests name */
export function checkCallers(
  agents: readonly TestAgent[],
  callers: readonly Placed<string>[],
  plan: Plan,
): readonly Finding[] {
  const own = new Set(agents.map(({ name }) => name.value));
  const others = callers.filter(({ value }) => !own.has(value));
  return [...agents.flatMap((agent) => ambiguous(agent, plan)), ...keyless(others, plan)];
}

/** Who calls is known by the name: one that arrives with a token may bear that of a declared agent only where that has nothing else. */
function ambiguous({ name, issuer }: TestAgent, plan: Plan): Finding[] {
  const { value, range } = name;
  if (value === ANONYMOUS)
    return [
      finding('agent-name', range, {
        message: `“${ANONYMOUS}” is a caller without a credential.`,
        help: 'Give the agent another name: tests only call it so.',
      }),
    ];
  const declared = plan.agents.find((one) => one.name === value);
  if (declared === undefined || (declared.issuer === issuer.value && declared.keys.length === 0)) return [];
  const why =
    declared.keys.length > 0
      ? `which has a key: “as: ${value}” could be either.`
      : 'which does not name this issuer.';
  return [
    finding('agent-name', range, {
      message: `“${value}” is an agent of the gateway, ${why}`,
      help: `Give it another name here, as “${value}-token”: whom its token names stands in its claims.`,
    }),
  ];
}

/** Git holds digests of keys only; an agent without one cannot prove who it is, in a test as elsewhere. */
function keyless(callers: readonly Placed<string>[], plan: Plan): Finding[] {
  const without = new Set(plan.agents.filter(({ keys }) => keys.length === 0).map(({ name }) => name));
  return callers
    .filter(({ value }) => value !== ANONYMOUS && without.has(value))
    .map(({ value, range }) =>
      finding('agent-without-key', range, {
        message: `Nobody can call as “${value}”: the agent has no key.`,
        help:
          plan.anonymous === value
            ? `Write “as: ${ANONYMOUS}”: a call without a credential becomes this agent.`
            : keyFor(value, plan),
      }),
    );
}

function keyFor(name: string, { agents }: Plan): string {
  const issuer = agents.find((agent) => agent.name === name)?.issuer;
  return issuer === undefined
    ? `Make a key with “mcpgw key ${name}” and put its hash under the agent's keys.`
    : `It arrives with a token: say which under “agents” of this file, as ${name}: { issuer: "${issuer}", claims: { … } }.`;
}
