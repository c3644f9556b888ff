// Two servers with a tool of one name in the catalog.
import { isExact } from '../../patterns.ts';
import type { Rule } from '../../room.ts';
import { repeated } from '../../words.ts';
import type { CatalogModel } from '../model.ts';

export const duplicateTool: Rule<{ readonly catalog: CatalogModel }> = {
  name: 'catalog/duplicate-tool',
  severity: 'error',
  check({ catalog }, report) {
    const known = catalog.offers.filter(({ names, added }) => isExact(names) && !added);
    for (const [again, first] of repeated(known, ({ names }) => names.text)) {
      // Within one server it is the matter of its `rename`.
      if (again.server === first.server) continue;
      report(again.names.range, {
        message: `Servers “${first.server}” and “${again.server}” both have a tool “${again.names.text}”.`,
        why: 'A call could mean either, so both would be hidden.',
        help: 'Give one another name with `tools: { rename: … }`, or mend `catalog.name`.',
        related: [{ message: 'The other.', range: first.names.range }],
      });
    }
  },
};
