// A limit that refuses calls which leave out what its cell is named by.
import type { Rule } from '../../language/room.ts';
import { chargedIn } from '../charged.ts';
import { missingOf, readTexts } from '../missing.ts';
import type { World } from '../world.ts';

export const limitCanError: Rule<World> = {
  name: 'limits/can-error',
  severity: 'warning',
  check(world, report) {
    for (const limit of world.models.limits.limits) {
      const charged = chargedIn(world)(limit);
      for (const one of limit.per) {
        if (one.kind !== 'cel') continue;
        const { condition } = one;
        const reads = missingOf(condition.compiled.root).filter((read) => world.facts.mayLack(charged, read));
        const [first] = reads;
        if (first === undefined || charged.length === 0) continue;
        const { named, guards } = readTexts(condition, reads);
        report(condition.slice(first.start, first.end), {
          message: `“${limit.name.text}” refuses calls without ${named}.`,
          why: 'Where what names the cell ends in an error, nobody can tell to whom the call is charged.',
          help: `To count them together, write \`${guards.join(' && ')} ? … : "(none)"\`.`,
        });
      }
    }
  },
};
