// One variable as a secret here and as a plain setting there.
import type { LateModel } from '../../late.ts';
import type { Rule } from '../../room.ts';
import { lateValues, type ServersModel } from '../model.ts';

export const secretAndNot: Rule<{ readonly servers: ServersModel }> = {
  name: 'servers/secret-and-not',
  severity: 'warning',
  check({ servers }, report) {
    const secrets = new Map<string, LateModel>();
    const all = [...servers.servers.values()].flatMap(lateValues);
    for (const late of all) if (late.secret) secrets.set(`${late.kind} ${late.name}`, late);
    for (const late of all) {
      const secret = secrets.get(`${late.kind} ${late.name}`);
      if (late.secret || secret === undefined) continue;
      report(late.range, {
        message: `“${late.name}” is a secret elsewhere, and here a setting that may be shown.`,
        why: 'What is no secret can appear in logs and errors.',
        help: 'Use two variables.',
        related: [{ message: 'The secret.', range: secret.range }],
      });
    }
  },
};
