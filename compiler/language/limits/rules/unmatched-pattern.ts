// A pattern in a limit that nothing can match.
import type { CatalogModel } from '../../catalog/model.ts';
import { reportUnmatched } from '../../catalog/unmatched.ts';
import type { Rule } from '../../room.ts';
import type { LimitsModel } from '../model.ts';

export const unmatchedPattern: Rule<{ readonly catalog: CatalogModel; readonly limits: LimitsModel }> = {
  name: 'limits/unmatched-pattern',
  severity: 'error',
  check({ catalog, limits }, report) {
    reportUnmatched(
      catalog,
      limits.limits.flatMap(({ tools }) => tools),
      report,
    );
  },
};
