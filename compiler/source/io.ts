// The only door to the file system for everything that a person wrote.
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { largestLock } from './text.ts';

export interface FolderEntry {
  readonly name: string;
  /** A real folder, not a link to one. */
  readonly isFolder: boolean;
}

/** What reading sources needs. Paths are absolute. Everything throws when it cannot. */
export interface SourceIo {
  /** The file's bytes. Of a file above the largest limit it may return any part that is above it too. */
  readFile(path: string): Uint8Array;
  /** The path with all links resolved. */
  realpath(path: string): string;
  list(folder: string): readonly FolderEntry[];
}

/** The file system of the machine. */
export const diskIo: SourceIo = Object.freeze({
  readFile(path: string): Uint8Array {
    const stat = statSync(path);
    // A device or pipe may never end.
    if (!stat.isFile()) throw new Error(stat.isDirectory() ? 'it is a folder' : 'it is not a plain file');
    return stat.size > largestLock ? new Uint8Array(largestLock + 1) : readFileSync(path);
  },
  realpath: (path: string): string => realpathSync.native(path),
  list: (folder: string): readonly FolderEntry[] =>
    readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory(),
    })),
});

/** Why reading failed, where nothing is there. */
export const missing = 'it does not exist';

/** Why reading failed, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return missing;
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not read it';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'ELOOP') return 'its links lead in a circle';
  if (typeof code === 'string') return `the system says ${code}`;
  return error instanceof Error ? error.message : String(error);
}
