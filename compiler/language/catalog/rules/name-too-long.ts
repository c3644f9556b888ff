// Names longer than MCP allows: the runtime would hide the tools.
import type { Rule } from '../../room.ts';
import { mcpLimit, shortestName } from '../length.ts';
import type { CatalogModel } from '../model.ts';

export const nameTooLong: Rule<{ readonly catalog: CatalogModel }> = {
  name: 'catalog/name-too-long',
  severity: 'error',
  check({ catalog }, report) {
    for (const offer of catalog.offers) {
      const length = shortestName(offer);
      if (length <= mcpLimit) continue;
      report(offer.names.range, {
        message: `The name of this tool of server “${offer.server}” has ${length} characters or more in the catalog.`,
        why: `MCP allows ${mcpLimit} (2026-07-28, server/tools): the tool would be hidden.`,
        help: 'Shorten it with `tools: { rename: … }`, the name of the server, or `catalog.name`.',
      });
    }
  },
};
