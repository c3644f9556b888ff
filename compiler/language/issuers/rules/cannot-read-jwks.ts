// Keys of an issuer from a file, where a host has no files.
import type { HostsModel } from '../../hosts/model.ts';
import { workersIn } from '../../hosts/workers.ts';
import type { Rule } from '../../room.ts';
import type { IssuersModel } from '../model.ts';

export const cannotReadJwks: Rule<{ readonly hosts: HostsModel; readonly issuers: IssuersModel }> = {
  name: 'issuers/cannot-read-jwks',
  severity: 'error',
  check({ hosts, issuers: { issuers } }, report) {
    const workers = workersIn(hosts);
    if (workers === undefined) return;
    for (const { jwks } of issuers)
      if (jwks?.kind === 'file')
        report(jwks.range, {
          message: `“${jwks.name}” is a file, and workers have none.`,
          help: `Write the URL where the keys are, leave \`jwks\` out, or ${workers.otherwise}.`,
          ...workers.asked,
        });
  },
};
