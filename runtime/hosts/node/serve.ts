// Serves a front over node:http: reads heads and bodies within their bounds, and writes what the front decides.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Admission, Answer, Exchange, Front, RequestHead } from '../../contract/http.ts';
import { readBody } from './body.ts';
import { nodeExchange, sendAnswer } from './exchange.ts';
import { peerOf, refuseConnections } from './refuse.ts';

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
  listen: Listen,
  log: (line: string) => void,
): Promise<Serving> {
  const server = createServer(serverOptions(front));
  // Node drops what is over its count without a word; the front counts, and refuses.
  server.maxHeadersCount = 0;
  let closing = false;
  const handle = (request: IncomingMessage, response: ServerResponse, expects: boolean): void => {
    const exchange = nodeExchange(response, () => closing);
    receive({ front, request, response, exchange, expects, log });
  };
  server.on('request', (request, response) => handle(request, response, false));
  server.on('checkContinue', (request, response) => handle(request, response, true));
  refuseConnections(server, front);
  await listening(server, listen);
  const { address, port } = server.address() as AddressInfo;
  return {
    address: { host: address, port },
    close: (ms) => {
      closing = true;
      return closed(server, ms);
    },
  };
}

function serverOptions(front: Front<unknown>) {
  const { headBytes, headMs, bodyMs } = front.bounds;
  return {
    maxHeaderSize: headBytes,
    headersTimeout: headMs,
    // The second net under the body's own deadline.
    requestTimeout: headMs + bodyMs + 1000,
    connectionsCheckingInterval: Math.min(1000, Math.max(20, headMs / 4)),
    keepAliveTimeout: 65_000,
    insecureHTTPParser: false,
    requireHostHeader: false,
    noDelay: true,
    keepAlive: true,
  };
}

/** One request and all that is needed to answer it. `expects`: it waits for 100 before it sends its body. */
interface Visit<Caller> {
  readonly front: Front<Caller>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly exchange: Exchange;
  readonly expects: boolean;
  readonly log: (line: string) => void;
}

function receive<Caller>(visit: Visit<Caller>): void {
  const fail = (error: unknown): void => failed(visit, error);
  const go = (decision: Admission<Caller> | Answer): void => {
    if ('status' in decision) turnAway(visit, decision);
    else admitted(visit, decision, fail);
  };
  attempt(() => {
    const decision = visit.front.admit(headOf(visit.request));
    if (decision instanceof Promise) decision.then(go).catch(fail);
    else go(decision);
  }, fail);
}

function admitted<Caller>(
  visit: Visit<Caller>,
  admission: Admission<Caller>,
  fail: (error: unknown) => void,
): void {
  const { front, request, response, exchange } = visit;
  if (visit.expects) response.writeContinue();
  readBody(request, front.bounds, {
    complete: (body) => attempt(() => front.serve(admission, body, exchange), fail),
    failed: (status) => cutOff(visit, status),
  });
}

/** A mistake of ours: the operator is told all, the client only that there was one. */
function failed(visit: Visit<unknown>, error: unknown): void {
  visit.log(`internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  sendAnswer(
    visit.exchange,
    visit.front.refuse(500, 'Internal error of the gateway.', peerOf(visit.request.socket)),
  );
}

function attempt(run: () => void, fail: (error: unknown) => void): void {
  try {
    run();
  } catch (error) {
    fail(error);
  }
}

/** After these nobody can say where the next request on the connection begins. */
const DOUBTFUL: ReadonlySet<number> = new Set([400, 413, 431]);

/** Answers without the body. A small one is read and dropped, so that the connection can go on. */
function turnAway({ front, request, exchange, expects }: Visit<unknown>, answer: Answer): void {
  const length = Number(request.headers['content-length'] ?? 0);
  const unknown = expects || request.headers['transfer-encoding'] !== undefined;
  const close = DOUBTFUL.has(answer.status) || unknown || !(length <= front.bounds.headBytes);
  exchange.send(
    answer.status,
    close ? [...answer.fields, 'connection', 'close'] : answer.fields,
    answer.body,
  );
}

/** Answers a body that was too large or too slow, and ends the connection: what follows on it is not a request. */
function cutOff({ front, request, response, exchange }: Visit<unknown>, status: 408 | 413 | 'gone'): void {
  if (status === 'gone') return;
  const large = `The body is larger than ${front.bounds.bodyBytes} bytes.`;
  response.once('finish', () => response.destroy());
  const reason = status === 413 ? large : 'The body came too slowly.';
  sendAnswer(exchange, front.refuse(status, reason, peerOf(request.socket)));
}

function headOf(request: IncomingMessage): RequestHead {
  const fields = request.rawHeaders;
  for (let i = 0; i < fields.length; i += 2) fields[i] = fields[i]!.toLowerCase();
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    fields,
    peer: peerOf(request.socket),
  };
}

function listening(server: Server, { host, port }: Listen): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closed(server: Server, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const cut = setTimeout(() => server.closeAllConnections(), ms);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      resolve();
    });
  });
}
