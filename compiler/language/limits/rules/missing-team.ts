// A limit by team, and agents that have none.
import { mayBear } from '../../access/bearers.ts';
import type { Callers } from '../../agents/bears.ts';
import type { AgentModel } from '../../agents/model.ts';
import type { Gives } from '../../issuers/gives.ts';
import type { Rule } from '../../room.ts';
import { enumerate } from '../../words.ts';
import type { LimitsModel } from '../model.ts';

export const missingTeam: Rule<Callers & { readonly limits: LimitsModel }> = {
  name: 'limits/missing-team',
  severity: 'warning',
  check({ limits, ...callers }, report) {
    const without = {
      team: namesOf(callers, ({ team }) => team === null, hasNoTeam),
      role: namesOf(callers, ({ roles }) => roles.length === 0, hasNoRole),
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

/** Agents by their names, and those of an issuer, of whom each surely lacks it. */
function namesOf(
  { agents: { agents }, issuers: { issuers } }: Callers,
  lacks: (one: AgentModel) => boolean,
  never: (gives: Gives) => boolean,
): readonly string[] {
  return [
    ...[...agents.values()].filter(lacks).map(({ name }) => name),
    ...issuers
      .filter((issuer) => never(issuer.gives) && mayBear(issuer, agents, []))
      .map(({ issuer }) => `whoever comes with a token of “${issuer.text}”`),
  ];
}

const hasNoTeam = ({ teams }: Gives): boolean => teams.every(({ text, open }) => text === '' && !open);
const hasNoRole = ({ roles }: Gives): boolean =>
  roles.every(({ sure, may }) => sure.length + may.length === 0);
