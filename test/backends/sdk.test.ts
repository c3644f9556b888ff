// The scripted backend is a true server: the official clients of both generations can use it.
import { fileURLToPath } from 'node:url';
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernHttp,
} from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { describe, expect, test } from 'vitest';
import { type BackendOptions, plainTools, startBackend } from './index.ts';

const info = { name: 'test', version: '1' };
const run = fileURLToPath(new URL('./run.mjs', import.meta.url));
const params = { name: 'steps', arguments: { a: 1 } };

const shapes: readonly BackendOptions[] = [
  { answers: 'json' },
  { answers: 'sse', listChanged: true },
  { answers: 'sse', pieces: 3, newline: '\r\n', pageSize: 2 },
];

describe.each(shapes)('over HTTP, %j', (options) => {
  test('the client of the legacy era', async () => {
    const there = await startBackend({ ...options, tools: plainTools, eras: ['legacy'] });
    const client = new Client(info);
    // The SDK's own type of its transport does not fit exactOptionalPropertyTypes.
    await client.connect(
      new StreamableHTTPClientTransport(new URL(there.url)) as Parameters<Client['connect']>[0],
    );
    expect((await client.listTools()).tools.length).toBe(options.pageSize ?? plainTools.length);
    const steps: number[] = [];
    const result = await client.callTool(params, undefined, {
      onprogress: ({ progress }) => steps.push(progress),
    });
    expect(result.content).toEqual([{ type: 'text', text: '{"a":1}' }]);
    expect(steps).toEqual(options.answers === 'sse' ? [1, 2, 3] : []);
    expect(there.ledger.map((call) => [call.tool, call.era])).toEqual([['steps', 'legacy']]);
    await client.close();
    await there.stop();
  });

  test('the client of the modern era', async () => {
    const there = await startBackend({ ...options, tools: plainTools, eras: ['modern'] });
    const client = new ModernClient(info, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
    await client.connect(new ModernHttp(new URL(there.url)));
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
    expect((await client.listTools()).tools.length).toBe(plainTools.length);
    const steps: number[] = [];
    const result = await client.callTool(params, { onprogress: ({ progress }) => steps.push(progress) });
    expect(result.content).toEqual([{ type: 'text', text: '{"a":1}' }]);
    expect(steps).toEqual(options.answers === 'sse' ? [1, 2, 3] : []);
    expect(there.ledger.map((call) => [call.tool, call.era])).toEqual([['steps', 'modern']]);
    await client.close();
    await there.stop();
  });
});

test('over stdio, both generations', async () => {
  const script = JSON.stringify({ tools: plainTools });
  const command = { command: process.execPath, args: [run, 'stdio', script], stderr: 'ignore' as const };
  const legacy = new Client(info);
  await legacy.connect(new StdioClientTransport(command));
  expect((await legacy.callTool(params)).content).toEqual([{ type: 'text', text: '{"a":1}' }]);
  await legacy.close();
  const modern = new ModernClient(info, { versionNegotiation: { mode: 'auto' } });
  await modern.connect(new ModernStdio(command));
  expect(modern.getNegotiatedProtocolVersion()).toBe('2026-07-28');
  expect((await modern.callTool(params)).content).toEqual([{ type: 'text', text: '{"a":1}' }]);
  await modern.close();
});
