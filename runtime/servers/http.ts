// A server over HTTP: Streamable HTTP of either era, or the older HTTP+SSE where it speaks only that.
// Specification 2026-07-28, basic/transports/streamable-http, "Backward Compatibility".
import type { HttpTransportPlan } from '../contract/plan.ts';
import type { BackendFactory } from '../contract/stages.ts';
import { mirrorOf } from '../protocol/param-headers.ts';
import { createBackend } from './backend.ts';
import { backoff } from './backoff.ts';
import { resolveEndpoint } from './endpoint.ts';
import { openSession } from './http-session.ts';
import type { Peer, Transport } from './link.ts';
import { openSse } from './sse.ts';
import { PAUSE_MS } from './streamable-http.ts';

/** Statuses by which an older server refuses what is posted to its stream. */
const OLDER: readonly (number | null)[] = [400, 404, 405];
/** A stream that lived so long was a good one. */
const SETTLED_MS = 10_000;

/** Makes the backend of a server with an HTTP transport. Nothing is sent before the first listing or call. */
export const httpBackend: BackendFactory = (server, context) => {
  const endpoint = resolveEndpoint(server, context);
  const { pinned } = server.transport as HttpTransportPlan;
  const { http } = context.environment;
  return createBackend(server, context, (peer) => {
    const { dropped, connectAgain } = reconnecting(peer);
    let older = pinned === 'sse';
    return {
      open: (lost) =>
        older ? openSse(peer, http, endpoint, lost, connectAgain) : openSession(peer, http, endpoint, lost),
      otherwise({ kind, status }) {
        const other = pinned === undefined && server.era !== 'modern' && !older;
        // What was found out once may have changed: the next try begins anew.
        older = pinned === 'sse' || (other && kind === 'http' && OLDER.includes(status));
        return other && older;
      },
      restarts: false,
      pause(_reason, livedMs) {
        dropped(livedMs);
        return livedMs === null ? PAUSE_MS : 0;
      },
      startMs: server.timeoutMs,
      mirrorOf,
    } satisfies Transport;
  });
};

/** A stream that ends is opened again by the next call, and by a listing, which waits longer each time. */
function reconnecting({ clock, changed }: Peer) {
  let drops = 0;
  return {
    dropped(livedMs: number | null): void {
      if (livedMs !== null) drops = livedMs > SETTLED_MS ? 1 : drops + 1;
    },
    connectAgain: (): void => void clock.after(backoff(drops), changed),
  };
}
