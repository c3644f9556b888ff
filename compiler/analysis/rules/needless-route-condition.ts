// A route with a condition that every call meets.
import { isPossible, outcomeOf, partOf } from '../../cel/values/index.ts';
import type { Rule } from '../../language/room.ts';
import { since } from '../since.ts';
import type { World } from '../world.ts';

export const needlessRouteCondition: Rule<World> = {
  name: 'routes/needless-condition',
  severity: 'warning',
  check({ models: { routes }, facts }, report) {
    for (const { when, tools } of routes.routes) {
      if (when === null || when.compiled.constant === false) continue;
      const { root, constant } = when.compiled;
      const cases = facts.routed(tools);
      const errs = cases.some((one) => outcomeOf(root, one).error);
      if (constant !== true && (errs || isPossible(root, false, cases))) continue;
      const part = partOf(root, false, cases);
      const range = constant === true ? when.range : when.slice(part.whole.span.start, part.whole.span.end);
      const because = constant === true ? '' : `: ${since(when, part, cases)}`;
      report(range, {
        message: `The condition of this route can never be false${because}.`,
        why: 'It says the same as no condition.',
        help: 'Mend the condition, or remove `when`.',
      });
    }
  },
};
