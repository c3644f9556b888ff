// Two limits of one name: they would share their counts.
import type { Rule } from '../../room.ts';
import { repeated } from '../../words.ts';
import type { LimitsModel } from '../model.ts';

export const duplicateName: Rule<{ readonly limits: LimitsModel }> = {
  name: 'limits/duplicate-name',
  severity: 'error',
  check({ limits }, report) {
    for (const [again, first] of repeated(limits.limits, ({ name }) => name.text)) {
      report(again.name.range, {
        message: `Two limits are called “${again.name.text}”.`,
        why: 'Counts are kept by the name of the limit, and refusals name it.',
        help: 'Give each a name of its own.',
        related: [{ message: 'The first.', range: first.name.range }],
      });
    }
  },
};
