// Nothing is allowed at all.
import type { Rule } from '../../room.ts';
import type { AccessModel } from '../model.ts';

export const noAllow: Rule<{ readonly access: AccessModel }> = {
  name: 'access/no-allow',
  severity: 'warning',
  check({ access }, report) {
    if (access.enforced.some(({ effect }) => effect === 'allow')) return;
    report(access.range, {
      message: 'No rule allows anything: every call is denied, and no agent sees a tool.',
      help: 'Add one: `access: [{ name: reads, allow: "crm__get_*", to: { team: support } }]`.',
    });
  },
};
