// A server that the lock does not know.
import type { CatalogModel } from '../../catalog/model.ts';
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../../servers/model.ts';

export const missingServer: Rule<{ readonly servers: ServersModel; readonly catalog: CatalogModel }> = {
  name: 'lock/missing-server',
  severity: 'error',
  check({ servers, catalog: { lock } }, report) {
    if (lock === null || lock.onDrift === 'allow') return;
    for (const name of lock.unlocked) {
      const { range } = servers.servers.get(name)!;
      report(range, {
        message: `Server “${name}” is not in the lock.`,
        why: 'Nobody has reviewed what it offers, so nothing of it would be offered.',
        help: 'Run mcpgw lock, and review what it adds.',
      });
    }
  },
};
