// An address that is chosen by what is the same for every call.
import type { Rule } from '../../language/room.ts';
import { fixedIn } from '../fixed.ts';
import { unknown } from '../tools.ts';
import type { World } from '../world.ts';

export const constantHash: Rule<World> = {
  name: 'servers/constant-hash',
  severity: 'warning',
  check({ models, facts, people }, report) {
    for (const [server, { balance }] of models.servers.servers) {
      if (!balance?.key) continue;
      const { range, text, compiled } = balance.key;
      if (compiled.constant !== undefined) {
        report(range, {
          message: `All calls of “${server}” go to one address: \`${text}\` is the same for each.`,
          help: 'Write what tells calls apart, as `hash(agent.name)`; or `round-robin`.',
        });
        continue;
      }
      const fixed = fixedIn(balance.key, facts.calls(null, people.everyone), unknown);
      if (fixed === undefined) continue;
      report(fixed.range, {
        message: `Which address of “${server}” a call goes to does not depend on this condition: it can never be ${fixed.never}, since ${fixed.because}.`,
        help: 'Mend the condition, or leave it out.',
        related: fixed.related,
      });
    }
  },
};
