// A condition that every call meets, by the schemas of the tools that its rule speaks of.
import { outcomeOf, partOf } from '../../cel/values/index.ts';
import type { Rule } from '../../language/room.ts';
import type { Judged } from '../judged.ts';
import { since } from '../since.ts';
import type { World } from '../world.ts';

export const needlessCondition: Rule<World> = {
  name: 'access/needless-condition',
  severity: 'warning',
  check(world, report) {
    for (const judged of [...world.allows, ...world.denies, ...world.trials]) {
      const { when, name } = judged.rule;
      if (when === null || typeof when.compiled.constant === 'boolean' || judged.never) continue;
      const cases = world.facts.argumentsOf(judged);
      if (!isNeedless(judged, cases)) continue;
      const part = partOf(when.compiled.root, false, cases);
      report(when.slice(part.whole.span.start, part.whole.span.end), {
        message: `The condition of “${name.text}” can never be false: ${since(when, part, cases)}.`,
        why: 'It says the same as no condition.',
        help: 'Mend the condition, or remove `when`.',
      });
    }
  },
};

/** An allow does not hold where its condition ends in an error; a deny does. */
function isNeedless({ rule }: Judged, cases: ReturnType<World['facts']['argumentsOf']>): boolean {
  const { root } = rule.when!.compiled;
  return cases.every((one) => {
    const { no, error } = outcomeOf(root, one);
    return !no && (rule.effect === 'deny' || !error);
  });
}
