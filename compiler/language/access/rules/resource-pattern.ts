// A pattern of resources in an access rule that no URI can match.
import type { Rule } from '../../room.ts';
import type { AccessModel } from '../model.ts';

export const resourcePattern: Rule<{ readonly access: AccessModel }> = {
  name: 'access/resource-pattern',
  severity: 'error',
  check({ access }, report) {
    for (const { text, range, problem } of access.rules.flatMap(({ resources }) => resources ?? [])) {
      if (problem === null) continue;
      report(range, {
        message: `No resource can match “${text}”.`,
        why: problem,
        help: 'Write the URI as servers list it, with `*` and `**` where it may vary.',
      });
    }
  },
};
