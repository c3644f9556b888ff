// Two routes without conditions that speak of some of the same tools and lead to different places: only their order tells which.
import { covers, overlap, type Pattern } from '../../language/patterns.ts';
import type { Rule } from '../../language/room.ts';
import { isCertain, type RouteModel } from '../../language/routes/model.ts';
import { targetText } from '../links.ts';
import type { World } from '../world.ts';

export const overlappingRoutes: Rule<World> = {
  name: 'routes/overlapping',
  severity: 'warning',
  check({ models: { routes } }, report) {
    const certain = routes.routes.filter(isCertain);
    for (const [at, later] of certain.entries()) {
      for (const earlier of certain.slice(0, at)) {
        if (isSame(earlier, later)) continue;
        const clash = later.tools.find((tool) => earlier.tools.some((other) => isPartly(other, tool)));
        if (clash === undefined) continue;
        report(clash.range, {
          message: `Some tools that “${clash.text}” matches go to ${targetText(earlier)}, not to ${targetText(later)}.`,
          why: 'Both routes speak of them, and only the order of the file tells which one they take.',
          help: 'Write patterns of which one is inside the other, the narrower one first, or of which none match the same.',
          related: [{ message: 'The earlier one.', range: earlier.range }],
        });
      }
    }
  },
};

function isSame({ to: one }: RouteModel, { to: other }: RouteModel): boolean {
  const labels = (to: RouteModel['to']) => (to.kind === 'server' ? JSON.stringify(to.labels) : '');
  return one.kind === other.kind && one.word.text === other.word.text && labels(one) === labels(other);
}

/** They have names in common, and neither is inside the other. */
function isPartly(one: Pattern, other: Pattern): boolean {
  return overlap(one, other) && !covers(one, other) && !covers(other, one);
}
