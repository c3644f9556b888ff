// Files in memory, for checks that need no disk.
import type { SourceIo } from '../../compiler/source/io.ts';

/** A folder with these files, by path below it. */
export function memoryIo(folder: string, files: Readonly<Record<string, string>>): SourceIo {
  const texts = new Map(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
  return {
    readFile(path) {
      const text = texts.get(path);
      if (text === undefined) throw Object.assign(new Error(`no file ${path}`), { code: 'ENOENT' });
      return new TextEncoder().encode(text);
    },
    realpath: (path) => path,
    list(of) {
      const names = [...texts.keys()].flatMap((path) =>
        path.startsWith(`${of}/`) ? [path.slice(of.length + 1)] : [],
      );
      return [...new Set(names.map((name) => name.split('/')[0] ?? ''))].map((name) => ({
        name,
        isFolder: !texts.has(`${of}/${name}`),
      }));
    },
  };
}
