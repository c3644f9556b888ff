// A server over Streamable HTTP, of either era, where it is known to speak no older transport.
import type { BackendFactory } from '../contract/stages.ts';
import { mirrorOf } from '../protocol/param-headers.ts';
import { createBackend } from './backend.ts';
import { resolveEndpoint } from './endpoint.ts';
import { openSession } from './http-session.ts';

/** After a failed attempt, calls fail at once for so long instead of trying again each. */
export const PAUSE_MS = 1000;

/** Makes the backend of a server with an HTTP transport. Nothing is sent before the first listing or call. */
export const streamableHttpBackend: BackendFactory = (server, context) => {
  const endpoint = resolveEndpoint(server, context);
  return createBackend(server, context, (peer) => ({
    open: (lost) => openSession(peer, context.environment.http, endpoint, lost),
    restarts: false,
    pause: (_reason, livedMs) => (livedMs === null ? PAUSE_MS : 0),
    startMs: server.timeoutMs,
    mirrorOf,
  }));
};
