// A deny of what nobody is allowed anyway.
import { overlap, type Pattern } from '../../language/patterns.ts';
import type { Rule } from '../../language/room.ts';
import { toKey } from '../classes.ts';
import type { Judged } from '../judged.ts';
import type { World } from '../world.ts';

export const deadDeny: Rule<World> = {
  name: 'access/dead-deny',
  severity: 'warning',
  check(world, report) {
    if (world.allows.length === 0) return;
    const allows = distinct(world.allows.filter(({ never }) => !never));
    for (const deny of world.denies) {
      if (deny.never || deny.mixed || world.people.of(deny.rule).length === 0) continue;
      const meets = allows.some(
        ({ rule }) => world.people.meet(rule, deny.rule) && overlaps(world, rule.tools, deny.rule.tools),
      );
      if (meets) continue;
      report(deny.rule.name.range, {
        message: `“${deny.rule.name.text}” denies nothing: no rule allows any of it to anyone it concerns.`,
        why: 'What no rule allows is denied without it.',
        help: 'Remove it, or mend what it speaks of. One that guards against rules to come can be kept with a comment.',
      });
    }
  },
};

/** Of allows for the same tools and callers, one. */
function distinct(allows: readonly Judged[]): readonly Judged[] {
  const keyOf = ({ rule }: Judged): string =>
    [...rule.tools.map(({ text }) => text), toKey(rule.to)].join('\n');
  return [...new Map(allows.map((allow) => [keyOf(allow), allow])).values()];
}

/** Could there be a tool that both speak of, of a server that both speak of? */
function overlaps({ models }: World, a: readonly Pattern[], b: readonly Pattern[]): boolean {
  const { offering } = models.catalog;
  return a.some((one) =>
    b.some(
      (other) => overlap(one, other) && [...offering(one)].some((server) => offering(other).has(server)),
    ),
  );
}
