// The gateway file and all it includes, to one document that knows the place of everything in it.
import { basename, dirname, relative, resolve } from 'node:path';
import type { Finding } from '../diagnostics/finding.ts';
import type { Suppression } from '../diagnostics/suppress.ts';
import { type Include, resolveIncludes } from './include.ts';
import { diskIo, type SourceIo } from './io.ts';
import { type LoadedFile, loadFile, type SourceFile } from './load.ts';
import { type LoadedLock, loadLock } from './lock.ts';
import { merge } from './merge.ts';
import type { MapNode } from './node.ts';
import { overlay } from './overlay.ts';
import { plainValue } from './plain.ts';

/** What was read. With an error among the findings it may be incomplete: say so, and go no further than the schema. */
export interface Loaded {
  /** The merged document; null when the first file cannot be understood. */
  readonly root: MapNode | null;
  /** The same as plain, frozen data; undefined when `root` is null. */
  readonly value: unknown;
  /** Every file that was read: the named one, those it includes, overlays, the lock. */
  readonly files: readonly SourceFile[];
  readonly findings: readonly Finding[];
  readonly suppressions: readonly Suppression[];
  /** Included files, in order. */
  readonly includes: readonly Include[];
  /** Overlays, in order, relative to the gateway file's folder, with `/`. */
  readonly overlays: readonly string[];
  /** The lock that it names; null where it names none. */
  readonly lock: LoadedLock | null;
}

/** What goes over a gateway file. */
export interface Overlays {
  /** Paths of files, absolute or from the working directory; a later one goes over an earlier one. */
  readonly files: readonly string[];
  /** Paths of the keys that they may change, as `servers.*.url`. */
  readonly environmental: readonly string[];
}

const noOverlays: Overlays = { files: [], environmental: [] };

const begin = 'Name the gateway file; `mcpgw init` writes one to begin with.';

/** Bytes of all files together. */
const largestTotal = 16 * 1024 * 1024;

/**
 * Reads a gateway file, its includes and what goes over them. Never throws: what is wrong is in `findings`.
 * @param path of the gateway file, absolute or from the working directory. Files are named from its folder.
 */
export function readGateway(path: string, io: SourceIo = diskIo, over: Overlays = noOverlays): Loaded {
  const folder = dirname(resolve(path));
  const self = basename(path);
  const first = loadFile(resolve(path), self, io, { typed: path, help: begin });
  if (first.root === null) return loaded(null, [first], [], []);
  const { includes, findings } = resolveIncludes(first.root, folder, self, io);
  const more = loadAll(includes, folder, io);
  const merged = merge(first.root, rootsOf(more));
  const names = over.files.map((file) => relative(folder, resolve(file)).replaceAll('\\', '/'));
  const overlays = loadOverlays(names, over.files, [self, ...includes.map(({ file }) => file)], folder, io);
  const laid = overlay(merged.root, rootsOf(overlays), over.environmental);
  const found = [...findings, ...merged.findings, ...laid.findings];
  const lock = loadLock(first.root, folder, io);
  const all = loaded(laid.root, [first, ...more, ...overlays], includes, found);
  // It decides too: the policy's hash is over it as well.
  const files = Object.freeze([...all.files, ...(lock?.file ? [lock.file] : [])]);
  return Object.freeze({ ...all, files, overlays: names, lock });
}

/** Reads one file that includes no others, such as a file of tests. Never throws. */
export function readDocument(path: string, io: SourceIo = diskIo): Loaded {
  const file = loadFile(resolve(path), basename(path), io, { typed: path });
  return loaded(file.root, [file], [], []);
}

function rootsOf(files: readonly LoadedFile[]): readonly MapNode[] {
  return files.flatMap(({ root }) => (root === null ? [] : [root]));
}

function loadOverlays(
  names: readonly string[],
  typed: readonly string[],
  parts: readonly string[],
  folder: string,
  io: SourceIo,
): readonly LoadedFile[] {
  return names.map((name, index) => {
    if (parts.includes(name)) return notRead(`${typed[index]} is part of the gateway already.`);
    if (names.indexOf(name) < index) return notRead(`The overlay ${typed[index]} is given twice.`);
    return loadFile(resolve(folder, name), name, io, { typed: typed[index] ?? name });
  });
}

function loadAll(includes: readonly Include[], folder: string, io: SourceIo): readonly LoadedFile[] {
  let total = 0;
  return includes.map(({ file, range }) => {
    if (total > largestTotal) return tooMuch(file, range);
    const part = loadFile(resolve(folder, file), file, io, range);
    total += part.file?.text.length ?? 0;
    return part;
  });
}

function tooMuch(file: string, range: Include['range']): LoadedFile {
  return notRead(`${file} is not read: all files together are larger than 16 MiB.`, range);
}

function notRead(message: string, range: Include['range'] | null = null): LoadedFile {
  const finding: Finding = { rule: 'source/unreadable', severity: 'error', message, range };
  return { file: null, root: null, findings: [finding], suppressions: [] };
}

function loaded(
  root: MapNode | null,
  parts: readonly LoadedFile[],
  includes: readonly Include[],
  findings: readonly Finding[],
): Loaded {
  return Object.freeze({
    root,
    value: root === null ? undefined : plainValue(root),
    files: Object.freeze(parts.flatMap(({ file }) => (file === null ? [] : [file]))),
    findings: Object.freeze([...parts.flatMap((part) => part.findings), ...findings]),
    suppressions: Object.freeze(parts.flatMap((part) => part.suppressions)),
    includes: Object.freeze([...includes]),
    overlays: [],
    lock: null,
  });
}
