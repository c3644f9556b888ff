// An agent called `deny`: `anonymous: deny` would read two ways.
import type { Rule } from '../../room.ts';
import type { AgentsModel } from '../model.ts';

export const denyName: Rule<{ readonly agents: AgentsModel }> = {
  name: 'agents/deny-name',
  severity: 'error',
  check({ agents }, report) {
    const agent = agents.agents.get('deny');
    if (agent === undefined) return;
    report(agent.range, {
      message: 'An agent cannot be called “deny”.',
      why: '`anonymous: deny` refuses callers without a credential; it would read as this agent.',
      help: 'Give the agent another name.',
    });
  },
};
