// Servers of the older HTTP+SSE transport: the official SDK's, the reference server's, and odd ones.
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryBackend } from '../../compiler/testing/world/backend.ts';
import { realWorld, run, toolCall, until, type World } from './world.ts';

let world: World;
const closers: (() => unknown)[] = [];

beforeEach(() => {
  world = realWorld({ HOME: tmpdir() });
});

afterEach(async () => {
  await world.close();
  await Promise.all(closers.splice(0).map((close) => close()));
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

interface Served {
  readonly origin: string;
  readonly port: number;
  stop(): Promise<void>;
}

async function serve(handler: Handler, port = 0): Promise<Served> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: taken } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  closers.push(stop);
  return { origin: `http://127.0.0.1:${taken}`, port: taken, stop };
}

/** The SDK's server at /sse, and what came to it. */
function official() {
  const seen = {
    requests: [] as string[],
    calls: [] as unknown[],
    cancelled: [] as unknown[],
    transports: new Map<string, SSEServerTransport>(),
    tools: ['echo', 'slow'],
  };
  const handler: Handler = async (request, response) => {
    seen.requests.push(`${request.method} ${request.url?.replace(/=.*/, '')}`);
    const url = new URL(request.url ?? '', 'http://x');
    if (request.method === 'GET' && url.pathname === '/sse') {
      const transport = new SSEServerTransport('/messages', response);
      seen.transports.set(transport.sessionId, transport);
      await serverOf(seen).connect(transport);
    } else if (request.method === 'POST' && url.pathname === '/messages') {
      const transport = seen.transports.get(url.searchParams.get('sessionId') ?? '');
      if (transport) await transport.handlePostMessage(request, response);
      else response.writeHead(404).end('Session not found');
    } else response.writeHead(404, { 'content-type': 'text/html' }).end('Cannot POST');
  };
  return { seen, handler };
}

function serverOf(seen: ReturnType<typeof official>['seen']): Server {
  const server = new Server(
    { name: 'old', version: '1' },
    { capabilities: { tools: { listChanged: true } } },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: seen.tools.map((name) => ({ name, inputSchema: { type: 'object' } })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification }) => {
    seen.calls.push(params.arguments);
    const token = params._meta?.progressToken;
    if (token !== undefined)
      await sendNotification({
        method: 'notifications/progress',
        params: { progressToken: token, progress: 1 },
      });
    if (params.name === 'slow')
      await new Promise<void>((resolve) =>
        signal.addEventListener('abort', () => {
          seen.cancelled.push(params.arguments);
          resolve();
        }),
      );
    return { content: [{ type: 'text', text: JSON.stringify(params.arguments) }] };
  });
  return server;
}

test('the SDK’s server is found out, listed and called', async () => {
  const { seen, handler } = official();
  const { origin } = await serve(handler);
  const backend = world.http(`${origin}/sse`);
  expect((await backend.list()).tools.map(({ name }) => name)).toEqual(['echo', 'slow']);
  expect(seen.requests.slice(0, 4)).toEqual([
    'POST /sse',
    'POST /sse',
    'GET /sse',
    'POST /messages?sessionId',
  ]);
  const told = await run(backend, toolCall('echo', '{"text":"hällo"}', ',"_meta":{"progressToken":"p"}'));
  expect(told.text).toContain('hällo');
  expect(told.notifications).toHaveLength(1);
  const many = await Promise.all(
    Array.from({ length: 100 }, (_, n) => run(backend, toolCall('echo', `{"n":${n}}`))),
  );
  many.forEach(({ text }, n) => {
    expect(text).toContain(`{\\"n\\":${n}}`);
  });
  expect(seen.calls).toHaveLength(101);
  expect(seen.requests.filter((line) => line.startsWith('GET'))).toHaveLength(1);
});

