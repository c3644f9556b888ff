// `to.team` names a team that is not there.
import type { AgentsModel } from '../../agents/model.ts';
import type { Rule } from '../../room.ts';
import { suggest } from '../../words.ts';
import type { AccessModel } from '../model.ts';

export const unknownTeam: Rule<{ readonly agents: AgentsModel; readonly access: AccessModel }> = {
  name: 'access/unknown-team',
  severity: 'error',
  check({ agents, access }, report) {
    for (const { to } of access.rules) {
      for (const { text, range } of to?.team ?? []) {
        if (agents.teams.has(text)) continue;
        report(range, {
          message: `There is no team “${text}”.`,
          help: suggest(text, agents.teams, 'Declare it under `teams:`.'),
        });
      }
    }
  },
};
