// A condition that no call can meet: it contradicts itself, or what the agents, tools and arguments of its rule can be.
import { outcomeOf } from '../../cel/values/index.ts';
import type { Condition } from '../../language/conditions.ts';
import type { Rule } from '../../language/room.ts';
import type { Case } from '../facts.ts';
import type { Judged } from '../judged.ts';
import { whyNever } from '../never.ts';
import type { World } from '../world.ts';

export const impossibleCondition: Rule<World> = {
  name: 'access/impossible-condition',
  severity: 'warning',
  check(world, report) {
    for (const judged of [...world.allows, ...world.denies, ...world.trials]) {
      const { when, name } = judged.rule;
      if (when === null || !judged.never || typeof when.compiled.constant === 'boolean') continue;
      const cases = world.facts.cases(judged);
      const wrong = whyNever(when, judged.asks, cases);
      if (wrong === null) continue;
      report(wrong.range, {
        message: `The condition of “${name.text}” can never be true: ${wrong.because}.`,
        why: effectOf(judged, when, cases),
        help: 'Mend the condition, or remove the rule.',
        related: wrong.related,
      });
    }
  },
};

/** A deny whose condition ends in an error denies. */
function effectOf({ rule }: Judged, { compiled }: Condition, cases: readonly Case[]): string {
  const fails = rule.effect === 'deny' && cases.some((one) => outcomeOf(compiled.root, one).error);
  if (rule.shadow)
    return fails
      ? 'The trial tells only of calls on which its condition ends in an error.'
      : 'The trial never tells of a call.';
  if (rule.effect === 'allow') return 'The rule never allows anything.';
  return fails
    ? 'The rule denies only calls on which its condition ends in an error.'
    : 'The rule never denies anything.';
}
