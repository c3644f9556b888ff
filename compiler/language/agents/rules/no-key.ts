// An agent that nobody can be.
import type { Rule } from '../../room.ts';
import type { AgentsModel } from '../model.ts';

export const noKey: Rule<{ readonly agents: AgentsModel }> = {
  name: 'agents/no-key',
  severity: 'warning',
  check({ agents }, report) {
    for (const { name, keys, range } of agents.agents.values()) {
      if (keys.length > 0 || name === agents.anonymous?.text) continue;
      report(range, {
        message: `Agent “${name}” has no key: nobody can call as it.`,
        help: `Make a key with \`mcpgw key ${name}\` and put its digest under \`keys:\`.`,
      });
    }
  },
};
