// An issuer all of whose tokens name one agent, that nobody declares.

import type { Rule } from '../../room.ts';
import type { Callers } from '../bears.ts';

export const oneName: Rule<Callers> = {
  name: 'agents/one-name',
  severity: 'warning',
  check({ agents: { agents }, issuers: { issuers } }, report) {
    for (const { issuer, agent, gives } of issuers) {
      const [first, ...others] = gives.names;
      if (agent === null || first === undefined || first.open) continue;
      if (others.some(({ text, open }) => open || text !== first.text)) continue;
      // Whoever declares it says that it is one.
      if (agents.get(first.text)?.issuer?.text === issuer.text) continue;
      report(agent.range, {
        message: `Everybody with a token of “${issuer.text}” is the agent “${first.text}”.`,
        why: 'Limits count them together, sessions are theirs in common, and records do not tell who it was.',
        help: `Write what tells them apart, as \`claims.sub\`; or declare the agent: \`${first.text}: { issuer: ${issuer.text} }\`.`,
      });
    }
  },
};
