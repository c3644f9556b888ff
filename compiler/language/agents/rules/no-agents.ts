// Nobody can call at all.
import type { Rule } from '../../room.ts';
import type { Callers } from '../bears.ts';

export const noAgents: Rule<Callers> = {
  name: 'agents/no-agents',
  severity: 'warning',
  check({ agents, issuers }, report) {
    if (issuers.issuers.length > 0) return;
    if (agents.agents.size > 0 || agents.anonymous !== null) return;
    report(agents.range, {
      message: 'The gateway knows no agents: every caller is refused.',
      help: 'Declare one under `agents:` with a key (`mcpgw key NAME` makes one), or take the tokens of an identity provider under `issuers:`.',
    });
  },
};
