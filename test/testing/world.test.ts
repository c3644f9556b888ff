// The parts of a test's world: servers in memory, their network, keys and dummies.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { memoryBackend } from '../../compiler/testing/world/backend.ts';
import { virtualClock } from '../../compiler/testing/world/clock.ts';
import { dummiesFor } from '../../compiler/testing/world/dummies.ts';
import { testDigest, testKey } from '../../compiler/testing/world/keys.ts';
import { memoryHttp, memorySpawn } from '../../compiler/testing/world/network.ts';
import { headerValue, paramFields } from '../../compiler/testing/world/protocol.ts';
import { seededRandom } from '../../compiler/testing/world/random.ts';

const backend = memoryBackend('crm', {
  search: { result: { text: 'two customers' }, annotations: { readOnlyHint: true } },
  fail: { result: { content: [{ type: 'text', text: 'no' }], isError: true, structuredContent: { a: 1 } } },
  plain: {},
});

function ask(method: string, params: object = {}): Record<string, unknown> {
  return JSON.parse(backend(JSON.stringify({ jsonrpc: '2.0', id: 'a"1', method, params })).text) as never;
}

describe('server in memory', () => {
  test('says what it is', () => {
    expect(ask('server/discover')).toMatchObject({
      id: 'a"1',
      result: { resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: { tools: {} } },
    });
  });

  test('lists its tools by their own names, with a schema each', () => {
    expect(ask('tools/list')).toMatchObject({
      result: {
        tools: [
          { name: 'search', annotations: { readOnlyHint: true }, inputSchema: { type: 'object' } },
          { name: 'fail' },
          { name: 'plain' },
        ],
      },
    });
    expect(JSON.stringify(ask('tools/list'))).not.toContain('two customers');
  });

  test('answers a call as given, in short or in full, or with the name', () => {
    const content = (text: string) => [{ type: 'text', text }];
    expect(ask('tools/call', { name: 'search' }).result).toEqual({
      resultType: 'complete',
      content: content('two customers'),
    });
    expect(ask('tools/call', { name: 'fail' }).result).toEqual({
      resultType: 'complete',
      content: content('no'),
      isError: true,
      structuredContent: { a: 1 },
    });
    expect(ask('tools/call', { name: 'plain' }).result).toMatchObject({ content: content('plain') });
  });

  test('refuses what it does not have', () => {
    expect(ask('tools/call', { name: 'toString' })).toMatchObject({ error: { code: -32602 } });
    expect(ask('ping')).toMatchObject({ error: { code: -32601 } });
    expect(backend('{"jsonrpc":"2.0","method":"notifications/cancelled"}')).toEqual({
      status: 202,
      text: '',
    });
  });
});

describe('network in memory', () => {
  const body = [new TextEncoder().encode('{"jsonrpc":"2.0","id":7,"method":"tools/list"}')];
  const call = {
    origin: 'https://crm.internal',
    path: '/mcp',
    method: 'POST',
    fields: [],
    body,
    stream: false,
  } as const;

  function requested(origin: string, abort: boolean): Promise<string[]> {
    const seen: string[] = [];
    const client = memoryHttp(
      (url) => (url === 'https://crm.internal/mcp' ? backend : undefined),
      virtualClock(0),
    );
    const cancel = client.request(
      { ...call, origin },
      {
        head: (status) => void seen.push(`head ${status}`),
        data: (chunk) => void seen.push(new TextDecoder().decode(chunk).slice(0, 22)),
        end: () => void seen.push('end'),
        error: (detail, begun) => void seen.push(`${detail} ${begun}`),
      },
    );
    if (abort) cancel();
    expect(seen).toEqual([]);
    return new Promise((resolve) => setImmediate(() => resolve(seen)));
  }

  test('leads to the server at the address, and nowhere else', async () => {
    expect(await requested('https://crm.internal', false)).toEqual(
      ['head 200', '{"jsonrpc":"2.0","id":7', 'end'].map((text) => text.slice(0, 22)),
    );
    expect(await requested('https://example.com', false)).toEqual([
      'no server of this gateway at https://example.com/mcp false',
    ]);
  });

  test('tells nothing after an abort', async () => {
    expect(await requested('https://crm.internal', true)).toEqual([]);
  });

  test('a child answers by lines, and ends once', async () => {
    const out: string[] = [];
    const child = memorySpawn((command) => (command[0] === 'crm' ? backend : undefined), virtualClock(0))(
      ['crm'],
      {},
      {
        stdout: (chunk) => void out.push(new TextDecoder().decode(chunk)),
        stderr: () => undefined,
        exit: (detail) => void out.push(detail),
      },
    );
    expect(child.write(body)).toBe(true);
    await null;
    expect(out[0]).toMatch(/^\{"jsonrpc":"2.0","id":7,.*\}\n$/);
    await child.stop();
    await child.stop();
    expect(out.slice(1)).toEqual(['stopped']);
    expect(child.write(body)).toBe(false);
  });
});

