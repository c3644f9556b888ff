// The end of the process: drained on the first signal, at once on the second.
import type { Gateway } from '../../contract/gateway.ts';
import type { Serving } from './serve.ts';
import type { LineSink } from './sink.ts';

/** How long calls in flight may take to end, in milliseconds. */
export const DRAIN_MS = 30_000;

const INTERRUPTED = 130;
const INTERNAL = 70;

/** Ends the gateway, then the process with `code`; `why` is for the operator. */
export type Shutdown = (code: number, why: string) => void;

/** Ends the process on SIGTERM, SIGINT and errors that nobody caught. Returns what ends it for another reason. */
export function endOnSignals(
  gateway: Gateway,
  serving: Serving,
  sink: LineSink,
  log: (line: string) => void,
): Shutdown {
  let ending = false;
  const shutdown: Shutdown = (code, why) => {
    if (ending) return;
    ending = true;
    log(`${why}; draining for at most ${DRAIN_MS / 1000} s`);
    drain(gateway, serving, sink).then(
      () => process.exit(code),
      (error) => {
        log(`draining failed: ${String(error)}`);
        process.exit(INTERNAL);
      },
    );
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (ending) process.exit(INTERRUPTED);
    shutdown(0, signal);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  // After an error that nobody caught the state is unknown: what is in flight may end, nothing new begins.
  process.on('uncaughtException', (error) => {
    log(`internal error: ${error.stack ?? error.message}`);
    shutdown(INTERNAL, 'internal error');
  });
  return shutdown;
}

async function drain(gateway: Gateway, serving: Serving, sink: LineSink): Promise<void> {
  const closed = serving.close(DRAIN_MS);
  await gateway.drain(DRAIN_MS);
  await closed;
  await gateway.close();
  await sink.idle();
}
