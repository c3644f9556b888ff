// Names that are too long: for MCP, or for the model's API.
import type { Rule } from '../../room.ts';
import type { CatalogModel, Offer } from '../model.ts';

/** What the APIs of the large models accept. */
const modelLimit = 64;

export const nameLength: Rule<{ readonly catalog: CatalogModel }> = {
  name: 'catalog/name-length',
  severity: 'warning',
  check({ catalog }, report) {
    for (const offer of catalog.offers) {
      const length = shortest(offer);
      if (length <= modelLimit) continue;
      report(offer.names.range, {
        message: `“${offer.names.text}” of server “${offer.server}” has ${length} characters or more.`,
        why: `Model APIs refuse names of tools over ${modelLimit} characters; MCP over 128.`,
        help: 'Shorten it with `tools: { rename: … }`, the name of the server, or `catalog.name`.',
      });
    }
  },
};

/** A star may stand for nothing, but a tool's name has a character at least. */
function shortest({ names }: Offer): number {
  return names.pieces.join('').length + (names.pieces.length > 1 ? 1 : 0);
}
