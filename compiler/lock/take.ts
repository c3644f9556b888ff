// A new lock of what the servers offer now; of a server that could not be asked, what was known of it before.
import type { ServerListing } from '../../runtime/contract/server.ts';
import { hashOf, tokensIn, tokensOf } from './hash.ts';
import {
  type Definition,
  type LockedItem,
  type LockedKind,
  type LockedServer,
  type LockFile,
  lockedKinds,
} from './model.ts';

/** What stands in a lock under the key that a thing of this kind is called by. */
const keys: Readonly<Record<LockedKind, string>> = {
  tools: 'name',
  prompts: 'name',
  resourceTemplates: 'uriTemplate',
};

/** @param before the lock as it is in Git; null where there is none. Servers that are not listed are left out. */
export function takeLock(listings: readonly ServerListing[], before: LockFile | null): LockFile {
  const servers = listings.flatMap(({ server, offered }) => {
    const taken = offered === null ? before?.servers[server] : lockedServer(offered);
    return taken === undefined ? [] : [[server, taken] as const];
  });
  return { version: 1, servers: Object.fromEntries(servers) };
}

function lockedServer(offered: NonNullable<ServerListing['offered']>): LockedServer {
  const kinds = lockedKinds.flatMap((kind) => {
    const items = (offered[kind] as readonly Definition[]).map(
      (definition) => [String(definition[keys[kind]]), locked(definition, kind)] as const,
    );
    return items.length === 0 ? [] : [[kind, Object.fromEntries(items)] as const];
  });
  const { instructions } = offered;
  return {
    ...Object.fromEntries(kinds),
    ...(instructions === null ? {} : { instructions: told(instructions) }),
  };
}

function told(text: string): NonNullable<LockedServer['instructions']> {
  return { text, hash: hashOf(text), tokens: tokensIn(text) };
}

function locked(definition: Definition, kind: LockedKind): LockedItem {
  return { definition, hash: hashOf(definition), tokens: tokensOf(definition, kind) };
}
