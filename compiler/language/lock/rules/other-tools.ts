// A definition that names a tool of another server.
import type { CatalogModel, LockedTool } from '../../catalog/model.ts';
import type { Rule } from '../../room.ts';
import type { LockRoomModel } from '../model.ts';
import { eachText } from '../texts.ts';

/** Shorter names, and names of one word, stand in any text. */
const distinct = /^(?=.{6,})[A-Za-z0-9]+(?:[_-]+[A-Za-z0-9]+|[a-z][A-Z]\w*)+$/;

export const otherTools: Rule<{ readonly catalog: CatalogModel; readonly lock: LockRoomModel }> = {
  name: 'lock/other-tools',
  severity: 'warning',
  check({ catalog, lock }, report) {
    const foreign = namesOf(catalog.lock?.tools ?? []);
    eachText(lock.said, ({ who, server, range, remedy }, { at, text }) => {
      const words = new Set(text.match(/[A-Za-z0-9_-]+/g) ?? []);
      const other = [...words]
        .flatMap((word) => foreign.get(word) ?? [])
        .find((one) => one.server !== server);
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
  const names = new Map<string, readonly LockedTool[]>();
  for (const tool of tools) {
    for (const name of new Set([tool.original, tool.renamed, tool.name])) {
      if (distinct.test(name)) names.set(name, [...(names.get(name) ?? []), tool]);
    }
  }
  return names;
}
