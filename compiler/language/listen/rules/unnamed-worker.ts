// A Worker that no caller can reach: it has names only, and none is accepted.
import type { HostsModel } from '../../hosts/model.ts';
import { workersIn } from '../../hosts/workers.ts';
import type { Rule } from '../../room.ts';
import type { ListenModel } from '../model.ts';

export const unnamedWorker: Rule<{ readonly hosts: HostsModel; readonly listen: ListenModel }> = {
  name: 'listen/unnamed-worker',
  severity: 'warning',
  check({ hosts, listen }, report, scope) {
    const workers = workersIn(hosts);
    if (workers === undefined || listen.hosts.length > 0) return;
    report(scope.keyRange(['listen']), {
      message:
        'A Worker is reached by its name, and no name is accepted here: but for trials, every caller is refused.',
      why: 'Only names that are listed are accepted as Host: a web page could otherwise reach a gateway by rebinding a name.',
      help: 'List the names of its routes: `listen: { hosts: [mcp.acme.com] }`.',
      ...workers.asked,
    });
  },
};
