// Lines to a file descriptor: one write for all lines of a tick, off the event loop, and nothing lost at the end.
import { write, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface LineSink {
  /** Takes one line without its newline. Never blocks, never throws. */
  add(line: string): void;
  /** Resolves when nothing waits. */
  idle(): Promise<void>;
  /** Writes what is left, synchronously: for the process's end. A batch under way then may come twice, never not. */
  flush(): void;
}

/** How much may wait for a reader, in characters. A reader this far behind will not come back. */
const MAX_WAITING = 64 * 1024 * 1024;

/** How long a full pipe is left alone, in milliseconds. */
const RETRY_MS = 5;

/**
 * A sink onto `descriptor`. A slow reader delays nobody: lines wait in memory. `broken` runs once, with the system's
 * reason, when the descriptor takes no more lines for good.
 */
export function lineSink(descriptor: number, broken: (reason: string) => void): LineSink {
  let waiting: string[] = [];
  let size = 0;
  let writing: Buffer | null = null;
  let scheduled = false;
  let dead = false;

  const fail = (error: unknown): void => {
    if (dead) return;
    dead = true;
    waiting = [];
    writing = null;
    broken(error instanceof Error ? error.message : String(error));
  };
  const next = (): void => {
    scheduled = false;
    if (writing !== null || waiting.length === 0) return;
    writing = take();
    send();
  };
  const take = (): Buffer => {
    const text = `${waiting.join('\n')}\n`;
    waiting = [];
    size = 0;
    return Buffer.from(text);
  };
  const send = (): void => {
    if (writing === null) return next();
    write(descriptor, writing, (error, count) => {
      if (error?.code === 'EAGAIN') return void setTimeout(send, RETRY_MS);
      if (error !== null) return fail(error);
      if (writing === null) return;
      writing = count < writing.length ? writing.subarray(count) : null;
      send();
    });
  };
  return {
    add(line) {
      if (dead) return;
      waiting.push(line);
      size += line.length;
      if (size > MAX_WAITING) return fail(new Error('its reader does not read'));
      if (scheduled || writing !== null) return;
      scheduled = true;
      setImmediate(next);
    },
    async idle() {
      while (!dead && (writing !== null || waiting.length > 0)) await delay(RETRY_MS);
    },
    flush() {
      if (dead) return;
      const rest = waiting.length > 0 ? take() : null;
      try {
        if (writing !== null) writeAll(descriptor, writing);
        if (rest !== null) writeAll(descriptor, rest);
        writing = null;
      } catch (error) {
        fail(error);
      }
    },
  };
}

/** How long the end of the process may wait for a reader, in milliseconds. */
const FLUSH_MS = 2_000;

function writeAll(descriptor: number, bytes: Buffer): void {
  const deadline = Date.now() + FLUSH_MS;
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || Date.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}
