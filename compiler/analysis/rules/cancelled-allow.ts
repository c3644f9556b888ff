// An allow that one deny takes back whole.
import type { Rule } from '../../language/room.ts';
import { insideOf } from '../inside.ts';
import type { World } from '../world.ts';

export const cancelledAllow: Rule<World> = {
  name: 'access/cancelled-allow',
  severity: 'warning',
  check(world, report) {
    for (const allow of world.allows) {
      const deny = allow.never ? undefined : insideOf(world, allow, world.denying);
      if (deny === undefined) continue;
      const [name, by] = [allow.rule.name, deny.rule.name];
      report(name.range, {
        message: `“${name.text}” allows nothing: “${by.text}” denies all of it.`,
        why: 'A deny wins over any allow, in whatever order they stand.',
        help: `Remove “${name.text}”, or narrow “${by.text}”.`,
        related: [{ message: 'The deny.', range: by.range }],
      });
    }
  },
};
