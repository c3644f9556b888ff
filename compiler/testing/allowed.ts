// What a suite may read: its own folder, and the gateway file straight above it. Anything else the person who runs it
// must allow: a test file is often somebody else's, and findings show what they speak of.
import { dirname, isAbsolute, join, normalize, relative, resolve, sep } from 'node:path';
import type { SourceIo } from '../source/io.ts';

/** Does a relative path stay in the folder it starts from? Links aside. */
export function isWithin(path: string): boolean {
  return !isAbsolute(path) && !normalize(path).split(/[\\/]/).includes('..') && !path.includes('\\');
}

/**
 * May a suite read this file?
 *
 * @param suite path of the test file
 * @param path of the file, relative to the test file's folder
 * @param allowed further files and folders, as a person named them
 */
export function mayRead(suite: string, path: string, allowed: readonly string[], io: SourceIo): boolean {
  const folder = real(dirname(resolve(suite)), io);
  const file = real(resolve(dirname(suite), path), io);
  if (isIn(file, folder) || allowed.some((one) => isIn(file, real(resolve(one), io)))) return true;
  // `../gateway.yaml`, or further up while it is still in the folder that the tests are run in.
  const above = dirname(file);
  const here = real(process.cwd(), io);
  return isIn(folder, above) && (above === dirname(folder) || isIn(above, here));
}

/** Does a path stay in a folder, links followed? */
export function staysIn(path: string, folder: string, io: SourceIo): boolean {
  return isIn(real(resolve(path), io), real(resolve(folder), io));
}

function isIn(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`));
}

/** The path without links, as far as it exists. */
function real(path: string, io: SourceIo): string {
  try {
    return io.realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(real(parent, io), relative(parent, path));
  }
}
