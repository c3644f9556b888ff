// A condition over results that never leads to the next link of its chain, or always does.
import type { Rule } from '../../language/room.ts';
import { fixedIn } from '../fixed.ts';
import { unknown } from '../tools.ts';
import type { World } from '../world.ts';

export const constantTrigger: Rule<World> = {
  name: 'failover/constant-trigger',
  severity: 'warning',
  check({ models }, report) {
    for (const { name, on } of models.failover.chains.values()) {
      for (const trigger of on) {
        if (trigger.kind !== 'result') continue;
        const { condition } = trigger;
        const { constant } = condition.compiled;
        const fixed =
          typeof constant === 'boolean'
            ? { range: condition.range, never: !constant, because: null, related: [] }
            : fixedIn(condition, unknown, unknown);
        if (fixed === undefined) continue;
        report(fixed.range, {
          message: `This trigger of “${name.text}” ${fixed.never ? 'never' : 'always'} holds${fixed.because === null ? '' : `: ${fixed.because}`}.`,
          why: fixed.never
            ? 'No answer leads to the next link by it.'
            : 'Every answer leads to the next link, also a good one.',
          help: 'Mend the condition, or remove it.',
          related: fixed.related,
        });
      }
    }
  },
};
