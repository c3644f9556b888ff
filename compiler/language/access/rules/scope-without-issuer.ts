// `to.scope` where no tokens are taken: no agent has a scope.
import type { IssuersModel } from '../../issuers/model.ts';
import type { Rule } from '../../room.ts';
import type { AccessModel } from '../model.ts';

export const scopeWithoutIssuer: Rule<{ readonly issuers: IssuersModel; readonly access: AccessModel }> = {
  name: 'access/scope-without-issuer',
  severity: 'error',
  check({ issuers, access }, report) {
    if (issuers.issuers.length > 0) return;
    for (const { name, to } of access.rules) {
      const [first] = to?.scope ?? [];
      if (first === undefined) continue;
      report(first.range, {
        message: `No agent can have the scope “${first.text}”: “${name.text}” concerns nobody.`,
        why: 'Scopes are those of tokens, and no issuer of tokens is declared.',
        help: 'Declare who issues them (`issuers`), or ask for a team, a role or a label.',
      });
    }
  },
};
