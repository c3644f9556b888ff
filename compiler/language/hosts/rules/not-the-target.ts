// A bundle for a host that the gateway is not meant for: what is checked and tested would not be what runs.
import type { Rule } from '../../room.ts';
import type { HostsModel } from '../model.ts';

export const notTheTarget: Rule<{ readonly hosts: HostsModel }> = {
  name: 'hosts/not-the-target',
  severity: 'error',
  check({ hosts }, report, { target, keyRange }) {
    if (target === null || hosts.some(({ kind }) => kind === target)) return;
    report(keyRange(['hosts']), {
      message: `The target ${target} is not among these hosts.`,
      help: `Add ${target} here, or compile for one that is: --target ${hosts.map(({ kind }) => kind).join(', ')}.`,
    });
  },
};
