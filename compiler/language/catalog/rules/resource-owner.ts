// `catalog.resources` names a server that is not there.
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../../servers/model.ts';
import { suggest } from '../../words.ts';
import type { CatalogModel } from '../model.ts';

export const resourceOwner: Rule<{ readonly catalog: CatalogModel; readonly servers: ServersModel }> = {
  name: 'catalog/resource-owner',
  severity: 'error',
  check({ catalog, servers }, report) {
    for (const { pattern, server } of catalog.resources) {
      if (servers.servers.has(server.text)) continue;
      report(server.range, {
        message: `There is no server “${server.text}” for the resources “${pattern.text}”.`,
        help: suggest(server.text, servers.servers.keys(), 'Declare it under `servers:`.'),
      });
    }
  },
};
