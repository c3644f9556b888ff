// An agent whose name no token of its issuer can bear.
import { admits, type Part } from '../../issuers/gives.ts';
import type { Rule } from '../../room.ts';
import { enumerate } from '../../words.ts';
import type { Callers } from '../bears.ts';

export const unborneName: Rule<Callers> = {
  name: 'agents/unborne-name',
  severity: 'warning',
  check({ agents: { agents }, issuers: { issuers } }, report) {
    for (const { name, range, issuer } of agents.values()) {
      const own = issuers.find((one) => one.issuer.text === issuer?.text);
      if (own === undefined || admits(own.gives.names, name)) continue;
      const begin = own.gives.names.some(({ open }) => open);
      report(range, {
        message: `No token of “${own.issuer.text}” bears the name “${name}”.`,
        why: `By \`agent\` its names ${begin ? 'are, or begin with,' : 'are'} ${enumerate(own.gives.names.map(quoted))}.`,
        help: 'Give the agent a name that tokens bear, or take `issuer` out.',
        ...(own.agent && { related: [{ message: 'What names its agents.', range: own.agent.range }] }),
      });
    }
  },
};

const quoted = ({ text }: Part): string => `“${text}”`;
