// Tokens that are known: which of them stay, and how much is kept for them.
import { expect, it } from 'vitest';
import { knownTokens } from '../../runtime/agents/known.ts';
import type { Agent } from '../../runtime/contract/identity.ts';

const agentOf = (name: string): Agent =>
  Object.freeze({ name, team: '', roles: [], labels: {}, claims: {}, scopes: [], method: 'token' });
const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `agent ${at}`);

function filled(count: number, bounds: Parameters<typeof knownTokens>[0], length = 1) {
  const known = knownTokens(bounds);
  const agents = names(count).map(agentOf);
  for (const agent of agents) known.add(agent.name, agent, 1000, length);
  const left = () => names(count).filter((name) => known.get(name, 0) !== undefined);
  return { known, agents, left };
}

it('stay until they end', () => {
  const { known, agents } = filled(1, undefined);
  expect(known.get('agent 0', 999)).toBe(agents[0]);
  expect(known.get('agent 0', 1000)).toBeUndefined();
  expect(known.get('agent 0', 0)).toBeUndefined();
});

it('name the very same agent as long as they were used lately, then one like it: what was kept with the first goes', () => {
  const { known, agents } = filled(3, { recent: 2, tokens: 10, characters: 100 });
  const again = known.get('agent 0', 0);
  expect(again).toEqual(agents[0]);
  expect(again).not.toBe(agents[0]);
  expect(known.get('agent 0', 0)).toBe(again);
  expect(known.get('agent 2', 0)).toBe(agents[2]);
  // It was used longest ago, and made room for the first.
  expect(known.get('agent 1', 0)).not.toBe(agents[1]);
});

it.each([
  ['tokens', { recent: 2, tokens: 4, characters: 100 }, 1],
  ['characters', { recent: 2, tokens: 10, characters: 43 }, 10],
  ['characters of those used lately', { recent: 10, tokens: 10, characters: 43 }, 10],
])('are bounded in %s: who was used longest ago goes first', (_, bounds, length) => {
  const { left } = filled(6, bounds, length);
  expect(left()).toEqual(['agent 2', 'agent 3', 'agent 4', 'agent 5']);
});

it('count once, however often they are added', () => {
  const { known, left } = filled(4, { recent: 2, tokens: 4, characters: 4 });
  for (let at = 0; at < 10; at++) known.add('agent 3', agentOf('agent 3'), 1000, 1);
  expect(left()).toHaveLength(4);
});
