// Files on disk: several at once, all or none.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError, inWords } from './failure.ts';

export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** The text of a file, or null if there is none that can be read. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/**
 * The text of a file that a person named.
 * @throws InputError that names the file and why
 */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${inWords(error)}.`, { cause: error });
  }
}

/**
 * Writes all files, each whole; if one cannot be written, those that were there before stay as they were.
 * Folders are made.
 * @throws InputError that names the file and why
 */
export function writeAll(files: readonly OutputFile[]): void {
  const placed: Placed[] = [];
  try {
    for (const file of files) attempt(file.path, () => prepare(file));
    for (const { path } of files) {
      const before = contents(path);
      attempt(path, () => renameSync(temporary(path), path));
      placed.push({ path, before });
    }
  } catch (error) {
    for (const { path } of files) discard(temporary(path));
    for (const one of placed) restore(one);
    throw error;
  }
}

interface Placed {
  readonly path: string;
  /** What stood there before. */
  readonly before: Buffer | null;
}

/** Everything that can fail for want of rights or room fails here, before any file is replaced. */
function prepare({ path, text }: OutputFile): void {
  mkdirSync(dirname(path), { recursive: true });
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw Object.assign(new Error(), { code: 'EISDIR' });
  writeFileSync(temporary(path), text);
}

/** A half-written file is worth nothing; that it cannot be removed is no news. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The folder is not there, or is no folder: then neither is the file.
  }
}

function temporary(path: string): string {
  return `${path}.${process.pid}.tmp`;
}

function contents(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function restore({ path, before }: Placed): void {
  if (before === null) discard(path);
  else writeFileSync(path, before);
}

function attempt(path: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw new InputError(`${path} cannot be written: ${inWords(error)}. No file was changed.`, {
      cause: error,
    });
  }
}
