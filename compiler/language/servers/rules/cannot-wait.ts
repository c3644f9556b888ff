// A server that may ask clients in the middle of a call, where nothing outlives a request.
import type { HostsModel } from '../../hosts/model.ts';
import { workersIn } from '../../hosts/workers.ts';
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../model.ts';

export const cannotWait: Rule<{ readonly hosts: HostsModel; readonly servers: ServersModel }> = {
  name: 'servers/cannot-wait',
  severity: 'error',
  check({ hosts, servers }, report, scope) {
    const workers = workersIn(hosts);
    if (workers === undefined) return;
    for (const { name, ask } of servers.servers.values()) {
      if (ask.length === 0) continue;
      report(scope.keyRange(['servers', name, 'ask']), {
        message: `Server “${name}” may ask clients in the middle of a call, and on workers no call waits for them.`,
        why: 'What a Worker has begun ends with the request that began it.',
        help: `Leave \`ask:\` out, or ${workers.otherwise}.`,
        ...workers.asked,
      });
    }
  },
};
