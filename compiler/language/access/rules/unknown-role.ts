// `to.role` names a role that is not there.
import type { Callers } from '../../agents/bears.ts';
import { admits, exactOf, heldIn } from '../../issuers/gives.ts';
import type { Rule } from '../../room.ts';
import { suggest } from '../../words.ts';
import type { AccessModel } from '../model.ts';

export const unknownRole: Rule<Callers & { readonly access: AccessModel }> = {
  name: 'access/unknown-role',
  severity: 'error',
  check({ agents, issuers, access }, report) {
    const given = issuers.issuers.flatMap(({ gives }) => gives.roles.flatMap(heldIn));
    for (const { to } of access.rules) {
      for (const { text, range } of to?.role ?? []) {
        if (agents.roles.has(text) || admits(given, text)) continue;
        report(range, {
          message: `No agent has the role “${text}”.`,
          help: suggest(
            text,
            [...agents.roles, ...exactOf(given)],
            'Give it to an agent: `roles: [reader]`.',
          ),
        });
      }
    }
  },
};
