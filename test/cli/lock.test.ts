// `mcpgw lock` as a process of its own, in front of servers of both transports and eras.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Backend, oddTool, startBackend, tool } from '../backends/index.ts';
import { mcpgwAsync, root } from './spawn.ts';

let folder = '';
const started: Backend[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpgw-lock-test-'));
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop()));
  rmSync(folder, { recursive: true, force: true });
});

async function backend(...given: Parameters<typeof startBackend>): Promise<Backend> {
  const one = await startBackend(...given);
  started.push(one);
  return one;
}

const stdio = JSON.stringify([
  'node',
  join(root, 'test/backends/run.mjs'),
  'stdio',
  JSON.stringify({ eras: ['legacy'], tools: [tool('over-stdio')] }),
]);

function write(servers: string): void {
  writeFileSync(
    join(folder, 'gateway.yaml'),
    `version: 1
name: acme
agents: { bot: {} }
servers:
${servers}
catalog: { lock: sub.lock.json }
access: [{ name: all, allow: "*" }]
`,
  );
}

const lock = () => JSON.parse(readFileSync(join(folder, 'sub.lock.json'), 'utf8'));

test('asks every server with the credentials of the gateway, and writes the same bytes twice', async () => {
  const modern = await backend({
    eras: ['modern'],
    tools: [tool('b'), oddTool],
    requires: ['x-key', 's3cret-of-gateway'],
  });
  write(`  http: { url: "${modern.url}", credentials: { header: { X-Key: { env: KEY } } } }
  child: { command: ${stdio} }`);
  const env = { KEY: 's3cret-of-gateway' };
  const first = await mcpgwAsync(['lock'], { cwd: folder, env });
  expect(first).toMatchObject({
    status: 0,
    out: expect.stringMatching(/^sub\.lock\.json: 3 tools of about/m),
  });
  const text = readFileSync(join(folder, 'sub.lock.json'), 'utf8');
  expect(text).not.toContain('s3cret');
  expect(Object.keys(lock().servers.http.tools)).toEqual(['b', 'odd']);
  expect(lock().servers.http.tools.odd.definition.icons).toEqual([{ src: 'data:,', sizes: ['any'] }]);
  expect(Object.keys(lock().servers.child.tools)).toEqual(['over-stdio']);
  await mcpgwAsync(['lock'], { cwd: folder, env });
  expect(readFileSync(join(folder, 'sub.lock.json'), 'utf8')).toBe(text);
});

test('keeps what it knows of a server that cannot be reached, and says so', async () => {
  const one = await backend({ tools: [tool('one')] });
  const two = await backend({ tools: [tool('two')] });
  write(`  one: { url: "${one.url}" }\n  two: { url: "${two.url}" }`);
  await mcpgwAsync(['lock'], { cwd: folder });
  await two.stop();
  one.setTools([tool('other')]);
  const again = await mcpgwAsync(['lock'], { cwd: folder });
  expect(again).toMatchObject({
    status: 1,
    err: expect.stringMatching(
      /server “two” cannot be listed: .*ECONNREFUSED.*What the lock has of it stays/,
    ),
  });
  expect(Object.keys(lock().servers.one.tools)).toEqual(['other']);
  expect(Object.keys(lock().servers.two.tools)).toEqual(['two']);
});

test('asks every address of a server, and locks nothing that they do not offer alike', async () => {
  const [old, next] = [await backend({ tools: [tool('one')] }), await backend({ tools: [tool('one')] })];
  write(`  one: { urls: ["${old.url}", "${next.url}", "http://127.0.0.1:9/mcp"] }`);
  const alike = await mcpgwAsync(['lock'], { cwd: folder });
  expect(alike).toMatchObject({
    status: 0,
    err: expect.stringMatching(/server one: urls\[2\] cannot be listed: .*ECONNREFUSED/),
  });
  next.setTools([tool('one', { definition: '{"name":"one","inputSchema":{"type":"object"}}' }), tool('two')]);
  const otherwise = await mcpgwAsync(['lock'], { cwd: folder });
  expect(otherwise).toMatchObject({
    status: 1,
    err: expect.stringContaining(
      'server “one” cannot be listed: its addresses do not offer the same: urls[1] has another “one” among its tools than urls[0], and urls[1] has “two” among its tools, which urls[0] lacks. What the lock has of it stays.',
    ),
  });
  expect(Object.keys(lock().servers.one.tools)).toEqual(['one']);
});

