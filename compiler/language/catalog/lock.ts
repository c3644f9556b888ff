// What the lock says of this gateway's catalog: which tools there are, by which names.

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

type Check = (definition: Definition) => Pick<LockedTool, 'checked' | 'unchecked'>;

/** What is checked of input schemas, which is what conditions may rely on. */
function checker(onDrift: LockModel['onDrift']): Check {
  const pattern = createPatterns();
  const unknown = { checked: null, unchecked: [] };
  return ({ inputSchema }) => {
    if (onDrift === 'allow' || !isSchema(inputSchema)) return unknown;
    const left = new Set<string>();
    const checked = checkedSchema(
      inputSchema,
      (text) => pattern(text) !== null,
      (what) => left.add(what),
    );
    return { checked, unchecked: [...left] };
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
      const own = { name, server: server.name, original, renamed: text, range, hash };
      const shown = overridden(server.tools, text, definition);
      return Object.freeze({ ...own, definition: shown, locked: definition, ...check(definition) });
    });
}

/** The definition as agents see it: with what the gateway's author says in place of the server. */
function overridden({ overrides }: ToolsModel, name: string, definition: Definition): Definition {
  const given = overrides.filter(({ tools }) => matches(tools, name));
  if (given.length === 0) return definition;
  const description = given.flatMap((one) => one.description ?? []).at(-1) ?? definition.description;
  const annotations = Object.assign({}, definition.annotations, ...given.map((one) => one.annotations));
  return { ...definition, ...(description === undefined ? {} : { description }), annotations };
}

/** Is a tool offered, by its name after rename? */
export function isOfferedAs(tools: ToolsModel, name: string): boolean {
  const moved = tools.rename.find(({ to }) => to.text === name)?.from.text;
  if (moved === undefined && tools.rename.some(({ from }) => from.text === name)) return false;
  return isOffered(tools, moved ?? name);
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
