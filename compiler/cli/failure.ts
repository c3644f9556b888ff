// Failures of the world that are no fault of the program: a file that cannot be written, a folder in the way.

/** Something outside the program is in the way. The message is for the person, and names the remedy. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** What the system said, in words: `permission denied` for EACCES. */
export function inWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return words[code] ?? (code || 'unknown failure');
}

const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  ENOENT: 'no such file or folder',
  EEXIST: 'a file stands where a folder is needed',
  ENOTDIR: 'a file stands where a folder is needed',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'the name is too long',
};