test('a definition that repeats a secret is left out', async () => {
  const leak = tool('leak', {
    definition: '{"name":"leak","description":"key: s3cret-of-gateway","inputSchema":{"type":"object"}}',
  });
  const one = await backend({ tools: [leak, tool('fine')] });
  write(`  one: { url: "${one.url}", credentials: { header: { X-Key: { env: KEY } } } }`);
  const { status, err } = await mcpgwAsync(['lock'], { cwd: folder, env: { KEY: 's3cret-of-gateway' } });
  expect(status).toBe(0);
  expect(err).toContain('“leak” of its tools is left out: its definition repeats a secret');
  expect(Object.keys(lock().servers.one.tools)).toEqual(['fine']);
});

test('what is missing in the environment is said of its server', async () => {
  write(`  one: { url: "http://127.0.0.1:9/mcp", credentials: { header: { X-Key: { env: NO_SUCH_KEY } } } }`);
  const { status, err } = await mcpgwAsync(['lock'], { cwd: folder });
  expect(status).toBe(1);
  expect(err).toContain('server “one” cannot be listed: environment variable NO_SUCH_KEY is not set');
});

test('--check shows what changed, writes nothing, and fails only where it breaks something', async () => {
  const one = await backend({ tools: [tool('one')] });
  write(`  one: { url: "${one.url}" }`);
  const check = (...more: string[]) => mcpgwAsync(['lock', '--check', ...more], { cwd: folder });
  expect(await check()).toMatchObject({
    status: 2,
    err: expect.stringContaining('there is no lock to compare with'),
  });
  await mcpgwAsync(['lock'], { cwd: folder });
  const text = readFileSync(join(folder, 'sub.lock.json'), 'utf8');
  expect(await check()).toMatchObject({ status: 0, out: 'sub.lock.json: nothing changed\n' });
  writeFileSync(join(folder, 'sub.lock.json'), text.replace('"name": "one"', '"name": "won"'));
  expect(await check()).toMatchObject({
    status: 2,
    err: expect.stringContaining('sub.lock.json is not as mcpgw lock wrote it: the definition of “one”'),
  });
  writeFileSync(join(folder, 'sub.lock.json'), text);
  one.setTools([tool('one'), tool('two')]);
  expect(await check()).toMatchObject({ status: 0, out: expect.stringContaining('+ two: added') });
  one.setTools([]);
  const { status, out } = await check('--format', 'json');
  expect(status).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    breaking: 1,
    changes: [{ name: 'one', change: 'removed', breaking: true }],
  });
  expect(readFileSync(join(folder, 'sub.lock.json'), 'utf8')).toBe(text);
});

test('--check tells programs too what changed, in each form of findings', async () => {
  const one = await backend({ tools: [tool('one'), tool('two')] });
  write(`  one: { url: "${one.url}" }`);
  await mcpgwAsync(['lock'], { cwd: folder });
  one.setTools([tool('two'), tool('three')]);
  const forms = ['plain', 'sarif', 'junit', 'github'].flatMap((form) => ['--format', `${form}=lock.${form}`]);
  const { status, out } = await mcpgwAsync(['lock', '--check', ...forms, '--format', 'human'], {
    cwd: folder,
  });
  expect(status).toBe(1);
  const text = (form: string) => readFileSync(join(folder, `lock.${form}`), 'utf8');
  expect(text('plain')).toBe(out);
  const line =
    readFileSync(join(folder, 'sub.lock.json'), 'utf8').split('\n').indexOf('        "one": {') + 1;
  const [{ results }] = JSON.parse(text('sarif')).runs;
  expect(results).toMatchObject([
    {
      ruleId: 'lock/removed',
      level: 'error',
      message: { text: expect.stringMatching(/^one of server one: removed\./) },
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'sub.lock.json' }, region: { startLine: line } } },
      ],
    },
    { ruleId: 'lock/added', level: 'warning' },
  ]);
  expect(text('junit')).toContain('<failure');
  expect(text('github')).toMatch(/^::error file=sub\.lock\.json,line=\d+/m);
});
