// A pattern of prompts that none of the locked ones has.
import type { AccessModel } from '../../access/model.ts';
import type { CatalogModel } from '../../catalog/model.ts';
import { fill } from '../../catalog/template.ts';
import { matches, matchesAll } from '../../patterns.ts';
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../../servers/model.ts';
import { suggest } from '../../words.ts';

interface Models {
  readonly servers: ServersModel;
  readonly catalog: CatalogModel;
  readonly access: AccessModel;
}

export const unknownPrompt: Rule<Models> = {
  name: 'lock/unknown-prompt',
  severity: 'error',
  check({ servers, catalog: { lock, pieces }, access }, report) {
    // What is not locked is offered, or may be: of it nothing is known.
    if (lock === null || lock.onDrift === 'allow' || lock.unlocked.size > 0) return;
    const known = [...servers.servers.keys()].flatMap((server) =>
      Object.keys(lock.servers[server]?.prompts ?? {}).map((name) => fill(pieces, server, name)),
    );
    for (const pattern of access.rules.flatMap(({ prompts }) => prompts ?? [])) {
      if (matchesAll([pattern]) || known.some((name) => matches(pattern, name))) continue;
      report(pattern.range, {
        message: `“${pattern.text}” matches no prompt that the lock knows.`,
        why: 'The rule would never concern a prompt.',
        help: suggest(pattern.text, known, 'No server has any.'),
      });
    }
  },
};
