// A server that is to be checked, where nothing runs between requests.
import type { HostsModel } from '../../hosts/model.ts';
import { workersIn } from '../../hosts/workers.ts';
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../model.ts';

export const cannotCheck: Rule<{ readonly hosts: HostsModel; readonly servers: ServersModel }> = {
  name: 'servers/cannot-check',
  severity: 'error',
  check({ hosts, servers }, report, scope) {
    const workers = workersIn(hosts);
    if (workers === undefined) return;
    for (const { name, health } of servers.servers.values()) {
      if (health === null || health.checks === null) continue;
      report(scope.keyRange(['servers', name, 'health', 'every']), {
        message: `Server “${name}” is to be checked, and on workers nothing runs between requests.`,
        why: 'It would never be asked whether it is there.',
        help: `Use \`eject:\` or \`breaker:\`, which learn from calls, or ${workers.otherwise}.`,
        ...workers.asked,
      });
    }
  },
};
