// An agent of a team that `teams` does not have.
import type { Rule } from '../../room.ts';
import { suggest } from '../../words.ts';
import type { AgentsModel } from '../model.ts';

export const unknownTeam: Rule<{ readonly agents: AgentsModel }> = {
  name: 'agents/unknown-team',
  severity: 'error',
  check({ agents }, report) {
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
  },
};
