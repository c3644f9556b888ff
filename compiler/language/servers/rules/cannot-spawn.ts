// A stdio server where a host starts no processes.
import type { HostsModel } from '../../hosts/model.ts';
import { workersIn } from '../../hosts/workers.ts';
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../model.ts';

export const cannotSpawn: Rule<{ readonly hosts: HostsModel; readonly servers: ServersModel }> = {
  name: 'servers/cannot-spawn',
  severity: 'error',
  check({ hosts, servers }, report, scope) {
    const workers = workersIn(hosts);
    if (workers === undefined) return;
    for (const { name, transport } of servers.servers.values()) {
      if (transport.kind !== 'stdio') continue;
      report(scope.keyRange(['servers', name, 'command']), {
        message: `Server “${name}” is a child process, and workers start none.`,
        help: `Reach the server by \`url:\`, or ${workers.otherwise}.`,
        ...workers.asked,
      });
    }
  },
};
