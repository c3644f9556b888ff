// A running front and a plain client for it: bytes in, status, fields and body out.
import { connect, type Socket } from 'node:net';
import { cors } from '../../runtime/front/cors.ts';
import type { FrontOptions } from '../../runtime/front/index.ts';
import { createFront } from '../../runtime/front/index.ts';
import { type Serving, serve } from '../../runtime/hosts/node.ts';
import { ANN_KEY, type TestGateway, testGateway } from './world.ts';

export interface Running {
  readonly world: TestGateway;
  readonly port: number;
  readonly serving: Serving;
  post(body: unknown, fields?: Readonly<Record<string, string | null>>): Promise<Received>;
  ask(
    method: string,
    path: string,
    fields?: Readonly<Record<string, string | null>>,
    body?: string,
  ): Promise<Received>;
  /** Writes raw text, waits for the connection to end, and gives all that came. Rejects after `ms`. */
  raw(text: string | readonly string[], ms?: number): Promise<string>;
}

export interface Received {
  readonly status: number;
  readonly fields: Headers;
  readonly text: string;
  json(): Record<string, never> & {
    error?: { code: number; message: string; data: { reference: string } };
    result?: unknown;
  };
}

export async function running(
  world: TestGateway = testGateway(),
  options: FrontOptions = {},
): Promise<Running> {
  const { origins } = world.gateway.plan.listen;
  const front = createFront(world.gateway, origins.length > 0 ? { cors, ...options } : options);
  const serving = await serve(front, { host: '127.0.0.1', port: 0 }, (line) => void world.logs.push(line));
  const { port } = serving.address;
  const ask: Running['ask'] = (method, path, fields = {}, body = '') =>
    exchange(port, method, path, fields, body);
  return {
    world,
    serving,
    port,
    ask,
    post: (body, fields = {}) =>
      ask(
        'POST',
        '/mcp',
        { ...jsonFields, ...fields },
        typeof body === 'string' ? body : JSON.stringify(body),
      ),
    raw: (text, ms = 1000) => rawExchange(port, text, ms),
  };
}

export const jsonFields = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  'x-api-key': ANN_KEY,
};

/** A request written by hand, so that nothing is added to it. A null field is left out. */
async function exchange(
  port: number,
  method: string,
  path: string,
  fields: Readonly<Record<string, string | null>>,
  body: string,
): Promise<Received> {
  const all: Record<string, string | null> = {
    host: `127.0.0.1:${port}`,
    connection: 'close',
    ...(body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...fields,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return parse(
    await rawExchange(port, `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`, 5000),
  );
}

export function rawExchange(port: number, text: string | readonly string[], ms: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket: Socket = connect(port, '127.0.0.1');
    const finish = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(Buffer.concat(chunks).toString('utf8'));
    };
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`the connection is still open after ${ms} ms: ${Buffer.concat(chunks)}`));
    }, ms);
    socket.on('data', (chunk: Buffer) => void chunks.push(chunk));
    socket.on('close', finish);
    socket.on('error', finish);
    for (const piece of typeof text === 'string' ? [text] : text)
      socket.write(Buffer.from(piece, 'latin1').equals(Buffer.from(piece)) ? piece : Buffer.from(piece));
  });
}

/** Reads one answer: status, fields, body; chunked bodies are joined. */
export function parse(text: string): Received {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const fields = new Headers(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  const rest = text.slice(end + 4);
  const body = fields.get('transfer-encoding') === 'chunked' ? unchunk(Buffer.from(rest)) : rest;
  return { status: Number(first.split(' ')[1]), fields, text: body, json: () => JSON.parse(body) };
}

function unchunk(bytes: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) break;
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16);
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Opens a session; gives its id. */
export async function openSession(
  front: Running,
  fields: Readonly<Record<string, string | null>> = {},
): Promise<string> {
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  };
  const answer = await front.post({ jsonrpc: '2.0', id: 0, method: 'initialize', params }, fields);
  const id = answer.fields.get('mcp-session-id');
  if (id === null) throw new Error(`no session: ${answer.text}`);
  return id;
}

/** A modern message and its header fields. */
export function modern(
  method: string,
  params: Readonly<Record<string, unknown>> = {},
  version = '2026-07-28',
) {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const name = typeof params.name === 'string' ? { 'mcp-name': params.name } : {};
  return {
    body: { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } },
    fields: { 'mcp-protocol-version': version, 'mcp-method': method, ...name } as Record<
      string,
      string | null
    >,
  };
}
