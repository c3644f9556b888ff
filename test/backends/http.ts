// The scripted backend over Streamable HTTP, on 127.0.0.1 and a free port. Over node:http, so that it can be odd.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { field } from './answers.ts';
import { createEngine, type Engine } from './engine.ts';
import type { BackendOptions, Executed, Fault, ToolScript } from './script.ts';
import { answerWith, type Held, openStream, type Stream } from './writing.ts';

/** One HTTP request as it came. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly fields: readonly string[];
  readonly body: string;
}

export interface Backend {
  readonly url: string;
  readonly port: number;
  /** Every executed call. */
  readonly ledger: readonly Executed[];
  /** Every HTTP request, calls or not. */
  readonly requests: readonly Received[];
  /** Raw ids of calls whose connection the client closed before the answer. */
  readonly abandoned: readonly string[];
  /** Raw ids named by `notifications/cancelled`, and messages without a method: answers to own requests. */
  readonly notifications: readonly string[];
  readonly sessions: ReadonlySet<string>;
  /** Streams open for list changes. */
  streams(): number;
  setTools(tools: readonly ToolScript[]): void;
  /** The next calls go wrong like this, once each. */
  faultNext(...faults: readonly Fault[]): void;
  /** Sends a raw message on every open stream. */
  emit(message: string): void;
  /** Forgets all sessions: 404 to those that go on. */
  dropSessions(): void;
  closeStreams(): void;
  /** Answers that are held go on, or break off. How many did. */
  release(goes: boolean): number;
  closeIdle(): void;
  stop(): Promise<void>;
}

interface State {
  readonly engine: Engine;
  readonly requests: Received[];
  readonly abandoned: string[];
  readonly sessions: Set<string>;
  readonly streams: Map<Stream, string | null>;
  /** Answers of streams that ended early, by event id. */
  readonly resumable: Map<string, string>;
  /** Answers that wait to be released. */
  readonly held: Set<Held>;
}

/**
 * Starts a backend in this process.
 *
 * @param options the script; by default both eras, JSON answers, no tools.
 * @param port a fixed port, to come back where one was; any free one by default.
 */
