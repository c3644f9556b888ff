// Streams on which nothing comes: what stands between would take them for dead and cut them off, so a comment is written now and then.
// Specification 2026-07-28, basic/transports/streamable-http, "Receiving Messages"; WHATWG HTML, "Server-sent events", "Authoring notes".
import type { Server } from 'node:http';

/** Milliseconds between looks: a stream that has been quiet since the last one gets its comment. Proxies wait for 30 s and longer. */
export const ALIVE_MS = 15_000;

/** Not all streams at once: ten thousand writes in one turn would hold up every call for a while. */
const SHARES = 15;

/** The open streams of one server. */
export type Alive = Set<{ look(): void }>;

/** One timer for all streams of `server`. */
export function createAlive(server: Server, ms: number): Alive {
  const streams: Alive = new Set();
  let rest = streams.values();
  let turn = 0;
  const timer = setInterval(() => {
    if (turn++ % SHARES === 0) rest = streams.values();
    for (let n = streams.size; n > 0; n -= SHARES) rest.next().value?.look();
  }, ms / SHARES).unref();
  server.on('close', () => clearInterval(timer));
  return streams;
}
