// An alias of a name that no server can offer.
import { pattern } from '../../patterns.ts';
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../../servers/model.ts';
import type { CatalogModel } from '../model.ts';
import { nearestOffer } from '../nearest-offer.ts';

export const aliasTarget: Rule<{ readonly catalog: CatalogModel; readonly servers: ServersModel }> = {
  name: 'catalog/alias-target',
  severity: 'error',
  check({ catalog, servers }, report) {
    if (servers.servers.size === 0) return;
    const aliases = new Set(catalog.alias.map(({ from }) => from.text));
    for (const { from, to } of catalog.alias) {
      if (aliases.has(to.text) || catalog.offering(pattern(to.text, to.range)).size > 0) continue;
      report(to.range, {
        message: `Alias “${from.text}” leads to “${to.text}”, which no server can offer.`,
        help: nearestOffer(catalog, to.text),
      });
    }
  },
};
