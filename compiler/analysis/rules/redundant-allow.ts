// An allow that is wholly inside another.
import type { Rule } from '../../language/room.ts';
import { isInside } from '../inside.ts';
import type { Judged } from '../judged.ts';
import type { World } from '../world.ts';

export const redundantAllow: Rule<World> = {
  name: 'access/redundant-allow',
  severity: 'warning',
  check(world, report) {
    for (const allow of world.allows) {
      const wide = allow.never ? undefined : widerThan(world, allow);
      if (wide === undefined) continue;
      const [name, by] = [allow.rule.name, wide.rule.name];
      report(name.range, {
        message: `“${name.text}” adds nothing: “${by.text}” allows all of it.`,
        why: 'Whoever removes or narrows the one takes nothing away while the other stands.',
        help: `Remove “${name.text}”, or narrow “${by.text}”.`,
        related: [{ message: 'The wider allow.', range: by.range }],
      });
    }
  },
};

/** Of two that are the same, the later one is said to be inside the first. */
function widerThan(world: World, allow: Judged): Judged | undefined {
  const [tool] = allow.rule.tools;
  if (tool === undefined) return undefined;
  const wider = world
    .allowing(tool, allow.asks)
    .filter((one) => !one.never && isInside(world, allow, one))
    .sort((a, b) => a.at - b.at);
  return wider.find((one) => one.at < allow.at || !isInside(world, one, allow));
}
