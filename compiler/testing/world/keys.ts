// How a test calls as an agent although Git holds only digests of keys: the digest function is the test's own.
import { createHash } from 'node:crypto';
import type { AgentPlan } from '../../../runtime/contract/plan.ts';

/** The key that stands for an agent. It opens nothing outside of a test. */
export function testKey(agent: string): string {
  return `mcpgw-test-key-of-${encodeURIComponent(agent)}`;
}

/**
 * A digest that takes each agent's test key for the agent's first declared key, and is SHA-256 for all else.
 *
 * @param agents as the plan declares them; asked anew each time, since the plan comes after its environment
 */
export function testDigest(agents: () => readonly AgentPlan[]): (text: string) => string {
  let known: ReadonlyMap<string, string> | null = null;
  return (text) => {
    // Other things are digested before the plan is there: what seals sessions is.
    if (known === null || known.size === 0) known = firstDigests(agents());
    return known.get(text) ?? createHash('sha256').update(text, 'utf8').digest('hex');
  };
}

function firstDigests(agents: readonly AgentPlan[]): ReadonlyMap<string, string> {
  return new Map(
    agents.flatMap((agent) => agent.keys.slice(0, 1).map((digest) => [testKey(agent.name), digest])),
  );
}
