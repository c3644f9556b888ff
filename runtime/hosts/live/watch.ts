// Watches one file by looking at it: that sees what editors, deployers and ConfigMaps do to it, on every file system.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

/** Milliseconds between two looks, and between two at a file that has just changed: it may be half written. */
const LOOK_MS = 1000;
const SETTLE_MS = 100;

export interface Watch {
  /** Takes the file now, whether it changed or not. */
  now(): void;
  stop(): void;
}

export interface Watched {
  /** One text at a time; the next one waits until this is dealt with. `forced`: it may be the same. Must not reject. */
  changed(text: string, forced: boolean): Promise<void>;
  /** The file cannot be read, and why: once, until it can. */
  missing(reason: string): void;
}

/** Watches the file at `path`, which was read as `text` at first. */
export function watchFile(path: string, text: string, { changed, missing }: Watched): Watch {
  let seen = hashOf(text);
  let look = stampOf(path);
  let unsettled = false;
  let forced = false;
  let gone = false;
  let busy = false;
  let timer: NodeJS.Timeout | undefined;

  async function check(): Promise<void> {
    clearTimeout(timer);
    if (busy) return;
    busy = true;
    await visit().catch((error: Error) => {
      if (!gone) missing(error.message);
      gone = true;
    });
    busy = false;
    timer = setTimeout(check, unsettled || forced ? SETTLE_MS : LOOK_MS).unref();
  }

  async function visit(): Promise<void> {
    const stamp = stampOf(path);
    const moved = stamp !== look;
    look = stamp;
    if (!forced && (moved || !unsettled)) {
      unsettled = moved;
      return;
    }
    const found = readFileSync(path, 'utf8');
    if (stampOf(path) !== stamp) return;
    gone = false;
    unsettled = false;
    const hash = hashOf(found);
    if (hash === seen && !forced) return;
    const asked = forced;
    forced = false;
    seen = hash;
    await changed(found, asked);
  }

  timer = setTimeout(check, LOOK_MS).unref();
  return {
    now() {
      forced = true;
      void check();
    },
    stop: () => clearTimeout(timer),
  };
}

/** What changes with the file: it, or what a link on the way leads to, is another one or was written. Empty: it is not there. */
function stampOf(path: string): string {
  const { dev, ino, size, mtimeMs, ctimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return ino === undefined ? '' : [dev, ino, size, mtimeMs, ctimeMs].join();
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
