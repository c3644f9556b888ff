// A definition that names a tool of another server.
import type { CatalogModel, LockedTool } from '../../catalog/model.ts';
import type { Rule } from '../../room.ts';
import type { LockRoomModel } from '../model.ts';
import { eachText } from '../texts.ts';

const words = /[A-Za-z0-9_-]{6,}/g;
/** Shorter names, and names of one word, stand in any text. */
const distinct = /^(?=.{6,})[A-Za-z0-9]+(?:[_-]+[A-Za-z0-9]+|[a-z][A-Z]\w*)+$/;

export const otherTools: Rule<{ readonly catalog: CatalogModel; readonly lock: LockRoomModel }> = {
  name: 'lock/other-tools',
  severity: 'warning',
  check({ catalog, lock }, report) {
    const foreign = namesOf(catalog.lock?.tools ?? []);
    eachText(lock.said, ({ who, server, range, remedy }, { at, text }) => {
      const other = (text.match(words) ?? [])
        .map((word) => foreign.get(word) ?? [])
        // A name that its own server has too is its own.
        .find((tools) => tools.length > 0 && !tools.some((tool) => tool.server === server))?.[0];
      if (other === undefined) return false;
      report(range, {
        message: `${who} speaks of “${other.original}” of server “${other.server}”, in ${at}.`,
        why: 'A server that says how another’s tools are to be used can turn them against their user.',
        help: `Read it in the lock. ${remedy}`,
      });
      return true;
    });
  },
};

/** Tools by every name that a text may have for them. */
function namesOf(tools: readonly LockedTool[]): ReadonlyMap<string, readonly LockedTool[]> {
  const names = new Map<string, LockedTool[]>();
  for (const tool of tools) {
    for (const name of new Set([tool.original, tool.renamed, tool.name])) {
      const known = names.get(name);
      if (known !== undefined) known.push(tool);
      else if (distinct.test(name)) names.set(name, [tool]);
    }
  }
  return names;
}
