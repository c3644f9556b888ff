// A tool that is added, and leads to none.
import { isExact, matches } from '../../patterns.ts';
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../../servers/model.ts';
import { suggest } from '../../words.ts';
import { targetName } from '../added.ts';
import { isOfferedAs } from '../lock.ts';
import type { CatalogModel } from '../model.ts';

export const addTarget: Rule<{ readonly catalog: CatalogModel; readonly servers: ServersModel }> = {
  name: 'catalog/add-target',
  severity: 'error',
  check({ catalog, servers: { servers } }, report) {
    for (const one of catalog.added) {
      const { name, server, tool, chain } = one;
      // Its links are the chain's matter.
      if (chain !== null) continue;
      const tools = servers.get(server.text)?.tools;
      if (tools === undefined) {
        report(server.range, {
          message: `“${name.text}” leads to server “${server.text}”, which there is not.`,
          help: suggest(server.text, servers.keys(), 'Declare it under `servers`.'),
        });
        continue;
      }
      const own = catalog.offers.filter((offer) => offer.server === server.text && !offer.added);
      const target = targetName(catalog.pieces, one);
      if (own.some(({ names }) => matches(names, target)) && isOfferedAs(tools, tool.text)) continue;
      const known = own.flatMap(({ names, prefix }) =>
        isExact(names) && names.text.startsWith(prefix) ? [names.text.slice(prefix.length)] : [],
      );
      report(tool.range, {
        message: `“${name.text}” leads to “${tool.text}”, which server “${server.text}” does not offer.`,
        why: 'It would never be in the catalog.',
        help: suggest(tool.text, known, 'Write its name after rename, and do not exclude it.'),
      });
    }
  },
};
