// An included file that is held to some tools, and brings a server.
import type { HostsModel } from '../../hosts/model.ts';
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../model.ts';

export const serverBeyondInclude: Rule<{ readonly hosts: HostsModel; readonly servers: ServersModel }> = {
  name: 'servers/beyond-include',
  severity: 'error',
  check({ servers }, report, scope) {
    for (const { name, range } of servers.servers.values()) {
      if ((scope.included(range)?.tools ?? null) === null) continue;
      report(range, {
        message: `This file may not add the server “${name}”.`,
        why: 'Its `include` holds it to some tools; a server runs commands or is sent calls, and its tools fall under rules of other files.',
        help: 'Add the server in the gateway file, or in a file included without `tools:`.',
      });
    }
  },
};
