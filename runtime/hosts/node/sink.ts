// Lines to a file descriptor: many in one write, off the event loop, and nothing lost at the end.
import { write, writeSync } from 'node:fs';

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

/** How long lines are gathered, in milliseconds: each write wakes another thread, which costs more than many lines. */
const GATHER_MS = 20;

/** How long a full pipe is left alone, in milliseconds. */
const RETRY_MS = 5;

/** How long the end of the process may wait for a reader, in milliseconds. */
const FLUSH_MS = 2_000;

const EMPTY = Buffer.alloc(0);

/**
 * A sink onto `descriptor`. A slow reader delays nobody: lines wait in memory. `broken` runs once, with the system's
 * reason, when the descriptor takes no more lines for good.
 */
export function lineSink(descriptor: number, broken: (reason: string) => void): LineSink {
  let waiting = '';
  let writing: Buffer = EMPTY;
  let busy = false;
  let dead = false;

  const fail = ({ message }: Error): void => {
    dead = true;
    waiting = '';
    writing = EMPTY;
    broken(message);
  };
  /** True while there are bytes to be written. */
  const take = (): boolean => {
    if (writing.length === 0) {
      writing = Buffer.from(waiting);
      waiting = '';
    }
    return writing.length > 0;
  };
  const send = (): void => {
    busy = take();
    if (!busy) return;
    write(descriptor, writing, (error, count) => {
      if (dead) return;
      if (error !== null && error.code !== 'EAGAIN') return fail(error);
      writing = writing.subarray(error === null ? count : 0);
      setTimeout(send, writing.length > 0 ? RETRY_MS : GATHER_MS);
    });
  };
  return {
    add(line) {
      if (dead) return;
      waiting += `${line}\n`;
      if (waiting.length > MAX_WAITING) return fail(new Error('its reader does not read'));
      if (!busy) setTimeout(send, GATHER_MS);
      busy = true;
    },
    async idle() {
      while (!dead && busy) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    },
    flush() {
      const deadline = Date.now() + FLUSH_MS;
      try {
        while (!dead && take()) writing = writing.subarray(writeNow(descriptor, writing, deadline));
      } catch (error) {
        fail(error as Error);
      }
    },
  };
}

/** Bytes written. Waits a moment for a full pipe. */
function writeNow(descriptor: number, bytes: Buffer, deadline: number): number {
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || Date.now() > deadline) throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    return 0;
  }
}
