// Workers: the language knows them, so that what they cannot do is said; no bundle runs there yet.
import type { Rule } from '../../room.ts';
import type { HostsModel } from '../model.ts';

export const noWorkerHost: Rule<{ readonly hosts: HostsModel }> = {
  name: 'hosts/no-worker-host',
  severity: 'error',
  check({ hosts }, report) {
    for (const { kind, range } of hosts) {
      if (kind !== 'workers') continue;
      report(range, {
        message: 'This version has no Worker host.',
        help: 'Take workers out of `hosts:`. A bundle runs on node, deno and bun.',
      });
    }
  },
};
