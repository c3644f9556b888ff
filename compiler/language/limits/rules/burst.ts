// A burst that takes longer than a year to be whole again.
import type { Rule } from '../../room.ts';
import type { LimitsModel } from '../model.ts';

const dayMs = 86_400_000;
const mostDays = 366;

export const burst: Rule<{ readonly limits: LimitsModel }> = {
  name: 'limits/burst',
  severity: 'error',
  check({ limits }, report) {
    for (const { name, rate, burst: calls, burstRange } of limits.limits) {
      const days = Math.ceil((calls * rate.unitMs) / rate.count / dayMs);
      if (days <= mostDays) continue;
      report(burstRange, {
        message: `At ${rate.count}/${rate.unit} a burst of ${calls} takes ${days} days to be whole again.`,
        why: `“${name.text}” would hold nobody back in any time that matters; ${mostDays} days are the most that is counted.`,
        help: 'Lower `burst`, or raise `rate`.',
      });
    }
  },
};