test('a large answer passes while it comes, unless it could be another’s', async () => {
  const { seen, handler } = official();
  const { origin } = await serve(handler);
  const backend = world.http(`${origin}/sse`, { pinned: 'sse' });
  const large = async (name: string) => {
    let passed = '';
    const open = () => (bytes: Uint8Array) => {
      passed += Buffer.from(bytes).toString('utf8');
      return null;
    };
    const request = { agent: { method: 'key', name: 'ann' } };
    const of = {
      request,
      through: () => ({ id: '"mine"', typed: false, cached: false, open }),
    } as never;
    const { text } = await run(backend, { ...toolCall(name, `{"text":"${'ä'.repeat(300_000)}"}`), of });
    return { passed, text };
  };
  // The SDK says last whose answer it is.
  const { passed, text } = await large('echo');
  expect(passed).toMatch(/^\{"result":.*"jsonrpc":"2.0","id":"mine"\}$/);
  expect(JSON.parse(passed).result.content[0].text).toContain('äää');
  expect(text.length).toBeLessThan(100);
  const held = run(backend, toolCall('slow', '{}', '', 1000));
  await until(() => seen.calls.length === 2);
  const whole = await large('echo');
  expect([whole.passed, whole.text.length > 300_000]).toEqual(['', true]);
  expect((await held).failure?.kind).toBe('timeout');
});

test('pinned, it is asked for nothing else', async () => {
  const { seen, handler } = official();
  const { origin } = await serve(handler);
  const backend = world.http(`${origin}/sse`, { pinned: 'sse' });
  expect((await backend.list()).tools).toHaveLength(2);
  expect(seen.requests.filter((line) => line.endsWith('/sse'))).toEqual(['GET /sse']);
});

test('pinned to Streamable HTTP, no stream is looked for', async () => {
  const { seen, handler } = official();
  const { origin } = await serve(handler);
  const backend = world.http(`${origin}/sse`, { pinned: 'streamable-http' });
  await expect(backend.list()).rejects.toThrow('HTTP 404');
  expect(seen.requests).not.toContain('GET /sse');
});

