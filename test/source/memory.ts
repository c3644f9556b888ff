// A file system in memory, so that tests of sources need no disk.
import type { FolderEntry, SourceIo } from '../../compiler/source/io.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Files below `/home`, by relative path. `links` lead from a relative path to an absolute one. */
export function memoryIo(files: Files, links: Readonly<Record<string, string>> = {}): SourceIo {
  const at = (path: string): string | Uint8Array => {
    const content = files[path.replace(/^\/home\//, '')];
    if (content === undefined) throw Object.assign(new Error('missing'), { code: 'ENOENT' });
    return content;
  };
  return {
    readFile(path) {
      const content = at(path);
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
    realpath(path) {
      const link = links[path.replace(/^\/home\//, '')];
      if (link !== undefined) return link;
      if (path !== '/home') at(path);
      return path;
    },
    list: (folder) => entries(files, folder.replace(/^\/home\/?/, '')),
  };
}

function entries(files: Files, folder: string): readonly FolderEntry[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const found = new Map<string, boolean>();
  for (const path of Object.keys(files)) {
    if (!path.startsWith(prefix)) continue;
    const [name = '', ...rest] = path.slice(prefix.length).split('/');
    found.set(name, rest.length > 0);
  }
  return [...found].map(([name, isFolder]) => ({ name, isFolder })).reverse();
}
