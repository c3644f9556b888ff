// Pieces of a body between who writes and who reads them, bounded.

/** A reader this far behind is cut off: what waits for it is memory. */
const MAX_WAITING = 8 * 1024 * 1024;

export interface Queue {
  /** False when too much waits. */
  push(chunk: Uint8Array): boolean;
  /** Resolves when nothing waits any more, or nobody will take it. */
  taken(): Promise<void>;
  /** All that waits, once something does; nothing at the end. Rejects with what failed. */
  take(): Promise<readonly Uint8Array[]>;
  end(): void;
  fail(error: Error): void;
}

export function createQueue(): Queue {
  let chunks: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  let failure: Error | null = null;
  let wake = (): void => {};
  let told: (() => void)[] = [];
  const tell = (): void => {
    const all = told;
    told = [];
    for (const one of all) one();
  };
  return {
    push(chunk) {
      chunks.push(chunk);
      size += chunk.length;
      wake();
      return size <= MAX_WAITING;
    },
    taken: () =>
      new Promise((resolve) => {
        told.push(resolve);
        if (size === 0 || failure !== null) tell();
      }),
    async take() {
      while (chunks.length === 0 && !ended && failure === null)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      if (failure !== null) throw failure;
      const taken = chunks;
      chunks = [];
      size = 0;
      tell();
      return taken;
    },
    end() {
      ended = true;
      wake();
    },
    fail(error) {
      failure = error;
      wake();
      tell();
    },
  };
}
