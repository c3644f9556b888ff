// An allow of which several denies leave nothing.
import type { Rule } from '../../language/room.ts';
import { insideOf } from '../inside.ts';
import type { Judged } from '../judged.ts';
import type { World } from '../world.ts';

export const deadAllow: Rule<World> = {
  name: 'access/dead-allow',
  severity: 'warning',
  check(world, report) {
    for (const allow of world.allows) {
      const people = world.people.of(allow.rule);
      if (allow.never || people.length === 0 || world.given(allow).length > 0) continue;
      if (insideOf(world, allow, world.denying) !== undefined) continue;
      const refusing = refusalsOf(world, allow, people);
      report(allow.rule.name.range, {
        message: `“${allow.rule.name.text}” allows nothing: all it speaks of is denied to everyone it concerns.`,
        why: 'A deny wins over any allow.',
        help: 'Remove the rule, or narrow the denies.',
        related: refusing.map(({ rule }) => ({
          message: `“${rule.name.text}” denies.`,
          range: rule.name.range,
        })),
      });
    }
  },
};

/** The denies that refuse it, at most so many as a person will read. */
function refusalsOf(world: World, allow: Judged, people: readonly number[]): readonly Judged[] {
  const found = new Set<Judged>();
  for (const part of allow.rule.tools.flatMap((tool) => world.region(tool))) {
    for (const person of people) {
      const deny = world.refusal(allow, part, person);
      if (deny !== undefined) found.add(deny);
    }
  }
  return [...found].sort((a, b) => a.at - b.at).slice(0, most);
}

const most = 8;
