// An allow that only the anonymous agent could use, and that does not name it.
import { type Callers, canProve } from '../../agents/bears.ts';
import type { Rule } from '../../room.ts';
import { mayBear } from '../bearers.ts';
import { concernedAgents } from '../concerned.ts';
import type { AccessModel } from '../model.ts';

export const anonymousUnnamed: Rule<Callers & { readonly access: AccessModel }> = {
  name: 'access/anonymous-unnamed',
  severity: 'error',
  check({ agents, issuers, access }, report) {
    const anonymous = agents.agents.get(agents.anonymous?.text ?? '');
    if (anonymous === undefined || canProve(anonymous, issuers)) return;
    for (const { effect, name, to } of access.rules) {
      if (effect !== 'allow' || to === null || to.agent !== null || to.scope !== null) continue;
      const concerned = concernedAgents(agents, to);
      if (concerned.length !== 1 || concerned[0] !== anonymous) continue;
      if (issuers.issuers.some((issuer) => mayBear(issuer, agents.agents, [to]))) continue;
      report(to.range, {
        message: `“${name.text}” fits only the anonymous agent “${anonymous.name}”, and does not name it.`,
        why: 'What callers without a credential may do is never implied by a team, a role or a label.',
        help: `Write \`to: { agent: ${anonymous.name} }\`.`,
      });
    }
  },
};
