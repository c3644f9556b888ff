// A server as a child process that speaks over its standard streams: kept running, started again when it ends.
import type { StdioTransportPlan } from '../contract/plan.ts';
import type { BackendFactory } from '../contract/stages.ts';
import { createBackend } from './backend.ts';
import { backoff } from './backoff.ts';
import { childEnvironment } from './child-environment.ts';
import { createChildLog } from './child-log.ts';
import { openChild } from './stdio-child.ts';

/** Milliseconds until a child must be ready: `npx` may have to download it. */
const START_MS = 60_000;
/** A child that ran so long was a good one: the next ending is the first again. */
const SETTLED_MS = 60_000;
/** After so many endings in a row the pause is long: starting it costs more than it is worth. */
const STORM = 10;
const STORM_WAIT = 600_000;

/** Makes the backend of a server with a stdio transport. Its child is started by the first listing or call. */
export const stdioBackend: BackendFactory = (server, context) => {
  const { command, env: given } = server.transport as StdioTransportPlan;
  const env = childEnvironment(server, given, context);
  const { spawn } = context.environment;
  let failures = 0;
  return createBackend(server, context, (peer) => {
    const log = createChildLog(peer);
    return {
      open: (lost) => openChild(peer, (handler) => spawn(command, env, handler), log, lost),
      restarts: true,
      pause(reason, livedMs) {
        failures = livedMs !== null && livedMs > SETTLED_MS ? 1 : failures + 1;
        const ms = failures >= STORM ? STORM_WAIT : backoff(failures);
        peer.log(`${reason}; starting it again in ${ms} ms`);
        return ms;
      },
      startMs: START_MS,
      mirrorOf: null,
    };
  });
};
