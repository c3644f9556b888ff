// A gateway to nothing.
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../model.ts';

export const noServers: Rule<{ readonly servers: ServersModel }> = {
  name: 'servers/no-servers',
  severity: 'warning',
  check({ servers }, report) {
    if (servers.servers.size > 0) return;
    report(servers.range, {
      message: 'The gateway has no servers: its catalog is empty.',
      help: 'Add one: `servers: { crm: { url: https://crm.internal/mcp } }`.',
    });
  },
};
