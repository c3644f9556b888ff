// Calls that wait in line, where one request cannot go on with another's work.
import type { HostsModel } from '../../hosts/model.ts';
import { workersIn } from '../../hosts/workers.ts';
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../model.ts';

export const cannotQueue: Rule<{ readonly hosts: HostsModel; readonly servers: ServersModel }> = {
  name: 'servers/cannot-queue',
  severity: 'error',
  check({ hosts, servers }, report, scope) {
    const workers = workersIn(hosts);
    if (workers === undefined) return;
    for (const { name, queue } of servers.servers.values()) {
      if (queue === null || queue.length === 0) continue;
      report(scope.keyRange(['servers', name, 'queue']), {
        message: `Calls of server “${name}” are to wait in line, and on workers no request may end another's wait.`,
        why: 'A Worker stops what one request does for another.',
        help: `Leave \`queue:\` out: calls beyond \`concurrency:\` are refused at once. Or ${workers.otherwise}.`,
        ...workers.asked,
      });
    }
  },
};
