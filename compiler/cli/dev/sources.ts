// What a gateway was read from, files and the folders that patterns looked into, and whether any of it is another one now.
import { statSync } from 'node:fs';
import { diskIo, type SourceIo } from '../../source/io.ts';

export interface Sources {
  /** Reads from the disk, and remembers what was asked for, found or not. */
  readonly io: SourceIo;
  /** One text for the state of all that was asked for, as it is on the disk now. */
  stamp(): string;
  /** The same, as it was when it was read. */
  read(): string;
}

export function recordSources(): Sources {
  const read = new Map<string, string>();
  const note = (path: string): void => {
    // Before it is read: what changes after that is a change.
    if (!read.has(path)) read.set(path, stampOf(path));
  };
  return {
    io: {
      readFile(path) {
        note(path);
        return diskIo.readFile(path);
      },
      list(folder) {
        note(folder);
        return diskIo.list(folder);
      },
      realpath(path) {
        note(path);
        return diskIo.realpath(path);
      },
    },
    stamp: () => [...read.keys()].map(stampOf).join('\n'),
    read: () => [...read.values()].join('\n'),
  };
}

function stampOf(path: string): string {
  const { ino, size, mtimeMs, ctimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return `${path} ${ino} ${size} ${mtimeMs} ${ctimeMs}`;
}

/** How often the disk is looked at, in milliseconds. */
const LOOK_MS = 150;

/** Resolves when something of `sources` has changed and stays as it is for a moment: editors write in steps. */
export function nextChange(sources: Sources, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let last = sources.read();
    let moved = false;
    const timer = setInterval(() => {
      const now = sources.stamp();
      const settled = moved && now === last;
      moved ||= now !== last;
      last = now;
      if (settled || signal.aborted) end();
    }, LOOK_MS);
    const end = (): void => {
      clearInterval(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    signal.addEventListener('abort', end);
  });
}
