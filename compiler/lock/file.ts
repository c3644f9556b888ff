// tools.lock.json, read and written: the same servers give the same bytes, and a change is a few lines of a diff.
import { validateLock } from '../schema/validate.ts';
import { hashOf } from './hash.ts';
import { type Definition, type LockedItem, type LockedPart, type LockFile, lockedKinds } from './model.ts';

/** The lock, or what is wrong with it, as the end of a sentence that begins with the file's name. */
export type ReadLock = { readonly lock: LockFile } | { readonly wrong: string };

/** Reads the text of a lock: its shape, and that each definition is what its hash says. */
export function readLock(text: string): ReadLock {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { wrong: `is no JSON: ${(error as Error).message}` };
  }
  const shape = validateLock(value);
  if (shape !== null) return { wrong: `does not have the shape of a lock: ${shape}` };
  const lock = value as LockFile;
  const edited = itemsOf(lock).filter(({ hashed, item }) => hashOf(hashed) !== item.hash);
  if (edited.length === 0) return { lock };
  const names = edited.slice(0, 3).map(({ server, name }) => `“${name}” of server “${server}”`);
  return {
    wrong: `is not as mcpgw lock wrote it: the definition of ${names.join(', ')} is not what its hash says`,
  };
}

export interface LockedEntry {
  readonly server: string;
  readonly kind: LockedPart;
  readonly name: string;
  readonly item: LockedItem;
  /** What its hash is over. */
  readonly hashed: Definition | string;
}

/** Everything in a lock. Instructions stand there as a definition of that one member. */
export function itemsOf({ servers }: LockFile): readonly LockedEntry[] {
  return Object.entries(servers).flatMap(([server, { instructions, ...offered }]) => {
    const things = lockedKinds.flatMap((kind) =>
      Object.entries(offered[kind] ?? {}).map(([name, item]) => ({
        ...{ server, kind, name, item },
        hashed: item.definition,
      })),
    );
    if (instructions === undefined) return things;
    const { text, hash, tokens } = instructions;
    const item = { definition: { instructions: text }, hash, tokens };
    return [...things, { server, kind: 'instructions' as const, name: 'instructions', item, hashed: text }];
  });
}

/** The text of a lock: keys sorted at every depth, two spaces, a line break at the end. */
export function printLock(lock: LockFile): string {
  return `${JSON.stringify(sorted(lock), null, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  // Own keys even where one is `__proto__`.
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}
