// A pattern in `catalog.resources` that no URI can match.
import type { Rule } from '../../room.ts';
import type { CatalogModel } from '../model.ts';

export const resourcePattern: Rule<{ readonly catalog: CatalogModel }> = {
  name: 'catalog/resource-pattern',
  severity: 'error',
  check({ catalog }, report) {
    for (const { pattern } of catalog.resources) {
      if (pattern.problem === null) continue;
      report(pattern.range, {
        message: `No resource can match “${pattern.text}”.`,
        why: pattern.problem,
        help: 'Write the URI as servers list it, with `*` and `**` where it may vary.',
      });
    }
  },
};
