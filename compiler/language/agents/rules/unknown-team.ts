// An agent of a team that `teams` does not have.
import { exactOf } from '../../issuers/gives.ts';
import type { Rule } from '../../room.ts';
import { enumerate, suggest } from '../../words.ts';
import type { Callers } from '../bears.ts';

export const unknownTeam: Rule<Callers> = {
  name: 'agents/unknown-team',
  severity: 'error',
  check({ agents, issuers: { issuers } }, report) {
    const { declaredTeams } = agents;
    if (declaredTeams === null) return;
    for (const { name, team } of agents.agents.values()) {
      if (team === null || declaredTeams.has(team.text)) continue;
      report(team.range, {
        message: `Agent “${name}” is of team “${team.text}”, which \`teams:\` does not have.`,
        why: 'Rules and limits for the intended team would pass it by.',
        help: suggest(team.text, declaredTeams, 'Declare it under `teams:`.'),
      });
    }
    for (const { team, gives } of issuers) {
      const unknown = exactOf(gives.teams).filter((text) => !declaredTeams.has(text));
      const [first] = unknown;
      if (team === null || first === undefined) continue;
      report(team.range, {
        message: `This gives ${enumerate(unknown.map((text) => `“${text}”`))}, which \`teams:\` does not have.`,
        why: 'Rules and limits for the intended team would pass them by.',
        help: suggest(first, declaredTeams, 'Declare it under `teams:`.'),
      });
    }
  },
};
