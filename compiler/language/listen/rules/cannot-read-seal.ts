// A secret that seals, from a file, where a host has no files.
import type { HostsModel } from '../../hosts/model.ts';
import { workersIn } from '../../hosts/workers.ts';
import type { Rule } from '../../room.ts';
import type { ListenModel } from '../model.ts';

export const cannotReadSeal: Rule<{ readonly hosts: HostsModel; readonly listen: ListenModel }> = {
  name: 'listen/cannot-read-seal',
  severity: 'error',
  check({ hosts, listen }, report) {
    const workers = workersIn(hosts);
    if (workers === undefined) return;
    for (const { kind, name, range } of listen.seal)
      if (kind === 'file')
        report(range, {
          message: `“${name}” is a file, and workers have none.`,
          help: `Take the secret from the environment: \`{ env: NAME }\`, or ${workers.otherwise}.`,
          ...workers.asked,
        });
  },
};
