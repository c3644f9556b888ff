// `catalog.add`: tools of the catalog's own, each another name for a tool of a server.
import type { Range } from '../../diagnostics/finding.ts';
import type { Definition } from '../../lock/model.ts';
import type { FailoverModel } from '../failover/model.ts';
import { pattern } from '../patterns.ts';
import type { Scope } from '../room.ts';
import { hintsAt } from '../servers/tools.ts';
import { members, unwritten, words } from '../words.ts';
import type { AddedModel, LockedTool, LockModel, Offer, Piece } from './model.ts';
import { fill } from './template.ts';

export function resolveAdded(scope: Scope, { chains }: FailoverModel): readonly AddedModel[] {
  const added = members(scope, ['catalog', 'add']).map(({ key: name, path }) => {
    const word = (...keys: string[]) =>
      words(scope, [...path, ...keys])[0] ?? unwritten('', scope.range(path));
    const chain = words(scope, [...path, 'to', 'failover'])[0] ?? null;
    const [first, ...later] = chain === null ? [] : (chains.get(chain.text)?.links ?? []);
    return Object.freeze({
      name,
      server: first?.server ?? word('to', 'server'),
      tool: first?.tool ?? word('to', 'tool'),
      chain,
      also: later.flatMap(({ server, tool, args }) =>
        tool === null || args !== null ? [] : [{ server: server.text, tool: tool.text }],
      ),
      description: words(scope, [...path, 'description'])[0]?.text ?? null,
      annotations: hintsAt(scope, [...path, 'annotations']),
    });
  });
  return Object.freeze(added);
}

/** The name in the catalog of the tool that one leads to. */
export function targetName(pieces: readonly Piece[], { server, tool }: AddedModel): string {
  return fill(pieces, server.text, tool.text);
}

/** The names that are added, as offers of the servers that are called. */
export function offersOfAdded(added: readonly AddedModel[]): readonly Offer[] {
  return added.map(({ name, server }) =>
    Object.freeze({ server: server.text, names: pattern(name.text, name.range), prefix: '', added: true }),
  );
}

/** The lock's tools, and what is added of them. */
export function withAdded(lock: LockModel | null, added: readonly AddedModel[]): LockModel | null {
  if (lock === null || added.length === 0) return lock;
  const more = added.flatMap((one) => {
    const target = lock.tools.find(
      ({ server, renamed }) => server === one.server.text && renamed === one.tool.text,
    );
    return target === undefined ? [] : [addedTool(target, one, one.name.range)];
  });
  return Object.freeze({ ...lock, tools: Object.freeze([...lock.tools, ...more]) });
}

function addedTool(target: LockedTool, added: AddedModel, range: Range): LockedTool {
  const definition = redefined(target.definition, added);
  return Object.freeze({ ...target, name: added.name.text, range, definition });
}

function redefined(given: Definition, { description, annotations }: AddedModel): Definition {
  const hints = Object.keys(annotations).length > 0;
  return {
    ...given,
    ...(description === null ? {} : { description }),
    ...(hints ? { annotations: { ...(given.annotations as object | undefined), ...annotations } } : {}),
  };
}
