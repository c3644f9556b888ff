// The lock: what servers offered when someone looked. Types are generated from schemas/lock.schema.json.
export type { LockedItem, LockedServer, LockFile } from '../schema/generated/lock.ts';

/** What is locked, in the order of the file. */
export const lockedKinds = ['tools', 'prompts', 'resourceTemplates'] as const;
export type LockedKind = (typeof lockedKinds)[number];

/** What a lock has of a server: a thing by name, or what the server says of itself. */
export type LockedPart = LockedKind | 'instructions';

/** A definition as its server lists it. */
export type Definition = Readonly<Record<string, unknown>>;
