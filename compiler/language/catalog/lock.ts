// What the lock says of this gateway's catalog: which tools there are, by which names.

import { dynType, typeOfSchema } from '../../cel/index.ts';
import type { Range } from '../../diagnostics/finding.ts';
import type { Definition, LockFile } from '../../lock/model.ts';
import { checkedSchema } from '../../lock/schema/index.ts';
import { createPatterns } from '../../lock/schema/patterns.ts';
import { isSchema } from '../../lock/schema/walk.ts';
import { matches } from '../patterns.ts';
import type { Scope } from '../room.ts';
import type { ServerModel, ServersModel, ToolsModel } from '../servers/model.ts';
import { type Word, words } from '../words.ts';
import type { LockedTool, LockModel, Piece } from './model.ts';
import { fill } from './template.ts';

/** Null without a lock. */
export function resolveLock(
  scope: Scope,
  { servers }: ServersModel,
  pieces: readonly Piece[],
): LockModel | null {
  const { lock } = scope;
  if (lock === null) return null;
  const word = (key: string): Word | undefined => words(scope, ['catalog', key])[0];
  const all = [...servers.values()];
  const onDrift = (word('onDrift')?.text ?? 'hide') as LockModel['onDrift'];
  const check = checker(onDrift);
  return Object.freeze({
    range: scope.range(['catalog', 'lock']),
    onDrift,
    servers: lock.servers,
    tools: Object.freeze(all.flatMap((server) => toolsOf(server, lock, pieces, check))),
    unlocked: new Set(all.flatMap(({ name }) => (Object.hasOwn(lock.servers, name) ? [] : [name]))),
  });
}

type Check = (definition: Definition) => Pick<LockedTool, 'checked' | 'unchecked' | 'args'>;

/** What is checked of input schemas, and what conditions may rely on for it: what the gateway itself checks. */
function checker(onDrift: LockModel['onDrift']): Check {
  const pattern = createPatterns();
  const unknown = { checked: null, unchecked: [], args: dynType };
  return ({ inputSchema }) => {
    if (onDrift === 'allow' || !isSchema(inputSchema)) return unknown;
    const left = new Set<string>();
    const checked = checkedSchema(
      inputSchema,
      (text) => pattern(text) !== null,
      (what) => left.add(what),
    );
    return { checked, unchecked: [...left], args: typeOfSchema(checked.schema, 'args') };
  };
}

/** The tools of a server that are offered, in the order of their names. */
function toolsOf(
  server: ServerModel,
  { servers }: LockFile,
  pieces: readonly Piece[],
  check: Check,
): readonly LockedTool[] {
  const locked = Object.hasOwn(servers, server.name) ? (servers[server.name]?.tools ?? {}) : {};
  return Object.entries(locked)
    .filter(([original]) => isOffered(server.tools, original))
    .map(([original, { definition, hash }]) => {
      const { text, range } = nameOf(server, original);
      const name = fill(pieces, server.name, text);
      const own = { name, server: server.name, original, renamed: text, range, hash, definition };
      return Object.freeze({ ...own, ...check(definition) });
    });
}

/** Is a tool offered, by the server's own name? */
export function isOffered({ include, exclude }: ToolsModel, original: string): boolean {
  return include.some((one) => matches(one, original)) && !exclude.some((one) => matches(one, original));
}

/** A tool's name after rename, and where it stands: what is not renamed stands where its server does. */
function nameOf(server: ServerModel, original: string): { readonly text: string; readonly range: Range } {
  const moved = server.tools.rename.find(({ from }) => from.text === original);
  return moved?.to ?? { text: original, range: server.range };
}
