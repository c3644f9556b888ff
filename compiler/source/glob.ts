// Which files an `include` means: a path, or a pattern with `*` (within a name) and `**` (any folders).
import type { SourceIo } from './io.ts';

/** Entries of folders that one pattern may look at. */
const mostEntries = 20_000;

export type Matched = { readonly files: readonly string[] } | { readonly wrong: string };

/**
 * The files below `folder` that match, as sorted relative paths with `/`. Names that begin with a dot, and folders
 * named `node_modules`, match only if they are written out. Links to folders are not followed.
 */
export function matchFiles(folder: string, pattern: string, io: Pick<SourceIo, 'list'>): Matched {
  const files = new Set<string>();
  let seen = 0;
  const walk = (path: string, segments: readonly string[]): void => {
    const [segment, ...rest] = segments;
    if (segment === undefined) return;
    if (segment === '**') walk(path, rest);
    for (const { name, isFolder } of io.list(path === '' ? folder : `${folder}/${path}`)) {
      seen += 1;
      if (seen > mostEntries) return;
      const inner = path === '' ? name : `${path}/${name}`;
      if (segment === '**') {
        if (isFolder && !isHidden(name)) walk(inner, segments);
      } else if (matches(segment, name)) {
        if (rest.length === 0 && !isFolder) files.add(inner);
        if (rest.length > 0 && isFolder) walk(inner, rest);
      }
    }
  };
  walk('', pattern.split('/'));
  if (seen > mostEntries) return { wrong: `looks at more than ${mostEntries} files` };
  return { files: [...files].sort() };
}

export function isPattern(path: string): boolean {
  return path.includes('*');
}

function isHidden(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

function matches(segment: string, name: string): boolean {
  if (!segment.includes('*')) return segment === name;
  return !isHidden(name) && fits(segment.split('*'), name);
}

/** Whether the pieces follow each other in the name, the first at its begin and the last at its end. Linear. */
export function fits(pieces: readonly string[], name: string): boolean {
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (!name.startsWith(first) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at + last.length <= name.length && name.endsWith(last);
}
