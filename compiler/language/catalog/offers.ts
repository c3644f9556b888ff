// Which names can be in the catalog, as far as the gateway file says it.
import type { Range } from '../../diagnostics/finding.ts';
import { named } from '../lookup.ts';
import { covers, isExact, matches, overlap, type Pattern, pattern } from '../patterns.ts';
import type { ServersModel, ToolsModel } from '../servers/model.ts';
import type { CatalogModel, LockModel, Offer, Piece } from './model.ts';
import { fill } from './template.ts';

/**
 * Patterns of the names that servers can offer, after `include`, `exclude` and `rename`. Exact names of the servers that
 * the lock knows, where nothing else is let in.
 */
export function offersOf(
  { servers }: ServersModel,
  pieces: readonly Piece[],
  lock: LockModel | null,
): readonly Offer[] {
  const head = pieces.slice(
    0,
    pieces.findIndex(({ kind }) => kind === 'tool'),
  );
  return [...servers.values()].flatMap(({ name: server, tools }) => {
    const prefix = fill(head, server, '');
    if (lock !== null && lock.onDrift !== 'allow' && !lock.unlocked.has(server)) {
      const locked = lock.tools.filter((tool) => tool.server === server);
      return locked.map(({ name, range }) =>
        Object.freeze({ server, names: pattern(name, range), prefix, added: false }),
      );
    }
    return namesOf(tools).map(({ text, range }) =>
      Object.freeze({ server, names: pattern(fill(pieces, server, text), range), prefix, added: false }),
    );
  });
}

/** Names after rename. A pattern stays as it is: what it matches is known only at run time. */
function namesOf({ include, exclude, rename }: ToolsModel): readonly Pattern[] {
  const moved = new Set(rename.map(({ from }) => from.text));
  const kept = include.filter((one) => !moved.has(one.text) && !exclude.some((out) => covers(out, one)));
  const renamed = rename
    .filter(({ from }) => include.some((one) => matches(one, from.text)))
    .map(({ to }) => pattern(to.text, to.range));
  return [...kept, ...renamed];
}

/** Tools that are known by name: those that the lock has, whatever may become of them, and those that the file names; none that are added. */
export function knownTools({ offers, lock, added }: CatalogModel): readonly Known[] {
  const own = new Set(added.map(({ name }) => name.text));
  const locked: readonly Known[] = (lock?.tools ?? []).filter(({ name }) => !own.has(name));
  const keyOf = ({ name, server }: Pick<Known, 'name' | 'server'>): string => `${server} ${name}`;
  const before = new Set(locked.map(keyOf));
  const said = offers
    .filter(({ names, added }) => isExact(names) && !added)
    .map(({ names: { text, range }, server }) => ({ name: text, server, range }));
  return [...locked, ...said.filter((one) => !before.has(keyOf(one)))];
}

/** A tool of a server, by its name in the catalog. */
export interface Known {
  readonly name: string;
  readonly server: string;
  /** Where its name stands. */
  readonly range: Range;
  /** The server's own name, and the one after rename, where it is locked. */
  readonly original?: string;
  readonly renamed?: string;
}

/** Answers which servers could offer something that a pattern matches. Each pattern is worked out once. */
export function offeringOf(offers: readonly Offer[]): (pattern: Pattern) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  const exact = named(
    offers.flatMap(({ names, server }) => (isExact(names) ? [{ name: names.text, server }] : [])),
  );
  const starred = offers.filter(({ names }) => !isExact(names));
  return (asked) => {
    const before = known.get(asked.text);
    if (before !== undefined) return before;
    const maybe = starred.filter(({ names }) => overlap(names, asked));
    const servers: ReadonlySet<string> = new Set([...exact(asked), ...maybe].map(({ server }) => server));
    known.set(asked.text, servers);
    return servers;
  };
}
