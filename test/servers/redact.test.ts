// Canaries: a server that repeats its credential, a child that prints its environment. Nothing of it may be told.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { redactor } from '../../runtime/gateway/redact.ts';
import { type BackendOptions, type Fault, startBackend, tool } from '../backends/index.ts';
import { realWorld, run, serverPlan, toolCall, until, type World } from './world.ts';

const KEY = 'sk-canary-0123456789';
const CREDENTIALS = { 'x-api-key': { env: 'KEY', secret: true } } as const;

let world: World;
const cleanups: (() => unknown)[] = [];
beforeEach(() => {
  world = realWorld({ KEY });
});
afterEach(async () => {
  await world.close();
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function open(options: BackendOptions) {
  const there = await startBackend({ tools: [tool('echo')], ...options });
  cleanups.push(() => there.stop());
  return { there, backend: world.http(there.url, { credentials: CREDENTIALS }) };
}

const json = (message: string): string =>
  `{"jsonrpc":"2.0","id":$id,"error":{"code":-32603,"message":"${message}","data":{"key":"${message}"}}}`;

const echoes: readonly (readonly [string, Fault])[] = [
  ...[400, 401, 404, 429, 500].flatMap((status): [string, Fault][] => [
    [`${status} and text`, { kind: 'status', status, body: `bad key ${KEY} of ours` }],
    [`${status}, cut in the key`, { kind: 'status', status, body: `${'x'.repeat(190)}${KEY}` }],
    [`${status} and JSON`, { kind: 'status', status, type: 'application/json', body: json(KEY) }],
  ]),
  ['a JSON-RPC error', { kind: 'raw', text: json(`key ${KEY}`) }],
  ['a JSON-RPC error, cut in the key', { kind: 'raw', text: json(`${'x'.repeat(190)}${KEY}`) }],
  ['an error of this hop', { kind: 'raw', text: json(KEY).replace('-32603', '-32022') }],
  [
    'an error of the tool',
    {
      kind: 'raw',
      text: `{"jsonrpc":"2.0","id":$id,"result":{"isError":true,"content":[{"type":"text","text":"${KEY}"}]}}`,
    },
  ],
  ['a type', { kind: 'raw', text: 'x', type: `text/${KEY}` }],
  ['a kind of result', { kind: 'raw', text: `{"jsonrpc":"2.0","id":$id,"result":{"resultType":"${KEY}"}}` }],
];

describe.each(['legacy', 'modern'] as const)('%s', (era) => {
  // A result of a type that the era does not have is passed on as it is.
  const told = echoes.filter(([name]) => era === 'modern' || name !== 'a kind of result');
  test.each(told)('%s: the key is told to nobody', async (_, fault) => {
    const { there, backend } = await open({ eras: [era] });
    await backend.list();
    there.faultNext(fault);
    const outcome = await run(backend, toolCall('echo'));
    const all = JSON.stringify([outcome.failure, outcome.text, backend.status(), world.log]);
    expect(there.ledger).toHaveLength(1);
    // Half a key is one too.
    expect(all).not.toContain(KEY.slice(0, 9));
    expect((outcome.failure?.detail ?? '').length).toBeLessThanOrEqual(200);
  });
});

test.each(['legacy', 'modern'] as const)('a log line of a %s server leaves the key out', async (era) => {
  const line = (data: string) =>
    `{"jsonrpc":"2.0","method":"notifications/message","params":{ "level":"info","data":"${data}"}}`;
  const loud = tool('loud', { before: [line(`sent x-api-key: ${KEY}`), line('plain')] });
  const { backend } = await open({ eras: [era], tools: [loud], logs: true, answers: 'sse' });
  await backend.list();
  const { notifications } = await run(backend, toolCall('loud'));
  expect(notifications[0]).toContain('sent x-api-key: ');
  expect(notifications[0]).not.toContain(KEY.slice(0, 9));
  // What holds none comes as it is.
  expect(notifications[1]).toBe(line('plain'));
});

test('a handshake and a list that are refused with the key', async () => {
  const { there } = await open({ eras: ['legacy'], requires: ['x-never', 'x'] });
  const plain = await startBackend({ eras: ['legacy'], legacyVersion: KEY, tools: [] });
  cleanups.push(() => plain.stop());
  const late = { env: 'URL', secret: false };
  const other = realWorld({ KEY, URL: `${there.url.replace('/mcp', '/none')}?api_key=${KEY}` });
  cleanups.push(() => other.close());
  const backends = [
    world.http(plain.url, { credentials: CREDENTIALS }),
    other.http('', { url: late, credentials: CREDENTIALS }),
  ];
  for (const backend of backends) {
    const error = await backend.list().then(() => null, String);
    expect(error).not.toBeNull();
    expect(`${error}${JSON.stringify(backend.status())}`).not.toContain(KEY.slice(0, 9));
  }
  expect(backends[0]!.status()).toMatchObject({ reason: expect.stringContaining('***') });
});

test('the name of a tool that is left out', async () => {
  const { backend } = await open({ tools: [tool('echo', { definition: `{"name":"${KEY}"}` })] });
  const { rejected } = await backend.list();
  expect(rejected).toHaveLength(1);
  expect(JSON.stringify(rejected)).not.toContain(KEY);
});

test('a child that prints its environment, and ends', async () => {
  const script = `console.error('key', process.env.SECRET); console.error('y'.repeat(1995) + process.env.SECRET);
    console.error(encodeURIComponent(process.env.SECRET), JSON.stringify({ ...process.env })); console.error('z'.repeat(20000) + process.env.SECRET);
    console.error('over');  setTimeout(() => process.exit(3), 50)`;
  const multiline = `${KEY} "a"\nsecond-${KEY}`;
  const other = realWorld({ KEY: multiline });
  cleanups.push(() => other.close());
  const backend = other.stdio([process.execPath, '-e', script], { SECRET: { env: 'KEY', secret: true } });
  await backend.list().catch(() => {});
  await until(() => other.log.some((line) => line.endsWith('over')));
  const all = other.log.join('\n') + JSON.stringify(backend.status());
  expect(all).toContain('key ***');
  expect(all).not.toContain(KEY.slice(0, 9));
});

test('a line without an end, with the key where it is cut', async () => {
  const script = `const tell = (text) => new Promise((next) => process.stderr.write(text, () => setTimeout(next, 60)));
    (async () => { await tell('z'.repeat(9000) + 'sk-canary-'); await tell('0123456789'); await tell('z'.repeat(9000) + '\\nover\\n'); })()`;
  const backend = world.stdio([process.execPath, '-e', script], { SECRET: { env: 'KEY', secret: true } });
  await backend.list().catch(() => {});
  await until(() => world.log.some((line) => line.endsWith('over')));
  expect(world.log.join()).not.toContain('0123456789');
});

describe('what is replaced', () => {
  const redacted = (value: string, text: string, prefix = ''): string =>
    redactor(
      serverPlan({
        kind: 'http',
        url: 'https://x.example/mcp',
        hosts: [],
        credentials: { authorization: { env: 'KEY', secret: true, prefix }, 'x-tenant': 'acme' },
      }),
      (late) => (typeof late === 'string' ? late : prefix + value),
    )(text);
  test.each([
    ['topsecret', 'a topsecret, topsecret', 'a ***, ***'],
    ['Bearer topsecret', 'no topsecret here', 'no *** here'],
    ['a"b\\cd', 'say "a\\"b\\\\cd"', 'say "***"'],
    ['a b+c/d', '?key=a%20b%2Bc%2Fd', '?key=***'],
    ['abc', 'abc', 'abc'],
    ['topsecret', 'of acme', 'of acme'],
    ['$&$1', 'a $&$1 b', 'a *** b'],
  ])('%s in %s', (value, text, expected) => {
    expect(redacted(value, text)).toBe(expected);
  });
  test('a value behind its prefix', () => {
    expect(redacted('topsecret', 'Bearer topsecret or topsecret', 'Bearer ')).toBe('*** or ***');
  });
});
