// Two issuers whose tokens can bear one name: who has it with the one is the same agent as who has it with the other.
import { commonOf, type Part } from '../../issuers/gives.ts';
import type { Rule } from '../../room.ts';
import type { Callers } from '../bears.ts';

export const sharedName: Rule<Callers> = {
  name: 'agents/shared-name',
  severity: 'warning',
  check({ agents: { agents }, issuers: { issuers } }, report) {
    // A declared name is borne by tokens of one issuer.
    const free = ({ text, open }: Part): boolean => open || !agents.has(text);
    const named = issuers.map((one) => ({ ...one, names: one.gives.names.filter(free) }));
    for (const [at, { issuer, agent, names }] of named.entries()) {
      const earlier = named.slice(0, at).filter((one) => one.issuer.text !== issuer.text);
      const first = earlier.find((one) => commonOf(one.names, names) !== undefined);
      if (agent === null || first === undefined) continue;
      const { text, open } = commonOf(first.names, names)!;
      report(agent.range, {
        message: `“${first.issuer.text}” and “${issuer.text}” can both name one agent: “${open ? `${text}ann` : text}” may be either’s.`,
        why: 'Rules, limits, sessions and records know agents by their names alone.',
        help: 'Let the names of each begin with a text of its own, as `"partner:" + claims.sub`.',
        related: [{ message: 'The other one.', range: first.agent?.range ?? first.issuer.range }],
      });
    }
  },
};
