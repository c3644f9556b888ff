// A team that nobody belongs to.
import { admits } from '../../language/issuers/gives.ts';
import type { Rule } from '../../language/room.ts';
import { members } from '../../language/words.ts';
import type { World } from '../world.ts';

export const unusedTeam: Rule<World> = {
  name: 'agents/unused-team',
  severity: 'warning',
  check({ models }, report, scope) {
    const held = new Set([...models.agents.agents.values()].map(({ team }) => team?.text));
    const given = models.issuers.issuers.flatMap(({ gives }) => gives.teams);
    for (const { key } of members(scope, ['teams'])) {
      if (held.has(key.text) || admits(given, key.text)) continue;
      const rules = models.access.rules.filter(({ to }) => to?.team?.some(({ text }) => text === key.text));
      report(key.range, {
        message: `No agent belongs to team “${key.text}”.`,
        why: rules.length === 0 ? 'Nothing is counted or allowed by it.' : 'Rules for it concern nobody.',
        help: 'Put it on an agent (`team:`), or remove it.',
        related: rules.map(({ name }) => ({ message: `“${name.text}” speaks of it.`, range: name.range })),
      });
    }
  },
};
