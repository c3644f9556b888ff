// A host named twice: which of two versions holds would be a guess.
import type { Rule } from '../../room.ts';
import { repeated } from '../../words.ts';
import type { HostsModel } from '../model.ts';

export const duplicateHost: Rule<{ readonly hosts: HostsModel }> = {
  name: 'hosts/duplicate-host',
  severity: 'error',
  check({ hosts }, report) {
    for (const [host, before] of repeated(hosts, ({ kind }) => kind)) {
      report(host.range, {
        message: `Host “${host.kind}” is named twice.`,
        help: 'Keep one line, with the least version that you run.',
        related: [{ message: 'First here.', range: before.range }],
      });
    }
  },
};
