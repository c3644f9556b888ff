// An alias that is the name of a tool.
import { isExact } from '../../patterns.ts';
import type { Rule } from '../../room.ts';
import type { CatalogModel } from '../model.ts';

export const aliasShadows: Rule<{ readonly catalog: CatalogModel }> = {
  name: 'catalog/alias-shadows',
  severity: 'error',
  check({ catalog }, report) {
    const names = new Map(
      catalog.offers.filter(({ names }) => isExact(names)).map((offer) => [offer.names.text, offer]),
    );
    for (const { from } of catalog.alias) {
      const offer = names.get(from.text);
      if (offer === undefined) continue;
      report(from.range, {
        message: `Alias “${from.text}” is also the name of a tool of server “${offer.server}”.`,
        why: 'A call of it could mean either.',
        help: 'Remove the alias, or rename the tool.',
        related: [{ message: 'The tool.', range: offer.names.range }],
      });
    }
  },
};
