// A pattern in an access rule that nothing can match.
import type { CatalogModel } from '../../catalog/model.ts';
import { reportUnmatched } from '../../catalog/unmatched.ts';
import type { Rule } from '../../room.ts';
import type { AccessModel } from '../model.ts';

export const unmatchedPattern: Rule<{ readonly catalog: CatalogModel; readonly access: AccessModel }> = {
  name: 'access/unmatched-pattern',
  severity: 'error',
  check({ catalog, access }, report) {
    reportUnmatched(
      catalog,
      access.rules.flatMap(({ tools }) => tools),
      report,
    );
  },
};