test('header values are encoded as the specification shows', () => {
  const cases = {
    'us-west1': 'us-west1',
    'Hello, 世界': '=?base64?SGVsbG8sIOS4lueVjA==?=',
    ' padded ': '=?base64?IHBhZGRlZCA=?=',
    'line1\nline2': '=?base64?bGluZTEKbGluZTI=?=',
    '=?base64?literal?=': '=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=',
  };
  expect(Object.fromEntries(Object.keys(cases).map((value) => [value, headerValue(value)]))).toEqual(cases);
});

test('mirrored parameters: by path, without null and absent ones', () => {
  const schema = {
    type: 'object',
    properties: {
      region: { type: 'string', 'x-mcp-header': 'Region' },
      deep: { type: 'object', properties: { dry: { type: 'boolean', 'x-mcp-header': 'Dry' } } },
      none: { type: 'string', 'x-mcp-header': 'None' },
      absent: { type: 'string', 'x-mcp-header': 'Absent' },
    },
  };
  expect(paramFields(schema, { region: 'eu', deep: { dry: false }, none: null, other: 1 })).toEqual([
    ...['mcp-param-region', 'eu'],
    ...['mcp-param-dry', 'false'],
  ]);
});

test('a digest takes test keys for declared ones, and nothing else', () => {
  const agent = {
    name: 'bot',
    place: 'gateway.yaml:1',
    team: '',
    roles: [],
    labels: {},
    keys: ['f'.repeat(64), '0'.repeat(64)],
  };
  const digest = testDigest(() => [agent, { ...agent, name: 'keyless', keys: [] }]);
  expect(digest(testKey('bot'))).toBe('f'.repeat(64));
  for (const text of [testKey('keyless'), testKey('other'), 'x']) {
    expect(digest(text)).toBe(createHash('sha256').update(text).digest('hex'));
  }
});

test('dummies fit: a URL on its own host, a default left to count', () => {
  const dummies = dummiesFor({
    version: 1,
    name: 'acme',
    servers: {
      crm: { url: { env: 'CRM_URL', hosts: ['crm.internal:8443'] } },
      pay: { url: { env: 'PAY_URL', hosts: ['pay.internal'], default: 'https://pay.internal/mcp' } },
      files: { command: ['files'], env: { MODE: { env: 'MODE', default: 'ro' }, TOKEN: { env: 'TOKEN' } } },
    },
  });
  expect(dummies.env('CRM_URL')).toBe('https://crm.internal:8443/CRM_URL');
  expect([dummies.env('PAY_URL'), dummies.env('MODE')]).toEqual([undefined, undefined]);
  expect(dummies.env('TOKEN')).toBe('dummy-of-TOKEN');
  expect(dummies.resolve({ env: 'MODE', default: 'ro', secret: false })).toBe('ro');
  expect(dummies.resolve('literal')).toBe('literal');
  expect(dummies.readFile('keys/a b')).toBe('dummy-of-file-keys-a-b');
});

test('random bytes are the same in every run, and not all alike', () => {
  const bytes = seededRandom(1)(64);
  expect(seededRandom(1)(64)).toEqual(bytes);
  expect(seededRandom(2)(64)).not.toEqual(bytes);
  expect(new Set(bytes).size).toBeGreaterThan(32);
});
