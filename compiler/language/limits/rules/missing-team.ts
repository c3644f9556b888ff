// A limit by team, and agents that have none.
import type { AgentsModel } from '../../agents/model.ts';
import type { Rule } from '../../room.ts';
import { enumerate } from '../../words.ts';
import type { LimitsModel } from '../model.ts';

export const missingTeam: Rule<{ readonly agents: AgentsModel; readonly limits: LimitsModel }> = {
  name: 'limits/missing-team',
  severity: 'warning',
  check({ agents, limits }, report) {
    const all = [...agents.agents.values()];
    const without = {
      team: namesOf(all, ({ team }) => team === null),
      role: namesOf(all, ({ roles }) => roles.length === 0),
    };
    const shared = limits.limits.filter(({ per }) => per.every(({ kind }) => kind !== 'agent'));
    for (const { kind, word } of shared.flatMap(({ per }) => per)) {
      if ((kind !== 'team' && kind !== 'role') || without[kind].length === 0) continue;
      report(word.range, {
        message: `Agents without a ${kind} share one count: ${enumerate(without[kind])}.`,
        why: 'One of them can use up what is left for the others.',
        help: kind === 'team' ? 'Give them a team.' : 'Give them a role, or count them by agent.',
      });
    }
  },
};

function namesOf<T extends { readonly name: string }>(
  all: readonly T[],
  lacks: (one: T) => boolean,
): readonly string[] {
  return all.filter(lacks).map(({ name }) => name);
}
