// `to.role` names a role that is not there.
import type { AgentsModel } from '../../agents/model.ts';
import type { Rule } from '../../room.ts';
import { suggest } from '../../words.ts';
import type { AccessModel } from '../model.ts';

export const unknownRole: Rule<{ readonly agents: AgentsModel; readonly access: AccessModel }> = {
  name: 'access/unknown-role',
  severity: 'error',
  check({ agents, access }, report) {
    for (const { to } of access.rules) {
      for (const { text, range } of to?.role ?? []) {
        if (agents.roles.has(text)) continue;
        report(range, {
          message: `No agent has the role “${text}”.`,
          help: suggest(text, agents.roles, 'Give it to an agent: `roles: [reader]`.'),
        });
      }
    }
  },
};
