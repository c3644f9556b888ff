// The `include` of a gateway file: which files it means, and what they may speak of.
import type { Finding, Range } from '../diagnostics/finding.ts';
import { isPattern, matchFiles } from './glob.ts';
import { reasonOf, type SourceIo } from './io.ts';
import type { MapNode, Node, ScalarNode } from './node.ts';

/** One included file. */
export interface Include {
  /** The file, relative to the gateway file's folder, with `/`. */
  readonly file: string;
  /** As the entry names it: a path or pattern. */
  readonly path: string;
  /** Patterns of the tools it may allow; null where the entry does not say. */
  readonly tools: readonly string[] | null;
  /** The entry's path. */
  readonly range: Range;
}

export interface Includes {
  readonly includes: readonly Include[];
  readonly findings: readonly Finding[];
}

export const mostFiles = 1000;

/**
 * Resolves every entry, in order. A file may be named once, must exist and must stay below `folder`, links resolved.
 * Entries of a wrong shape are left to the schema. `folder` is absolute, `self` the gateway file's name.
 */
export function resolveIncludes(root: MapNode, folder: string, self: string, io: SourceIo): Includes {
  const findings: Finding[] = [];
  const known = new Map<string, Include>();
  for (const entry of entriesOf(root)) {
    for (const file of filesOf(entry, folder, io, findings)) {
      const include = Object.freeze({ file, path: entry.path, tools: entry.tools, range: entry.range });
      const wrong = wrongWith(include, self, known.get(file), folder, io);
      if (wrong !== null) findings.push(wrong);
      else known.set(file, include);
    }
  }
  const includes = [...known.values()];
  if (includes.length <= mostFiles) return { includes, findings };
  const range = includes[mostFiles]?.range ?? root.range;
  const message = `More than ${mostFiles} files are included.`;
  return { includes: [], findings: [...findings, problem('source/too-many-files', message, range)] };
}

function problem(rule: string, message: string, range: Range, help?: string): Finding {
  return { rule, severity: 'error', message, range, ...(help === undefined ? {} : { help }) };
}

/** An entry whose shape is right. */
interface Entry extends Omit<Include, 'file'> {}

function entriesOf(root: MapNode): readonly Entry[] {
  const list = valueAt(root, 'include');
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((item) => {
    const path = item.kind === 'map' ? valueAt(item, 'path') : item;
    if (!isText(path)) return [];
    const tools = item.kind === 'map' ? toolsOf(valueAt(item, 'tools')) : null;
    return [{ path: String(path.value), tools, range: path.range }];
  });
}

/** A wrong shape means no tools: the schema reports it, and nothing is allowed meanwhile. */
function toolsOf(node: Node | undefined): readonly string[] | null {
  if (node === undefined) return null;
  if (node.kind !== 'list') return [];
  return Object.freeze(node.items.filter(isText).map((item) => String(item.value)));
}

function valueAt(map: MapNode, key: string): Node | undefined {
  return map.entries.find((entry) => entry.key.value === key)?.value;
}

function isText(node: Node | undefined): node is ScalarNode {
  return node?.kind === 'scalar' && typeof node.value === 'string';
}

function filesOf(entry: Entry, folder: string, io: SourceIo, findings: Finding[]): readonly string[] {
  const path = entry.path.replace(/^(\.\/)+/, '');
  const wrong = wrongPath(path);
  if (wrong !== null) {
    findings.push(
      problem('source/include-path', wrong, entry.range, 'Write a path below this folder, with `/`.'),
    );
    return [];
  }
  if (!isPattern(path)) return [path];
  try {
    const matched = matchFiles(folder, path, io);
    if ('files' in matched && matched.files.length > 0) return matched.files;
    const message = `The pattern “${entry.path}” ${'wrong' in matched ? matched.wrong : 'matches no file'}.`;
    findings.push(problem('source/include-nothing', message, entry.range));
  } catch (error) {
    const message = `The pattern “${entry.path}” cannot be followed: ${reasonOf(error)}.`;
    findings.push(problem('source/unreadable', message, entry.range));
  }
  return [];
}

/** What is wrong with a path from the gateway file's folder; null when nothing is. */
export function wrongPath(path: string): string | null {
  if (path.includes('\\')) return 'A path is written with `/`, not with `\\`.';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'An included file is named from this folder.';
  const segments = path.split('/');
  if (segments.includes('..')) return 'An included file may not leave this folder.';
  const odd = segments.some((segment) => segment === '' || segment === '.');
  return odd || segments.some((segment) => segment.includes('**') && segment !== '**')
    ? 'This is not a path or pattern of files.'
    : null;
}

function wrongWith(
  { file, range }: Include,
  self: string,
  before: Include | undefined,
  folder: string,
  io: SourceIo,
): Finding | null {
  if (file === self) return problem('source/include-cycle', `${file} includes itself.`, range);
  if (before !== undefined) {
    const related = [{ message: 'It is included here first.', range: before.range }];
    return { ...problem('source/included-twice', `${file} is included twice.`, range), related };
  }
  return leaves(file, folder, self, io, range);
}

/** Links may not lead out of the folder, or back to the gateway file. */
function leaves(file: string, folder: string, self: string, io: SourceIo, range: Range): Finding | null {
  try {
    const real = io.realpath(`${folder}/${file}`).replaceAll('\\', '/');
    const home = io.realpath(folder).replaceAll('\\', '/').replace(/\/$/, '');
    if (real === io.realpath(`${folder}/${self}`).replaceAll('\\', '/')) {
      return problem('source/include-cycle', `${file} leads back to ${self}.`, range);
    }
    if (real.startsWith(`${home}/`)) return null;
    return problem('source/include-path', `${file} is a link that leaves this folder.`, range);
  } catch (error) {
    return problem('source/unreadable', `${file} cannot be read: ${reasonOf(error)}.`, range);
  }
}