test('a change of its tools is told, a call that is given up is cancelled', async () => {
  const { seen, handler } = official();
  const { origin } = await serve(handler);
  const backend = world.http(`${origin}/sse`);
  await backend.list();
  let changes = 0;
  backend.onChanged(() => changes++);
  seen.tools.push('new');
  for (const transport of seen.transports.values())
    await transport.send({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
  await until(() => changes === 1);
  const cancel = backend.call(toolCall('slow', '{"n":1}'), {
    notification() {},
    answer() {},
    failed() {},
  });
  await until(() => seen.calls.length === 1);
  cancel();
  await until(() => seen.cancelled.length === 1);
});

test('a stream that breaks ends its calls once; the next call opens another, and nothing is sent twice', async () => {
  const { seen, handler } = official();
  const { origin, port, stop } = await serve(handler);
  const backend = world.http(`${origin}/sse`);
  await backend.list();
  let changes = 0;
  backend.onChanged(() => changes++);
  const slow = run(backend, toolCall('slow', '{"n":1}'));
  await until(() => seen.calls.length === 1);
  await stop();
  expect((await slow).failure).toMatchObject({ kind: 'reset', begun: true, sent: true });
  expect((await run(backend, toolCall('echo'))).failure).toMatchObject({ begun: false, sent: false });
  await serve(handler, port);
  await until(() => changes > 0);
  // A listing connects even in the pause after the attempt that failed.
  await backend.list();
  expect((await run(backend, toolCall('echo', '{"n":2}'))).text).toContain('2');
  expect(seen.calls).toEqual([{ n: 1 }, { n: 2 }]);
});

test('a session that the server forgot is given up: the call is told so, the next one has another', async () => {
  const { seen, handler } = official();
  const { origin } = await serve(handler);
  const backend = world.http(`${origin}/sse`);
  await backend.list();
  seen.transports.clear();
  expect((await run(backend, toolCall('echo', '{"n":1}'))).failure).toMatchObject({ status: 404 });
  expect((await run(backend, toolCall('echo', '{"n":2}'))).text).toContain('2');
  expect(seen.calls).toEqual([{ n: 2 }]);
});

/** A server that opens its stream with `first` and answers as a memory backend does, `bytes` at a time. */
function odd(first: string, bytes = Number.POSITIVE_INFINITY): Handler {
  const backend = memoryBackend('odd', { echo: {}, other: { description: 'ünïcode 🜚' } });
  let stream: ServerResponse | null = null;
  return async (request, response) => {
    if (request.method === 'GET') {
      stream = response.writeHead(200, { 'content-type': 'text/event-stream' });
      stream.write(first);
      return;
    }
    if (request.url !== '/in?x=1') return void response.writeHead(405).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { text } = backend(Buffer.concat(chunks).toString());
    response.writeHead(202).end('Accepted');
    if (text === '') return;
    const event = Buffer.from(`event: message\r\ndata: ${text}\r\n\r\n`);
    for (let at = 0; at < event.length; at += bytes) {
      stream?.write(event.subarray(at, at + bytes));
      if (bytes < 9) await new Promise((resolve) => setImmediate(resolve));
    }
  };
}

test('an endpoint by its whole URL, and messages that come byte by byte', async () => {
  let origin = '';
  const served = await serve((request, response) => handler(request, response));
  origin = served.origin;
  const handler = odd(`: hello\n\nevent: endpoint\ndata: ${origin}/in?x=1\n\n`, 1);
  const backend = world.http(`${origin}/sse`);
  expect((await backend.list()).tools.map(({ name }) => name)).toEqual(['echo', 'other']);
  expect((await run(backend, toolCall('echo'))).text).toContain('"text":"echo"');
});

test.each([
  ['an endpoint elsewhere', 'event: endpoint\ndata: http://127.0.0.1:1/in\n\n', 'another origin'],
  ['an endpoint that is none', 'event: endpoint\ndata: http://[/\n\n', 'another origin'],
  ['something before the endpoint that is no message', 'data: hello\n\n', 'no JSON-RPC message'],
])('%s is refused', async (_, first, reason) => {
  const { origin } = await serve(odd(first));
  await expect(world.http(`${origin}/sse`).list()).rejects.toThrow(reason);
});

test('a server that never names its endpoint is given up', async () => {
  const { origin } = await serve(odd(': nothing\n\n'));
  await expect(world.http(`${origin}/sse`, {}, 300).list()).rejects.toThrow('no answer within 300 ms');
});

test('a server that has no stream either is told of by both answers', async () => {
  const { origin } = await serve((_, response) => response.writeHead(404).end('nobody'));
  await expect(world.http(`${origin}/sse`).list()).rejects.toThrow(
    'HTTP 404: nobody; its stream is refused with HTTP 404',
  );
});

test('server-everything over HTTP+SSE', async () => {
  const require = createRequire(import.meta.url);
  const main = join(
    require.resolve('@modelcontextprotocol/server-everything/package.json'),
    '../dist/index.js',
  );
  const socket = createSocket();
  await new Promise<void>((resolve) => socket.listen(0, '127.0.0.1', resolve));
  const { port } = socket.address() as AddressInfo;
  await new Promise((resolve) => socket.close(resolve));
  const env = { PATH: process.env.PATH, PORT: String(port) };
  const child: ChildProcess = spawn(process.execPath, [main, 'sse'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  closers.push(() => child.kill());
  await new Promise<void>((resolve) =>
    child.stderr?.on('data', (text) => String(text).includes('running on port') && resolve()),
  );
  const backend = world.http(`http://127.0.0.1:${port}/sse`);
  const listing = await backend.list();
  expect(listing.rejected).toEqual([]);
  expect(listing.prompts.length).toBeGreaterThan(0);
  expect((await run(backend, toolCall('get-sum', '{"a":2,"b":3}'))).text).toContain('5');
}, 20_000);
