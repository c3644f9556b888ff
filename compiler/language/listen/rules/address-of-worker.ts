// An address where nothing listens: a Worker is called by its host.
import type { HostsModel } from '../../hosts/model.ts';
import type { Rule } from '../../room.ts';

export const addressOfWorker: Rule<{ readonly hosts: HostsModel }> = {
  name: 'listen/address-of-worker',
  severity: 'warning',
  check({ hosts }, report, scope) {
    if (hosts.some(({ kind }) => kind !== 'workers')) return;
    for (const key of ['host', 'port']) {
      if (scope.node(['listen', key]) === undefined) continue;
      report(scope.keyRange(['listen', key]), {
        message: `A Worker does not listen: \`${key}\` means nothing there.`,
        help: `Take \`${key}\` out. Where a Worker is reached stands in its routes, in wrangler.toml.`,
      });
    }
  },
};
