// Tasks at a server with several addresses: what is asked of one later may come to another address.
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../model.ts';

export const tasksAtSeveral: Rule<{ readonly servers: ServersModel }> = {
  name: 'servers/tasks-at-several',
  severity: 'error',
  check({ servers }, report, scope) {
    for (const { name, transport, tasks } of servers.servers.values()) {
      if (!tasks || transport.kind !== 'http' || transport.addresses.length < 2) continue;
      report(scope.keyRange(['servers', name, 'tasks']), {
        message: `Server “${name}” has several addresses, and calls of it may become tasks.`,
        why: 'What is asked of a task later may come to an address that does not know it.',
        help: 'Leave `tasks:` out, or give the one that has them an entry of its own under `servers:`.',
      });
    }
  },
};
