// One file from the disk to nodes, with everything that is wrong with it.
import { createHash } from 'node:crypto';
import type { Finding, Range } from '../diagnostics/finding.ts';
import type { SourceText } from '../diagnostics/position.ts';
import type { Suppression } from '../diagnostics/suppress.ts';
import { readSuppressions } from './comments.ts';
import { parseYaml } from './document.ts';
import { missing, reasonOf, type SourceIo } from './io.ts';
import type { MapNode } from './node.ts';
import { decode } from './text.ts';

/** A file that was read. `path` is relative to the gateway file's folder, with `/`. */
export interface SourceFile extends SourceText {
  /** Of its bytes, in lower-case hex. */
  readonly sha256: string;
}

export interface LoadedFile {
  /** Null when the file could not be read. */
  readonly file: SourceFile | null;
  /** Null when it holds no map that can be understood. */
  readonly root: MapNode | null;
  readonly findings: readonly Finding[];
  readonly suppressions: readonly Suppression[];
}

/** How the command line names a file, and what helps where there is none. */
export interface Typed {
  readonly typed: string;
  readonly help?: string;
}

/** Reads one file. `blame` is the place that names it, or what was typed. */
export function loadFile(path: string, name: string, io: SourceIo, blame: Range | Typed): LoadedFile {
  const bytes = readBytes(path, io);
  if ('wrong' in bytes) return unread(name, bytes, blame);
  const decoded = decode(bytes.bytes);
  if ('wrong' in decoded) return unread(name, decoded, blame);
  const sha256 = createHash('sha256').update(bytes.bytes).digest('hex');
  const file = Object.freeze({ path: name, text: decoded.text, sha256 });
  const { root, findings } = parseYaml(file);
  if (root === null) return { file, root: null, findings, suppressions: [] };
  const comments = readSuppressions(file);
  const all = [...findings, ...comments.findings];
  if (root.kind === 'map') return { file, root, findings: all, suppressions: comments.suppressions };
  const notMap: Finding = {
    rule: 'source/not-a-map',
    severity: 'error',
    message: 'The file must hold keys with values.',
    range: root.range,
  };
  return { file, root: null, findings: [...all, notMap], suppressions: [] };
}

interface Unread {
  readonly wrong: string;
  readonly help?: string;
}

function readBytes(path: string, io: SourceIo): { readonly bytes: Uint8Array } | Unread {
  try {
    return { bytes: io.readFile(path) };
  } catch (error) {
    return { wrong: `cannot be read: ${reasonOf(error)}` };
  }
}

function unread(name: string, { wrong, help: remedy }: Unread, blame: Range | Typed): LoadedFile {
  const typed = 'typed' in blame;
  const message = `${typed ? blame.typed : name} ${wrong}.`;
  const range = typed ? null : blame;
  const help = typed && wrong.endsWith(missing) ? blame.help : remedy;
  const finding: Finding = { rule: 'source/unreadable', severity: 'error', message, range };
  const helped = help === undefined ? finding : { ...finding, help };
  return { file: null, root: null, findings: [helped], suppressions: [] };
}
