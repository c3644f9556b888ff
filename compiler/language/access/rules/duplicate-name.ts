// Two rules of one name: an audit record could mean either.
import type { Rule } from '../../room.ts';
import { repeated } from '../../words.ts';
import type { AccessModel } from '../model.ts';

export const duplicateName: Rule<{ readonly access: AccessModel }> = {
  name: 'access/duplicate-name',
  severity: 'error',
  check({ access }, report) {
    for (const [again, first] of repeated(access.rules, ({ name }) => name.text)) {
      report(again.name.range, {
        message: `Two access rules are called “${again.name.text}”.`,
        why: 'Audit records and tests name the rule that decided.',
        help: 'Give each a name of its own.',
        related: [{ message: 'The first.', range: first.name.range }],
      });
    }
  },
};
