// A value from a file where a host has no files.
import type { HostsModel } from '../../hosts/model.ts';
import { workersIn } from '../../hosts/workers.ts';
import type { Rule } from '../../room.ts';
import { lateValues, type ServersModel } from '../model.ts';

export const cannotReadFiles: Rule<{ readonly hosts: HostsModel; readonly servers: ServersModel }> = {
  name: 'servers/cannot-read-files',
  severity: 'error',
  check({ hosts, servers }, report) {
    const workers = workersIn(hosts);
    if (workers === undefined) return;
    for (const { kind, name, range } of [...servers.servers.values()].flatMap(lateValues)) {
      if (kind !== 'file') continue;
      report(range, {
        message: `“${name}” is a file, and workers have none.`,
        help: `Take the value from the environment: \`{ env: NAME }\`, or ${workers.otherwise}.`,
        ...workers.asked,
      });
    }
  },
};
