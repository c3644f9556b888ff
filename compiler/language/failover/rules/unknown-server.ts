// A link to a server that there is none of.
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../../servers/model.ts';
import { suggest } from '../../words.ts';
import type { FailoverModel } from '../model.ts';

export const unknownServer: Rule<{ readonly failover: FailoverModel; readonly servers: ServersModel }> = {
  name: 'failover/unknown-server',
  severity: 'error',
  check({ failover, servers: { servers } }, report) {
    for (const { links } of failover.chains.values()) {
      for (const { server } of links) {
        if (servers.has(server.text)) continue;
        report(server.range, {
          message: `There is no server “${server.text}”.`,
          why: 'The link could never be tried.',
          help: suggest(server.text, servers.keys(), 'Declare it under `servers:`.'),
        });
      }
    }
  },
};
