// A name or pattern in a server's `tools` that none of its locked tools has.
import type { CatalogModel, LockModel } from '../../catalog/model.ts';
import { isExact, matches, type Pattern } from '../../patterns.ts';
import type { Rule } from '../../room.ts';
import type { ServersModel, ToolsModel } from '../../servers/model.ts';
import { suggest } from '../../words.ts';

export const unknownTool: Rule<{ readonly servers: ServersModel; readonly catalog: CatalogModel }> = {
  name: 'lock/unknown-tool',
  severity: 'warning',
  check({ servers, catalog: { lock } }, report) {
    if (lock === null || lock.onDrift === 'allow') return;
    for (const { name, tools } of servers.servers.values()) {
      if (lock.unlocked.has(name)) continue;
      for (const { known, patterns } of spoken(lock, name, tools)) {
        for (const pattern of patterns) {
          if (known.some((tool) => matches(pattern, tool))) continue;
          report(pattern.range, {
            message: `“${pattern.text}” is no tool of server “${name}” that the lock knows.`,
            why: 'What stands here concerns nothing.',
            help: isExact(pattern)
              ? suggest(pattern.text, known, 'It has none.')
              : 'Remove it, or mend the pattern.',
          });
        }
      }
    }
  },
};

/** Names before rename, and what speaks of them; names after rename, and what speaks of those. */
function spoken(
  lock: LockModel,
  server: string,
  { include, exclude, rename, labels, overrides }: ToolsModel,
) {
  const own = Object.keys(lock.servers[server]?.tools ?? {});
  const now = lock.tools.filter((tool) => tool.server === server).map(({ renamed }) => renamed);
  const written = include.filter(({ text }) => text !== '*');
  const renamed: readonly Pattern[] = rename.map(({ from: { text, range } }) => ({
    text,
    range,
    pieces: [text],
  }));
  return [
    { known: own, patterns: [...written, ...exclude, ...renamed] },
    { known: now, patterns: [...labels, ...overrides].map(({ tools }) => tools) },
  ];
}
