// A pattern of tools that may run twice, which no tool of its server has: the one that was meant is not tried again.
import { fill } from '../../language/catalog/template.ts';
import { pattern } from '../../language/patterns.ts';
import type { Rule } from '../../language/room.ts';
import { suggest } from '../../language/words.ts';
import { knownOf } from '../links.ts';
import type { World } from '../world.ts';

export const unmatchedSafe: Rule<World> = {
  name: 'servers/unmatched-safe',
  severity: 'warning',
  check({ models }, report) {
    const { servers, catalog } = models;
    for (const { name, retry } of servers.servers.values()) {
      for (const { text, range } of retry?.safe ?? []) {
        if (catalog.offering(pattern(fill(catalog.pieces, name, text), range)).has(name)) continue;
        report(range, {
          message: `“${text}” matches no tool that server “${name}” offers.`,
          why: 'What stands here concerns nothing, and a tool that is not named here is never sent again.',
          help: suggest(text, knownOf(models, name), 'Write its name after rename, and do not exclude it.'),
        });
      }
    }
  },
};
