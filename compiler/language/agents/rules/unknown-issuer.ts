// An agent of an issuer that is not there.
import type { Rule } from '../../room.ts';
import { suggest } from '../../words.ts';
import type { Callers } from '../bears.ts';

export const unknownIssuer: Rule<Callers> = {
  name: 'agents/unknown-issuer',
  severity: 'error',
  check({ agents: { agents }, issuers: { issuers } }, report) {
    const known = issuers.map(({ issuer }) => issuer.text);
    for (const { name, issuer } of agents.values()) {
      if (issuer === null || known.includes(issuer.text)) continue;
      report(issuer.range, {
        message: `Agent “${name}” has an issuer that \`issuers\` does not have.`,
        why: 'It is compared letter for letter, a slash at the end too.',
        help: suggest(issuer.text, known, 'Say under `issuers:` whose tokens are taken.'),
      });
    }
  },
};
