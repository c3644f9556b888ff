// A limit on what nobody is allowed to call.
import { overlap, type Pattern } from '../../language/patterns.ts';
import type { Rule } from '../../language/room.ts';
import type { World } from '../world.ts';

export const limitConcernsNothing: Rule<World> = {
  name: 'limits/concerns-nothing',
  severity: 'warning',
  check(world, report) {
    if (world.allows.length === 0) return;
    const allowed = distinct(
      world.allows.filter((allow) => world.given(allow).length > 0).flatMap(({ rule }) => rule.tools),
    );
    for (const { name, tools } of world.models.limits.limits) {
      if (tools.some((tool) => allowed.some((one) => overlap(one, tool)))) continue;
      report(name.range, {
        message: `“${name.text}” counts nothing: no rule allows a call of the tools it speaks of.`,
        help: 'Allow the tools, mend the patterns, or remove the limit.',
      });
    }
  },
};

function distinct(patterns: readonly Pattern[]): readonly Pattern[] {
  return [...new Map(patterns.map((one) => [one.text, one])).values()];
}
