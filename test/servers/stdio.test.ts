// Servers as children: eras, sharing one process, its endings, its environment.
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Backend } from '../../runtime/contract/server.ts';
import { type BackendOptions, oddTool, plainTools, tool } from '../backends/index.ts';
import { member } from '../backends/raw.ts';
import { realWorld, run, toolCall, until, type World } from './world.ts';

const script = fileURLToPath(new URL('../backends/run.mjs', import.meta.url));
let world: World;

beforeEach(() => {
  world = realWorld({ SECRET: 'hidden', GIVEN: 'given', HOME: '/home/nobody' });
});

afterEach(() => world.close());

function scripted(options: BackendOptions, env: Readonly<Record<string, string>> = {}): Backend {
  const all = { tools: [...plainTools, oddTool], ...options };
  return world.stdio([process.execPath, script, 'stdio', JSON.stringify(all)], env);
}

function pidOf(pattern: string): number | null {
  const line = world.log.find((one) => one.includes(pattern));
  return line === undefined ? null : Number(/pid (\d+)/.exec(line)?.[1]);
}

describe.each(['legacy', 'modern'] as const)('%s', (era) => {
  test('lists, calls, tells progress, keeps bytes', async () => {
    const backend = scripted({ eras: [era], pageSize: 2 });
    const listing = await backend.list();
    expect(listing.tools.map((one) => one.name)).toEqual(['echo', 'fails', 'slow', 'steps', 'odd']);
    const steps = await run(backend, toolCall('steps', '{}', ',"_meta":{"progressToken":"mine"}'));
    expect(steps.notifications.map((text) => member(text, 'params', 'progress'))).toEqual(['1', '2', '3']);
    expect((await run(backend, toolCall('steps'))).notifications).toEqual([]);
    // Line breaks of the arguments are blanks on the way: the frame is a line.
    const echo = await run(backend, toolCall('echo', '{"n":\n 9007199254740993}'));
    expect(echo.text).toContain('9007199254740993');
    expect(backend.status()).toEqual({ state: 'up' });
  });

  test('200 calls at once over one child', async () => {
    const backend = scripted({ eras: [era], tools: [tool('slow', { delayMs: 30 })] });
    await backend.list();
    const call = (n: number) => toolCall('slow', `{"n":${n}}`, ',"_meta":{"progressToken":1}');
    const outcomes = await Promise.all(Array.from({ length: 200 }, (_, n) => run(backend, call(n))));
    outcomes.forEach(({ text }, n) => {
      expect(text).toContain(`{\\"n\\":${n}}`);
    });
    expect(world.log.filter((line) => line.includes('scripted backend'))).toHaveLength(1);
  });

  test('a child that ends: calls under way fail, the next child serves', async () => {
    const backend = scripted({
      eras: [era],
      tools: [
        tool('echo'),
        tool('dies', { fault: { kind: 'exit', code: 3 } }),
        tool('slow', { delayMs: 5000 }),
      ],
    });
    await backend.list();
    let changes = 0;
    backend.onChanged(() => changes++);
    const [slow, dies] = await Promise.all([run(backend, toolCall('slow')), run(backend, toolCall('dies'))]);
    for (const { failure } of [slow, dies]) expect(failure).toMatchObject({ kind: 'reset', begun: true });
    expect(dies.failure?.detail).toContain('exited with code 3');
    const down = await run(backend, toolCall('echo'));
    expect(down.failure).toMatchObject({ kind: 'unreachable', begun: false });
    await expect(backend.list()).rejects.toThrow('exited with code 3');
    await until(() => backend.status().state === 'up');
    expect((await run(backend, toolCall('echo'))).answer?.kind).toBe('result');
    expect(changes).toBe(1);
    expect(world.log).toContainEqual('server under-test: it exited with code 3; starting it again in 500 ms');
  });

  test('a cancel and a timeout are told to the child', async () => {
    const backend = scripted({
      eras: [era],
      tools: [tool('slow', { delayMs: 100 }), tool('hangs', { fault: { kind: 'hang' } })],
    });
    await backend.list();
    let told = 0;
    const heard = () => void told++;
    const cancel = backend.call(toolCall('slow'), { notification: heard, answer: heard, failed: heard });
    cancel();
    const { failure } = await run(backend, toolCall('hangs', '{}', '', 50));
    expect(failure).toMatchObject({ kind: 'timeout', begun: true });
    await new Promise((next) => setTimeout(next, 150));
    expect(told).toBe(0);
    expect((await run(backend, toolCall('slow'))).answer?.kind).toBe('result');
  });

  test.each([
    ['half an answer', { kind: 'reset' } as const, { kind: 'reset', begun: true }],
    ['no JSON', { kind: 'raw', text: 'Hello!' } as const, { kind: 'timeout', begun: true }],
    ['another id', { kind: 'wrong-id' } as const, { kind: 'timeout', begun: true }],
  ])('%s', async (_, fault, expected) => {
    const backend = scripted({ eras: [era], tools: [tool('odd', { fault })] });
    await backend.list();
    expect((await run(backend, toolCall('odd', '{}', '', 300))).failure).toMatchObject(expected);
  });
});

test('an error of a modern child about this hop is not the agent’s', async () => {
  const text = '{"jsonrpc":"2.0","id":$id,"error":{"code":-32022,"message":"unsupported"}}';
  const backend = scripted({ eras: ['modern'], tools: [tool('odd', { fault: { kind: 'raw', text } })] });
  await backend.list();
  expect((await run(backend, toolCall('odd'))).failure).toMatchObject({ kind: 'protocol', begun: false });
});

