// Names that MCP allows and model APIs refuse for their length.
import type { Rule } from '../../room.ts';
import { mcpLimit, modelLimit, shortestName } from '../length.ts';
import type { CatalogModel } from '../model.ts';

export const nameLength: Rule<{ readonly catalog: CatalogModel }> = {
  name: 'catalog/name-length',
  severity: 'warning',
  check({ catalog }, report) {
    for (const offer of catalog.offers) {
      const length = shortestName(offer);
      if (length <= modelLimit || length > mcpLimit) continue;
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
