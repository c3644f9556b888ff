// Serves a front over node:http: reads heads and bodies within their bounds, and writes what the front decides.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Answer, Bounds, Decision, Exchange, Front } from '../../contract/http.ts';
import { createBacklog, PATIENCE, type Patience } from './backlog.ts';
import { readBody } from './body.ts';
import { NodeExchange } from './exchange.ts';
import { headOf } from './head.ts';
import { refuseConnections } from './refuse.ts';

export interface Listen {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

export interface Serving {
  readonly address: { readonly host: string; readonly port: number };
  /** Takes no new connection, ends idle ones; resolves when all are gone, or cuts the rest off after `ms`. */
  close(ms: number): Promise<void>;
}

/** How often a closing server looks for connections that have become idle. */
const SWEEP_MS = 50;

/**
 * Listens and serves. `log` takes what went wrong inside.
 *
 * @throws the system's error, such as EADDRINUSE, when it cannot listen.
 */
export async function serve<Caller>(
  front: Front<Caller>,
  { host, port }: Listen,
  log: (line: string) => void,
  patience: Patience = PATIENCE,
): Promise<Serving> {
  const server = createServer(optionsOf(front.bounds));
  // Node drops what is over its count without a word; the front counts, and refuses.
  server.maxHeadersCount = 0;
  const backlog = createBacklog(server, patience);
  const fresh = freshSockets(server);
  const visit =
    (expects: boolean) =>
    (request: IncomingMessage, response: ServerResponse): void => {
      fresh.delete(request.socket);
      receive(front, request, response, expects, new NodeExchange(response, backlog), log);
    };
  server.on('request', visit(false));
  server.on('checkContinue', visit(true));
  refuseConnections(server, front);
  await once(server.listen(port, host), 'listening');
  const bound = server.address() as AddressInfo;
  return {
    address: { host: bound.address, port: bound.port },
    close(ms) {
      backlog.closing = true;
      return closed(server, fresh, ms);
    },
  };
}

function optionsOf({ headBytes, headMs, bodyMs }: Bounds) {
  return {
    maxHeaderSize: headBytes,
    headersTimeout: headMs,
    requestTimeout: headMs + bodyMs,
    connectionsCheckingInterval: Math.min(1000, headMs / 4),
    keepAliveTimeout: 65_000,
    insecureHTTPParser: false,
    requireHostHeader: false,
    keepAlive: true,
  };
}

/** Serves one request. `expects`: it waits for 100 before it sends its body. */
function receive<Caller>(
  front: Front<Caller>,
  request: IncomingMessage,
  response: ServerResponse,
  expects: boolean,
  exchange: Exchange,
  log: (line: string) => void,
): void {
  const head = headOf(request);
  /** A mistake of ours: the operator is told all, the client only that there was one. */
  const fail = (error: unknown): void => {
    log(`internal error: ${error instanceof Error ? error.stack : error}`);
    exchange.send(front.refuse(500, head));
  };
  const decided = (decision: Decision<Caller>): void => {
    if ('status' in decision) {
      if (expects || isDoubtful(request, decision, front.bounds)) response.shouldKeepAlive = false;
      return exchange.send(decision);
    }
    if (expects) response.writeContinue();
    readBody(request, front.bounds.bodyBytes, (body) => {
      try {
        if (body !== 413) return front.serve(decision, body, exchange);
        // What follows on the connection is the rest of the body.
        response.shouldKeepAlive = false;
        exchange.send(front.refuse(413, head));
      } catch (error) {
        fail(error);
      }
    });
  };
  try {
    const decision = front.admit(head);
    if (decision instanceof Promise) decision.then(decided).catch(fail);
    else decided(decision);
  } catch (error) {
    fail(error);
  }
}

/** After these nobody can say where the next request on the connection begins. */
const DOUBTFUL: readonly number[] = [400, 413, 431];

/** False when the body, which nobody reads, is small: then it is dropped, so that the connection can go on. */
function isDoubtful({ headers }: IncomingMessage, { status }: Answer, { headBytes }: Bounds): boolean {
  const { 'content-length': length = 0, 'transfer-encoding': coding } = headers;
  return DOUBTFUL.includes(status) || coding !== undefined || !(Number(length) <= headBytes);
}

/** Connections on which no request came yet. */
function freshSockets(server: Server): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return sockets;
}

function closed(server: Server, fresh: ReadonlySet<Socket>, ms: number): Promise<void> {
  const deadline = performance.now() + ms;
  const sweep = setInterval(() => {
    if (performance.now() >= deadline) return server.closeAllConnections();
    server.closeIdleConnections();
    // Node takes a connection on which nothing came yet for a busy one; clients open them in advance.
    for (const socket of fresh) socket.destroy();
  }, SWEEP_MS);
  return new Promise((resolve) => {
    server.close(() => {
      clearInterval(sweep);
      resolve();
    });
  });
}
