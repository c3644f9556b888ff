// What waits in memory for clients that read slowly or not at all, bounded over all connections.
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { ALIVE_MS, type Alive, createAlive } from './alive.ts';

export interface Patience {
  /** Milliseconds in which a client must take some of an answer that waits. */
  readonly stallMs: number;
  /** Bytes that may wait for all clients together. */
  readonly waitingBytes: number;
  /** Milliseconds between looks at streams on which nothing comes. */
  readonly aliveMs: number;
}

export const PATIENCE: Patience = {
  stallMs: 30_000,
  waitingBytes: 256 * 1024 * 1024,
  aliveMs: ALIVE_MS,
};

export interface Backlog {
  /** The server takes no new connection: those that are left end with their answer. */
  closing: boolean;
  readonly stallMs: number;
  /** Streams that are kept open while nothing comes on them. */
  readonly alive: Alive;
  /** So many more bytes, or fewer, wait for `socket`. Over the bound, who has waited longest is cut off. */
  count(socket: Socket, bytes: number): void;
}

/** The backlog of `server`, empty. */
export function createBacklog(server: Server, { stallMs, waitingBytes, aliveMs }: Patience): Backlog {
  /** In the order in which they began to wait. */
  const waiting = new Map<Socket, number>();
  let total = 0;
  const put = (socket: Socket, bytes: number): void => {
    total += bytes - (waiting.get(socket) ?? 0);
    if (bytes > 0) waiting.set(socket, bytes);
    else waiting.delete(socket);
  };
  server.on('connection', (socket: Socket) => socket.once('close', () => put(socket, 0)));
  return {
    closing: false,
    stallMs,
    alive: createAlive(server, aliveMs),
    count(socket, bytes) {
      if (socket.destroyed) return;
      put(socket, Math.max(0, (waiting.get(socket) ?? 0) + bytes));
      while (total > waitingBytes) {
        const [first] = waiting.keys();
        put(first!, 0);
        first!.destroy();
      }
    },
  };
}
