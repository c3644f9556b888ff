// Two servers with the same template of resources, and nothing says whose they are.
import { matchesUri } from '../../resources.ts';
import type { Rule } from '../../room.ts';
import { repeated } from '../../words.ts';
import type { Before } from '../index.ts';
import { lockedTemplates } from '../kept.ts';

export const duplicateTemplate: Rule<Before> = {
  name: 'lock/duplicate-template',
  severity: 'error',
  check(models, report) {
    const { resources } = models.catalog;
    const all = lockedTemplates(models);
    for (const [again, first] of repeated(all, ({ name }) => name)) {
      const owner = resources.find(({ pattern }) => matchesUri(pattern, again.name))?.server.text;
      if (all.some(({ name, server }) => name === again.name && server === owner)) continue;
      report(again.range, {
        message: `Servers “${first.server}” and “${again.server}” both have resources “${again.name}”.`,
        why: 'A client could mean either, so they would be hidden.',
        help: 'Say whose they are, with `catalog: { resources: { … } }`.',
        related: [{ message: 'The other.', range: first.range }],
      });
    }
  },
};
