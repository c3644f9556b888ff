// Names that model APIs refuse for their length: no agent could call such a tool.
import type { Rule } from '../../room.ts';
import { modelLimit, shortestName } from '../length.ts';
import type { CatalogModel } from '../model.ts';

export const nameLength: Rule<{ readonly catalog: CatalogModel }> = {
  name: 'catalog/name-length',
  severity: 'error',
  check({ catalog }, report) {
    for (const offer of catalog.offers) {
      const length = shortestName(offer);
      if (length <= modelLimit) continue;
      report(offer.names.range, {
        message: `“${offer.names.text}” of server “${offer.server}” has ${length} characters or more.`,
        why: `Model APIs refuse names of tools over ${modelLimit} characters.`,
        help: offer.added
          ? 'Shorten it.'
          : 'Shorten it with `tools: { rename: … }`, the name of the server, or `catalog.name`.',
      });
    }
  },
};