export async function startBackend(options: BackendOptions = {}, port = 0): Promise<Backend> {
  const state: State = {
    engine: createEngine(options),
    requests: [],
    abandoned: [],
    sessions: new Set(),
    streams: new Map(),
    resumable: new Map(),
    held: new Set(),
  };
  const server = createServer({ keepAliveTimeout: options.keepAliveMs ?? 5000 }, (request, response) => {
    void read(request).then((body) => serve(state, request, body, response));
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return handle(state, server, sockets);
}

function handle(state: State, server: Server, sockets: ReadonlySet<Socket>): Backend {
  const { port } = server.address() as AddressInfo;
  const changed = '{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}';
  const emit = (message: string) => {
    for (const [stream, subscription] of state.streams) stream.message(subscribed(message, subscription));
  };
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    port,
    ledger: state.engine.ledger,
    requests: state.requests,
    abandoned: state.abandoned,
    get notifications() {
      return state.engine.received.filter((text) => !/"id"\s*:/.test(text) || !/"method"\s*:/.test(text));
    },
    sessions: state.sessions,
    streams: () => state.streams.size,
    setTools(tools) {
      state.engine.tools = tools;
      if (state.engine.options.listChanged) emit(changed);
    },
    faultNext: (...faults) => void state.engine.nextFaults.push(...faults),
    emit,
    dropSessions: () => state.sessions.clear(),
    closeStreams: () => {
      for (const stream of [...state.streams.keys()]) stream.end();
    },
    release(goes) {
      const held = [...state.held];
      state.held.clear();
      for (const one of held) one(goes);
      return held.length;
    },
    closeIdle: () => server.closeIdleConnections(),
    async stop() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** The same message with the subscription it belongs to. */
function subscribed(message: string, id: string | null): string {
  if (id === null) return message;
  const parsed = JSON.parse(message) as { params?: object };
  const meta = { 'io.modelcontextprotocol/subscriptionId': JSON.parse(id) as unknown };
  return JSON.stringify({ ...parsed, params: { ...parsed.params, _meta: meta } });
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return '';
  }
  return Buffer.concat(chunks).toString('utf8');
}

function serve(state: State, request: IncomingMessage, body: string, response: ServerResponse): void {
  const fields = request.rawHeaders;
  const { options } = state.engine;
  state.requests.push({ method: request.method ?? '', url: request.url ?? '', fields, body });
  const [name, value] = options.requires ?? ['host', field(fields, 'host')];
  const legacy = options.eras?.includes('legacy') !== false;
  if (field(fields, name) !== value) refuse(response, 401, 'no credential');
  else if (!(request.url ?? '').startsWith('/mcp')) refuse(response, 404, 'no such page');
  else if (request.method === 'POST') post(state, fields, body, response);
  else if (request.method === 'GET' && legacy) get(state, fields, response);
  else if (request.method === 'DELETE') response.writeHead(end(state, fields) ? 200 : 404).end();
  else refuse(response, 405, 'Method not allowed');
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
}

function end(state: State, fields: readonly string[]): boolean {
  return state.sessions.delete(field(fields, 'mcp-session-id') ?? '');
}

/** A legacy message other than initialize must name a session that exists. */
function sessionProblem(state: State, fields: readonly string[], body: string): number | null {
  if (state.engine.options.sessions === false || /"(initialize|server\/discover)"/.test(body)) return null;
  if (body.includes('io.modelcontextprotocol/protocolVersion')) return null;
  const session = field(fields, 'mcp-session-id');
  if (session === null) return 400;
  return state.sessions.has(session) ? null : 404;
}

function get(state: State, fields: readonly string[], response: ServerResponse): void {
  const last = field(fields, 'last-event-id');
  const resumed = last === null ? undefined : state.resumable.get(last);
  const problem = state.engine.options.listChanged ? sessionProblem(state, fields, '') : 405;
  if (resumed !== undefined) {
    const stream = openStream(response, state.engine.options);
    stream.message(resumed);
    stream.end();
  } else if (problem !== null) refuse(response, problem, 'no stream here');
  else keep(state, openStream(response, state.engine.options), null, response);
}

function keep(state: State, stream: Stream, subscription: string | null, response: ServerResponse): void {
  state.streams.set(stream, subscription);
  response.on('close', () => state.streams.delete(stream));
}

function post(state: State, fields: readonly string[], body: string, response: ServerResponse): void {
  const problem = sessionProblem(state, fields, body);
  if (problem !== null) refuse(response, problem, 'no such session');
  else execute(state, fields, body, response);
}

function execute(state: State, fields: readonly string[], body: string, response: ServerResponse): void {
  const { engine } = state;
  const outcome = engine.take(body, fields);
  const id = engine.ledger.at(-1)?.id ?? 'null';
  if (outcome.delayMs > 0 || outcome.fault?.kind === 'hang' || outcome.fault?.kind === 'held')
    response.on('close', () => {
      if (!response.writableFinished) state.abandoned.push(id);
    });
  const opened = outcome.opens === 'session' && engine.options.sessions !== false ? newSession(state) : {};
  if (outcome.opens === 'subscription') listen(state, body, response);
  else answerWith(response, outcome, engine.options, opened, state.resumable, state.held);
}

function newSession(state: State): Record<string, string> {
  const session = randomUUID();
  state.sessions.add(session);
  return { 'mcp-session-id': session };
}

function listen(state: State, body: string, response: ServerResponse): void {
  const id = JSON.stringify((JSON.parse(body) as { id: unknown }).id);
  const stream = openStream(response, state.engine.options);
  const agreed =
    '{"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"notifications":{"toolsListChanged":true}}}';
  stream.message(subscribed(agreed, id));
  keep(state, stream, id, response);
}
