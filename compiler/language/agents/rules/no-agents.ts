// Nobody can call at all.
import type { Rule } from '../../room.ts';
import type { AgentsModel } from '../model.ts';

export const noAgents: Rule<{ readonly agents: AgentsModel }> = {
  name: 'agents/no-agents',
  severity: 'warning',
  check({ agents }, report) {
    if (agents.agents.size > 0 || agents.anonymous !== null) return;
    report(agents.range, {
      message: 'The gateway knows no agents: every caller is refused.',
      help: 'Declare one under `agents:` with a key (`mcpgw key NAME` makes one).',
    });
  },
};
