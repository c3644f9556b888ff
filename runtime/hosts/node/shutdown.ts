// The end of the process: drained on the first signal, at once on the second.

/** How the process ends. */
export interface Shutdown {
  /** Ends what runs, then the process with `code`; `why` is for the operator. */
  end(code: number, why: string): void;
  /** What has to end before the process may. */
  drain: () => Promise<void>;
}

const INTERNAL = 70;
const INTERRUPTED = 130;

/** Ends the process on SIGTERM, SIGINT and errors that nobody caught; what it returns ends it for other reasons. */
export function endOnSignals(log: (line: string) => void): Shutdown {
  let ending = false;
  const shutdown: Shutdown = {
    drain: async () => {},
    end(code, why) {
      log(why);
      if (ending) return;
      ending = true;
      const failed = (error: unknown): never => {
        log(`draining failed: ${error}`);
        process.exit(INTERNAL);
      };
      shutdown.drain().then(() => process.exit(code), failed);
    },
  };
  const onSignal = (signal: string): void => {
    if (ending) process.exit(INTERRUPTED);
    shutdown.end(0, signal);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  // After an error that nobody caught the state is unknown: what is in flight may end, nothing new begins.
  const onError = (error: unknown): void =>
    shutdown.end(INTERNAL, `internal error: ${error instanceof Error ? error.stack : error}`);
  process.on('uncaughtException', onError);
  // Node and Deno would make the other event of this one; Bun would end the process.
  process.on('unhandledRejection', onError);
  return shutdown;
}
