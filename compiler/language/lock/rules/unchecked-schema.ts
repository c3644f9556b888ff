// An input schema that the gateway does not check as a whole.
import type { CatalogModel } from '../../catalog/model.ts';
import type { Rule } from '../../room.ts';
import { enumerate } from '../../words.ts';

export const uncheckedSchema: Rule<{ readonly catalog: CatalogModel }> = {
  name: 'lock/unchecked-schema',
  severity: 'warning',
  check({ catalog: { lock } }, report) {
    for (const { name, range, unchecked } of lock?.tools ?? []) {
      if (unchecked.length === 0) continue;
      report(range, {
        message: `Of the input schema of “${name}” the gateway does not check ${enumerate(unchecked)}.`,
        why: 'That could take time beyond all bounds. It is left to the server.',
        help: 'Accept it in a comment with the reason, or deny what the schema would refuse.',
      });
    }
  },
};
