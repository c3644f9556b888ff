// Servers that others wrote: the reference servers from npm, and one of the modern SDK.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Backend } from '../../runtime/contract/server.ts';
import { member } from '../backends/raw.ts';
import { realWorld, run, toolCall, until, type World } from './world.ts';

const require = createRequire(import.meta.url);
const main = (name: string) => join(require.resolve(`${name}/package.json`), '../dist/index.js');
const everything = main('@modelcontextprotocol/server-everything');

let world: World;
const children: ChildProcess[] = [];

beforeEach(() => {
  world = realWorld({ HOME: tmpdir() });
});

afterEach(async () => {
  await world.close();
  for (const child of children.splice(0)) child.kill();
});

async function freePort(): Promise<number> {
  const socket = createSocket();
  await new Promise<void>((resolve) => socket.listen(0, '127.0.0.1', resolve));
  const { port } = socket.address() as AddressInfo;
  await new Promise((resolve) => socket.close(resolve));
  return port;
}

async function overHttp(port: number): Promise<ChildProcess> {
  const env = { PATH: process.env.PATH, PORT: String(port) };
  const child = spawn(process.execPath, [everything, 'streamableHttp'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  children.push(child);
  await new Promise<void>((resolve) =>
    child.stderr?.on('data', (text) => String(text).includes('listening') && resolve()),
  );
  return child;
}

async function useEverything(backend: Backend): Promise<void> {
  const listing = await backend.list();
  expect(listing.rejected).toEqual([]);
  expect(listing.tools.map((one) => one.name)).toEqual(
    expect.arrayContaining(['echo', 'get-sum', 'get-tiny-image']),
  );
  expect((await run(backend, toolCall('echo', '{"message":"hällo"}'))).text).toContain('Echo: hällo');
  expect((await run(backend, toolCall('get-sum', '{"a":2,"b":3}'))).text).toContain('5');
  const wrong = await run(backend, toolCall('get-sum', '{"a":"x"}'));
  expect(wrong.answer?.isError === true || wrong.answer?.kind === 'error').toBe(true);
  const long = await run(
    backend,
    toolCall(
      'trigger-long-running-operation',
      '{"duration":0.2,"steps":4}',
      ',"_meta":{"progressToken":"p"}',
    ),
  );
  expect(long.notifications.map((text) => member(text, 'params', 'progress'))).toEqual(['1', '2', '3', '4']);
  expect(long.text).toContain('completed');
}

test('server-everything over Streamable HTTP, before and after it is started again', async () => {
  const port = await freePort();
  const first = await overHttp(port);
  const backend = world.http(`http://127.0.0.1:${port}/mcp`);
  await useEverything(backend);
  const many = await Promise.all(
    Array.from({ length: 50 }, (_, n) => run(backend, toolCall('echo', `{"message":"m${n}"}`))),
  );
  many.forEach(({ text }, n) => {
    expect(text).toContain(`Echo: m${n}`);
  });
  first.kill();
  await new Promise((resolve) => first.on('exit', resolve));
  await overHttp(port);
  // The stream for changes finds out that the session is gone, before any call does.
  await until(() => backend.status().state === 'down');
  expect((await run(backend, toolCall('echo', '{"message":"again"}'))).text).toContain('Echo: again');
});

test('server-everything over stdio', async () => {
  const backend = world.stdio([process.execPath, everything, 'stdio']);
  await useEverything(backend);
  const many = await Promise.all(
    Array.from({ length: 200 }, (_, n) => run(backend, toolCall('echo', `{"message":"m${n}"}`))),
  );
  many.forEach(({ text }, n) => {
    expect(text).toContain(`Echo: m${n}`);
  });
});

test('server-memory over stdio', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mcpgw-'));
  const backend = world.stdio([process.execPath, main('@modelcontextprotocol/server-memory')], {
    MEMORY_FILE_PATH: join(folder, 'memory.json'),
  });
  expect((await backend.list()).tools.length).toBeGreaterThan(5);
  const entity =
    '{"entities":[{"name":"Ada","entityType":"person","observations":["wrote the first program"]}]}';
  expect((await run(backend, toolCall('create_entities', entity))).answer?.kind).toBe('result');
  expect((await run(backend, toolCall('search_nodes', '{"query":"Ada"}'))).text).toContain('first program');
  await rm(folder, { recursive: true });
});

test('server-filesystem over stdio', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mcpgw-'));
  await writeFile(join(folder, 'a.txt'), 'inside');
  const backend = world.stdio([process.execPath, main('@modelcontextprotocol/server-filesystem'), folder]);
  const path = JSON.stringify(join(folder, 'a.txt'));
  expect((await run(backend, toolCall('read_text_file', `{"path":${path}}`))).text).toContain('inside');
  const outside = await run(backend, toolCall('read_text_file', '{"path":"/etc/hostname"}'));
  expect(outside.answer?.isError).toBe(true);
  await rm(folder, { recursive: true });
});

/** A server of the modern SDK, behind node:http. */
async function modern(): Promise<{ url: string; changed: () => void; stop: () => void }> {
  const handler = createMcpHandler(() => {
    const server = new Server(
      { name: 'modern', version: '1' },
      { capabilities: { tools: { listChanged: true } } },
    );
    const region = { type: 'string', 'x-mcp-header': 'Region' } as const;
    const good = { name: 'where', inputSchema: { type: 'object' as const, properties: { region } } };
    const bad = {
      name: 'bad',
      inputSchema: { type: 'object' as const, properties: { a: { type: 'number', 'x-mcp-header': 'A B' } } },
    };
    server.setRequestHandler('tools/list', () => ({ tools: [good, bad] }));
    server.setRequestHandler('tools/call', ({ params }) => ({
      content: [{ type: 'text', text: JSON.stringify(params.arguments) }],
    }));
    return server;
  });
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const headers = Object.entries(request.headers).map(
          ([name, value]) => [name, String(value)] as [string, string],
        );
        const body = request.method === 'POST' ? Buffer.concat(chunks) : null;
        const abort = new AbortController();
        response.on('close', () => abort.abort());
        const asked = new Request(`http://127.0.0.1${request.url}`, {
          method: request.method ?? 'GET',
          headers,
          body,
          signal: abort.signal,
        });
        void handler.fetch(asked).then((answer) => {
          response.writeHead(answer.status, Object.fromEntries(answer.headers));
          if (answer.body === null) response.end();
          else
            Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0])
              .on('error', () => {})
              .pipe(response);
        });
      });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const stop = () => {
    http.closeAllConnections();
    http.close();
  };
  return { url: `http://127.0.0.1:${port}/mcp`, changed: () => handler.notify.toolsChanged(), stop };
}

test('a server of the modern SDK: headers of arguments, invalid definitions, list changes', async () => {
  const there = await modern();
  const backend = world.http(there.url);
  let changes = 0;
  backend.onChanged(() => changes++);
  const listing = await backend.list();
  expect(listing.tools.map((one) => one.name)).toEqual(['where']);
  expect(listing.rejected.map((one) => one.name)).toEqual(['bad']);
  const call = toolCall('where', '{"region":"eu"}');
  expect(listing.tools[0]?.mirror?.fields(call.message)).toEqual(['mcp-param-region', 'eu']);
  const answered = await run(backend, { ...call, paramFields: ['mcp-param-region', 'eu'] });
  expect(answered.text).toContain('{\\"region\\":\\"eu\\"}');
  expect(answered.answer?.resultType).toBe('complete');
  await until(() => {
    there.changed();
    return changes > 0;
  });
  there.stop();
});
