// The reference servers from npm through one emitted gateway, beside one that is dead, for the clients of both eras.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, legacyClient, modernClient } from '../hosts/suite/clients.ts';
import { type Emitted, emit, hashOf, type Serving, serve, until } from '../hosts/suite/emitted.ts';

const require = createRequire(import.meta.url);
const main = (name: string): string =>
  join(require.resolve(`@modelcontextprotocol/server-${name}/package.json`), '../dist/index.js');
const command = (name: string, ...more: string[]): string =>
  JSON.stringify([process.execPath, main(name), ...more]);

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mcpgw-reference-')));
const children: ChildProcess[] = [];
let emitted: Emitted;
let gateway: Serving;

async function freePort(): Promise<number> {
  const socket = createServer();
  await new Promise<void>((resolve) => socket.listen(0, '127.0.0.1', resolve));
  const { port } = socket.address() as AddressInfo;
  await new Promise((resolve) => socket.close(resolve));
  return port;
}

async function everything(how: 'sse' | 'streamableHttp'): Promise<number> {
  const port = await freePort();
  const env = { PATH: process.env.PATH, PORT: String(port) };
  const child = spawn(process.execPath, [main('everything'), how], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  children.push(child);
  await new Promise<void>((resolve) =>
    child.stderr?.on('data', (text) => /listening|running/.test(String(text)) && resolve()),
  );
  return port;
}

const gatewayOf = (servers: string, more = ''): string => `version: 1
name: reference
agents:
  ann: { keys: ["${hashOf('ann')}"] }
servers:
${servers}
  dead: { url: "http://127.0.0.1:1/mcp" }
${more}access:
  - { name: everything, allow: { tools: "*", prompts: "*", resources: "**" } }
`;

beforeAll(async () => {
  writeFileSync(join(folder, 'a.txt'), 'inside');
  const [http, sse] = await Promise.all([everything('streamableHttp'), everything('sse')]);
  emitted = await emit(
    gatewayOf(
      `  every: { command: ${command('everything', 'stdio')} }
  http: { url: "http://127.0.0.1:${http}/mcp" }
  sse: { url: "http://127.0.0.1:${sse}/sse" }
  files: { command: ${command('filesystem', folder)} }
  memory: { command: ${command('memory')}, env: { MEMORY_FILE_PATH: ${JSON.stringify(join(folder, 'm.json'))} } }
  thinking: { command: ${command('sequential-thinking')} }`,
      // Three servers list them.
      'catalog: { resources: { "demo://**": sse } }\n',
    ),
  );
  gateway = await serve(emitted);
  await until(async () => {
    const { text } = await ask(gateway.url, 'ann', 'tools/list');
    return ['every', 'http', 'sse', 'files', 'memory', 'thinking'].every((name) =>
      text.includes(`"${name}__`),
    );
  }, 30_000);
}, 60_000);

afterAll(async () => {
  await gateway?.stop();
  emitted?.remove();
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
});

const CALLS: readonly (readonly [string, Record<string, unknown>, string])[] = [
  ['every__echo', { message: 'hällo' }, 'Echo: hällo'],
  ['http__get-sum', { a: 2, b: 3 }, '5'],
  ['sse__get-sum', { a: 2, b: 40 }, '42'],
  ['files__read_text_file', { path: join(folder, 'a.txt') }, 'inside'],
  [
    'memory__create_entities',
    { entities: [{ name: 'Ada', entityType: 'person', observations: ['counts'] }] },
    // Who is there already is not created again.
    'text',
  ],
  ['memory__search_nodes', { query: 'Ada' }, 'counts'],
  [
    'thinking__sequentialthinking',
    { thought: 'first', nextThoughtNeeded: false, thoughtNumber: 1, totalThoughts: 1 },
    'thoughtNumber',
  ],
];

describe.each([
  ['legacy', legacyClient],
  ['modern', modernClient],
] as const)('a %s client', (_, connect) => {
  it('lists and calls the tools of all four, over stdio, HTTP and HTTP+SSE', async () => {
    const client = await connect(gateway.url, 'ann');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(CALLS.map(([name]) => name)));
    for (const [name, args, expected] of CALLS) {
      const answer = (await client.callTool({ name, arguments: args })) as { content: unknown };
      expect(JSON.stringify(answer.content)).toContain(expected);
    }
    await client.close();
  });

  it('gets their prompts and reads their resources', async () => {
    const client = await connect(gateway.url, 'ann');
    const { prompts } = await client.listPrompts();
    const simple = prompts.filter(({ name }) => name.endsWith('__simple-prompt')).map(({ name }) => name);
    expect(simple).toEqual(['every__simple-prompt', 'http__simple-prompt', 'sse__simple-prompt']);
    for (const name of simple) expect((await client.getPrompt({ name })).messages).toHaveLength(1);
    const { resources } = await client.listResources();
    expect(resources.length).toBeGreaterThan(0);
    const { contents } = await client.readResource({ uri: resources[0]!.uri });
    expect(contents[0]?.uri).toBe(resources[0]!.uri);
    await client.close();
  });
});

it('says so where no server can be reached, instead of listing nothing', async () => {
  const alone = await emit(gatewayOf(''));
  const dead = await serve(alone);
  const { status, headers, text } = await ask(dead.url, 'ann', 'tools/list');
  expect(status).toBe(503);
  expect(headers.get('retry-after')).toBe('1');
  expect(JSON.parse(text)).toMatchObject({ id: 1, error: { code: 503 } });
  await dead.stop();
  alone.remove();
});
