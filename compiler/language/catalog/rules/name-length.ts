// Names that model APIs refuse for their length: no agent could call such a tool.
import type { Range } from '../../../diagnostics/finding.ts';
import type { Rule } from '../../room.ts';
import { modelLimit, shortestName } from '../length.ts';
import type { CatalogModel } from '../model.ts';
import { knownTools } from '../offers.ts';

export const nameLength: Rule<{ readonly catalog: CatalogModel }> = {
  name: 'catalog/name-length',
  severity: 'error',
  check({ catalog }, report) {
    const say = (name: string, server: string, range: Range, length: number, added: boolean): void => {
      if (length <= modelLimit) return;
      report(range, {
        message: `“${name}” of server “${server}” has ${length} characters or more.`,
        why: `Model APIs refuse names of tools over ${modelLimit} characters.`,
        help: added
          ? 'Shorten it.'
          : 'Shorten it with `tools: { rename: … }`, the name of the server, or `catalog.name`.',
      });
    };
    const said = new Set(catalog.offers.map(({ names }) => names.text));
    for (const offer of catalog.offers)
      say(offer.names.text, offer.server, offer.names.range, shortestName(offer), offer.added);
    // Of servers whose tools may be others than the lock has, it still knows those.
    for (const { name, server, range } of knownTools(catalog))
      if (!said.has(name)) say(name, server, range, name.length, false);
  },
};
