// A route, or a part of one, that an earlier one leaves nothing to.
import { type Conjunct, conjunctsOf } from '../../cel/index.ts';
import { covers, type Pattern } from '../../language/patterns.ts';
import type { Rule } from '../../language/room.ts';
import { isCertain, type RouteModel } from '../../language/routes/model.ts';
import { enumerate } from '../../language/words.ts';
import { implies } from '../compare.ts';
import { whyNever } from '../never.ts';
import type { World } from '../world.ts';

export const shadowedRoute: Rule<World> = {
  name: 'routes/shadowed',
  severity: 'warning',
  check({ models: { routes }, facts }, report) {
    for (const [at, route] of routes.routes.entries()) {
      if (route.when?.compiled.constant === false) {
        report(route.when.range, {
          message: 'This route never leads anywhere: its condition is never true.',
          help: 'Mend the condition, or remove the route.',
        });
        continue;
      }
      const wrong = route.when && whyNever(route.when, asksOf(route), facts.routed(route.tools));
      if (wrong !== null) {
        report(wrong.range, {
          message: `This route never leads anywhere: ${wrong.because}.`,
          why: 'A route whose condition is false, or ends in an error, is passed by.',
          help: 'Mend the condition, or remove the route.',
          related: wrong.related,
        });
        continue;
      }
      const before = routes.routes.slice(0, at).filter((other) => holdsWherever(other, route));
      const first = (tool: Pattern) => before.find(({ tools }) => tools.some((wide) => covers(wide, tool)));
      const lost = route.tools.filter((tool) => first(tool) !== undefined);
      if (lost.length === 0) continue;
      const whole = lost.length === route.tools.length;
      report(whole ? route.range : lost[0]!.range, {
        message: whole
          ? 'This route is never taken: an earlier one takes all its calls.'
          : `Nothing comes here of ${enumerate(lost.map(({ text }) => `“${text}”`))}: an earlier route takes it.`,
        why: 'The first route that holds decides.',
        help: 'Put it before the earlier one, or remove it.',
        related: [{ message: 'The earlier one.', range: first(lost[0]!)!.range }],
      });
    }
  },
};

/** Is the one taken whenever the other would be, as far as conditions go? */
function holdsWherever(earlier: RouteModel, later: RouteModel): boolean {
  if (earlier.when?.compiled.constant === false) return false;
  if (isCertain(earlier)) return true;
  return earlier.when!.text === later.when?.text || implies(asksOf(later), asksOf(earlier));
}

function asksOf({ when }: RouteModel): readonly Conjunct[] {
  return when === null || when.compiled.constant === true ? [] : conjunctsOf(when.compiled.root);
}
