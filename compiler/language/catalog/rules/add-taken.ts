// A tool that is added under the name of another.
import { isExact } from '../../patterns.ts';
import type { Rule } from '../../room.ts';
import type { CatalogModel } from '../model.ts';

export const addTaken: Rule<{ readonly catalog: CatalogModel }> = {
  name: 'catalog/add-taken',
  severity: 'error',
  check({ catalog }, report) {
    const names = new Map(
      catalog.offers.flatMap((offer) =>
        offer.added || !isExact(offer.names) ? [] : [[offer.names.text, offer] as const],
      ),
    );
    for (const { name } of catalog.added) {
      const offer = names.get(name.text);
      if (offer === undefined) continue;
      report(name.range, {
        message: `“${name.text}” is also the name of a tool of server “${offer.server}”.`,
        why: 'A call of it could mean either.',
        help: 'Add it under another name, or rename the tool.',
        related: [{ message: 'The tool.', range: offer.names.range }],
      });
    }
  },
};
