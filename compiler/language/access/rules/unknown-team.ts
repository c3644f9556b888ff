// `to.team` names a team that is not there.
import type { Callers } from '../../agents/bears.ts';
import { admits, exactOf } from '../../issuers/gives.ts';
import type { Rule } from '../../room.ts';
import { suggest } from '../../words.ts';
import type { AccessModel } from '../model.ts';

export const unknownTeam: Rule<Callers & { readonly access: AccessModel }> = {
  name: 'access/unknown-team',
  severity: 'error',
  check({ agents, issuers, access }, report) {
    // Where teams are declared, those are all there are.
    const given = agents.declaredTeams === null ? issuers.issuers.flatMap(({ gives }) => gives.teams) : [];
    for (const { to } of access.rules) {
      for (const { text, range } of to?.team ?? []) {
        if (agents.teams.has(text) || admits(given, text)) continue;
        report(range, {
          message: `There is no team “${text}”.`,
          help: suggest(text, [...agents.teams, ...exactOf(given)], 'Declare it under `teams:`.'),
        });
      }
    }
  },
};
