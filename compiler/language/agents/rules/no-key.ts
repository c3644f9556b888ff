// An agent that nobody can be.
import type { Rule } from '../../room.ts';
import type { Callers } from '../bears.ts';

export const noKey: Rule<Callers> = {
  name: 'agents/no-key',
  severity: 'warning',
  check({ agents, issuers }, report) {
    for (const { name, keys, issuer, range } of agents.agents.values()) {
      // Of an issuer that is not there, or whose tokens cannot bear the name, that is said.
      if (keys.length > 0 || issuer !== null || name === agents.anonymous?.text) continue;
      report(range, {
        message: `Agent “${name}” has no key: nobody can call as it.`,
        help: `Make a key with \`mcpgw key ${name}\` and put its digest under \`keys:\`${issuers.issuers.length === 0 ? '' : '; or name the issuer whose token may bear the name, under `issuer:`'}.`,
      });
    }
  },
};
