// Two servers with a prompt of one name in the catalog.
import type { Rule } from '../../room.ts';
import { repeated } from '../../words.ts';
import type { Before } from '../index.ts';
import { lockedPrompts } from '../kept.ts';

export const duplicatePrompt: Rule<Before> = {
  name: 'lock/duplicate-prompt',
  severity: 'error',
  check(models, report) {
    for (const [again, first] of repeated(lockedPrompts(models), ({ name }) => name))
      report(again.range, {
        message: `Servers “${first.server}” and “${again.server}” both have a prompt “${again.name}”.`,
        why: 'A client could mean either, so both would be hidden.',
        help: 'Put {server} into `catalog.name`.',
        related: [{ message: 'The other.', range: first.range }],
      });
  },
};
