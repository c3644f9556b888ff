// The same thing twice in a combination.
import type { Rule } from '../../room.ts';
import { repeated } from '../../words.ts';
import type { LimitsModel } from '../model.ts';

export const repeatedPer: Rule<{ readonly limits: LimitsModel }> = {
  name: 'limits/repeated-per',
  severity: 'warning',
  check({ limits }, report) {
    for (const { per } of limits.limits) {
      for (const [again, first] of repeated(per, ({ word }) => word.text)) {
        report(again.word.range, {
          message: `“${again.word.text}” stands twice in one combination.`,
          help: 'Remove one.',
          related: [{ message: 'The first.', range: first.word.range }],
        });
      }
    }
  },
};
