// The lock that a gateway file names: read as it is, beside the sources.
import { createHash } from 'node:crypto';
import type { Range } from '../diagnostics/finding.ts';
import { wrongPath } from './include.ts';
import { reasonOf, type SourceIo } from './io.ts';
import type { SourceFile } from './load.ts';
import type { MapNode, ScalarNode } from './node.ts';
import { largestLock, utf8 } from './text.ts';

/** `catalog.lock`, and the file it names. */
export interface LoadedLock {
  /** Relative to the gateway file's folder, with `/`. */
  readonly path: string;
  /** The path in the gateway file. */
  readonly range: Range;
  /** Null where it could not be read. */
  readonly file: SourceFile | null;
  /** Why not, as the end of a sentence that begins with the file's name. */
  readonly wrong: string | null;
}

/** Reads the lock that a gateway file names; null where it names none. `folder` is absolute. */
export function loadLock(root: MapNode, folder: string, io: SourceIo): LoadedLock | null {
  const node = lockNode(root);
  if (node === null) return null;
  const path = String(node.value).replace(/^(\.\/)+/, '');
  const at = { path, range: node.range };
  if (wrongPath(path) !== null)
    return { ...at, file: null, wrong: 'is no path below the folder of the gateway file' };
  try {
    if (leaves(path, folder, io))
      return { ...at, file: null, wrong: 'is a link that leaves the folder of the gateway file' };
    const bytes = io.readFile(`${folder}/${path}`);
    if (bytes.length > largestLock) return { ...at, file: null, wrong: 'is larger than 16 MiB' };
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const text = utf8(bytes);
    return text === null
      ? { ...at, file: null, wrong: 'is not UTF-8' }
      : { ...at, file: Object.freeze({ path, text, sha256 }), wrong: null };
  } catch (error) {
    return { ...at, file: null, wrong: `cannot be read: ${reasonOf(error)}` };
  }
}

/** As of included files: what is wrong with a file is told with its words. */
function leaves(path: string, folder: string, io: SourceIo): boolean {
  const [home, real] = [folder, `${folder}/${path}`].map((one) => io.realpath(one).replaceAll('\\', '/'));
  return !real!.startsWith(`${home!.replace(/\/$/, '')}/`);
}

function lockNode(root: MapNode): ScalarNode | null {
  const catalog = root.entries.find(({ key }) => key.value === 'catalog')?.value;
  if (catalog?.kind !== 'map') return null;
  const lock = catalog.entries.find(({ key }) => key.value === 'lock')?.value;
  return lock?.kind === 'scalar' && typeof lock.value === 'string' ? lock : null;
}
