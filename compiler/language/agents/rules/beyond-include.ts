// An included file that is held to some tools, and says who calls.
import type { Rule } from '../../room.ts';
import type { AgentsModel } from '../model.ts';

export const agentBeyondInclude: Rule<{ readonly agents: AgentsModel }> = {
  name: 'agents/beyond-include',
  severity: 'error',
  check({ agents }, report, scope) {
    for (const { name, range } of agents.agents.values()) {
      if ((scope.included(range)?.tools ?? null) === null) continue;
      report(range, {
        message: `This file may not declare the agent “${name}”.`,
        why: 'Its `include` holds it to some tools; an agent of its own making, with any team and role, could call others.',
        help: 'Declare the agent in the gateway file, or in a file included without `tools:`.',
      });
    }
  },
};