describe('eras', () => {
  test('a legacy child that stays silent when probed', async () => {
    const backend = scripted({ eras: ['legacy'], probe: 'silent' });
    expect((await run(backend, toolCall('echo', '{}', '', 8000))).answer?.kind).toBe('result');
  });

  test('a legacy child that ends when probed', async () => {
    const backend = scripted({ eras: ['legacy'], probe: 'exit' });
    await expect(backend.list()).rejects.toThrow('exited with code 3');
    await until(() => backend.status().state === 'up');
    expect((await run(backend, toolCall('echo'))).answer?.kind).toBe('result');
  });

  test('a modern child without our revision', async () => {
    const backend = scripted({ eras: ['modern'], modernVersions: ['2027-01-01'] });
    await expect(backend.list()).rejects.toThrow('none of the known versions');
  });
});

/** A child written for one test: its main program, as source. */
function child(source: string, env: Readonly<Record<string, string>> = {}): Backend {
  return world.stdio([process.execPath, '-e', source], env);
}

const LEGACY = `
const answer = (id, result) => console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params, ...rest } = JSON.parse(line);
  if (method === 'initialize') answer(id, { protocolVersion: '2025-06-18', capabilities: { tools: { listChanged: true } } });
  else if (method === 'server/discover') console.log(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'no' } }));
  else if (method === 'tools/list') answer(id, { tools: globalThis.tools ?? [] });
  else if (method === 'tools/call') call(id, params);
  else if (method === undefined) answered(rest, id);
});
globalThis.answered = () => {};
`;

test('the environment is the configured one and what any program needs', async () => {
  const backend = child(`${LEGACY} function call(id) { answer(id, { env: process.env }); }`, {
    OWN: 'x',
    TOKEN: 'y',
  });
  const { text } = await run(backend, toolCall('any'));
  const { env } = (JSON.parse(text) as { result: { env: Record<string, string> } }).result;
  expect({ ...env, PATH: '' }).toEqual({ PATH: '', HOME: '/home/nobody', OWN: 'x', TOKEN: 'y' });
});

test('standard error becomes log lines: named, printable, bounded', async () => {
  const noise = `process.stderr.write('\\x1b[31mred\\x1b[0m\\rserver other: lies\\n'); for (let i = 0; i < 500; i++) console.error('line', i, 'x'.repeat(3000));`;
  const backend = child(`${noise} ${LEGACY}`);
  await backend.list();
  await until(() => world.log.length >= 100);
  expect(world.log[0]).toBe('server under-test: red\ufffdserver other: lies');
  expect(world.log.length).toBeLessThan(110);
  for (const line of world.log) expect(line.length).toBeLessThan(2100);
});

test('list changes and requests of the child', async () => {
  const source = `${LEGACY}
    function call(id) {
      globalThis.tools = [{ name: 'new', inputSchema: { type: 'object' } }];
      console.log(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' }));
      globalThis.answered = (message) => answer(id, { said: message });
      console.log(JSON.stringify({ jsonrpc: '2.0', id: 'q', method: 'roots/list' }));
    }`;
  const backend = child(source);
  let changes = 0;
  backend.onChanged(() => changes++);
  expect((await backend.list()).tools).toEqual([]);
  const { text } = await run(backend, toolCall('any'));
  expect(text).toContain('-32601');
  expect(changes).toBe(1);
  expect((await backend.list()).tools.map((one) => one.name)).toEqual(['new']);
});

test('a subscription of a modern child', async () => {
  const source = `
    require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const { id, method } = JSON.parse(line);
      const say = (message) => console.log(JSON.stringify({ jsonrpc: '2.0', ...message }));
      if (method === 'server/discover') say({ id, result: { resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: { tools: { listChanged: true } } } });
      if (method === 'tools/list') say({ id, result: { resultType: 'complete', tools: [] } });
      if (method === 'subscriptions/listen') say({ method: 'notifications/tools/list_changed', params: { _meta: { 'io.modelcontextprotocol/subscriptionId': id } } });
    });`;
  const backend = child(source);
  let changes = 0;
  backend.onChanged(() => changes++);
  await backend.list();
  await until(() => changes === 1);
});

test('a command that is not there', async () => {
  const backend = world.stdio(['/no/such/program']);
  await expect(backend.list()).rejects.toThrow('could not be started');
  expect((await run(backend, toolCall('any'))).failure).toMatchObject({ kind: 'unreachable', begun: false });
});

test('the whole group ends at close, a child that ignores everything included', async () => {
  const source = `
    const { spawn } = require('child_process');
    process.on('SIGTERM', () => {});
    const grandchild = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'], { stdio: 'inherit' });
    console.error('child pid', process.pid); console.error('grandchild pid', grandchild.pid);
    setInterval(() => {}, 1000);
    ${LEGACY} function call(id) { answer(id, {}); }`;
  const backend = child(source);
  await backend.list();
  await until(() => pidOf('grandchild') !== null);
  const pids = [pidOf('child pid')!, pidOf('grandchild pid')!];
  for (const pid of pids) expect(process.kill(pid, 0)).toBe(true);
  await backend.close();
  await until(() => pids.every((pid) => !alive(pid)), 2000);
});

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
