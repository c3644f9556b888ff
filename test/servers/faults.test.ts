// What goes wrong between the gateway and an HTTP server: how it is told, and that nothing is executed twice.
import { createServer, type Server } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { BackendFailure } from '../../runtime/contract/server.ts';
import { field } from '../backends/answers.ts';
import { type BackendOptions, type Fault, tool } from '../backends/index.ts';
import { eachScripted, run, toolCall, until, type World } from './world.ts';

let world: World;
const scripted = eachScripted((made) => {
  world = made;
});

type Expected = Partial<BackendFailure> | 'answer';
const table: readonly (readonly [string, Fault, BackendOptions, Expected])[] = [
  [
    '500',
    { kind: 'status', status: 500 },
    {},
    { kind: 'http', status: 500, begun: true, detail: 'HTTP 500: it broke' },
  ],
  ['401', { kind: 'status', status: 401 }, {}, { kind: 'http', status: 401, begun: true }],
  [
    '302',
    { kind: 'status', status: 302, fields: { location: '/elsewhere' } },
    {},
    { kind: 'http', status: 302 },
  ],
  ['307', { kind: 'status', status: 307, fields: { location: '/mcp' } }, {}, { kind: 'http', status: 307 }],
  ['an error of a modern server by 400', refusal(400, -32602), { eras: ['modern'] }, 'answer'],
  ['an error of a modern server by 404', refusal(404, -32602), { eras: ['modern'] }, 'answer'],
  [
    'an error of a legacy server by 400',
    refusal(400, -32602),
    { eras: ['legacy'] },
    { kind: 'http', status: 400 },
  ],
  [
    'a header mismatch: sent, not executed',
    refusal(400, -32020),
    { eras: ['modern'] },
    { kind: 'protocol', begun: false, sent: true },
  ],
  [
    'an unsupported version: sent, not executed',
    refusal(400, -32022),
    { eras: ['modern'] },
    { kind: 'protocol', begun: false, sent: true },
  ],
  ['closed after reading', { kind: 'close' }, {}, { kind: 'reset', begun: true }],
  ['reset amid JSON', { kind: 'reset' }, {}, { kind: 'reset', begun: true }],
  ['reset amid SSE', { kind: 'reset' }, { answers: 'sse' }, { kind: 'reset', begun: true }],
  ['hangs', { kind: 'hang' }, {}, { kind: 'timeout', begun: true }],
  ['no JSON', { kind: 'raw', text: '{"jsonrpc":' }, {}, { kind: 'protocol', begun: true }],
  [
    'no JSON in an event',
    { kind: 'raw', text: 'data: nope\n\n', type: 'text/event-stream' },
    {},
    { kind: 'protocol' },
  ],
  ['a batch', { kind: 'raw', text: '[{"jsonrpc":"2.0","id":$id,"result":{}}]' }, {}, { kind: 'protocol' }],
  ['HTML', { kind: 'raw', text: '<html>', type: 'text/html' }, {}, { kind: 'protocol', begun: true }],
  ['no type', { kind: 'raw', text: '{}', type: '' }, {}, { kind: 'protocol' }],
  ['another id', { kind: 'wrong-id' }, {}, { kind: 'protocol', begun: true }],
  [
    'no id',
    { kind: 'raw', text: '{"jsonrpc":"2.0","error":{"code":-32700,"message":"x"}}' },
    {},
    { kind: 'protocol' },
  ],
  [
    'an id as text',
    { kind: 'raw', text: '{"jsonrpc":"2.0","id":"$id","result":{}}' },
    {},
    { kind: 'protocol' },
  ],
  ['nothing (202)', { kind: 'status', status: 202, body: '' }, {}, { kind: 'reset', begun: true }],
  [
    'a stream that ends',
    { kind: 'end-stream', resume: false },
    { answers: 'sse' },
    { kind: 'reset', begun: true },
  ],
  [
    'a stream to take up again',
    { kind: 'end-stream', resume: true },
    { answers: 'sse', eras: ['legacy'] },
    'answer',
  ],
  [
    'compressed',
    {
      kind: 'status',
      status: 200,
      type: 'application/json',
      body: '{}',
      fields: { 'content-encoding': 'gzip' },
    },
    {},
    { kind: 'protocol' },
  ],
  ['33 MiB', { kind: 'huge', bytes: 33 * 1024 * 1024 }, {}, { kind: 'protocol', begun: true }],
  [
    'a question to the client',
    {
      kind: 'raw',
      text: '{"jsonrpc":"2.0","id":$id,"result":{"resultType":"input_required","inputRequests":{}}}',
    },
    {},
    { kind: 'protocol' },
  ],
  [
    'an unknown kind of result',
    { kind: 'raw', text: '{"jsonrpc":"2.0","id":$id,"result":{"resultType":"task"}}' },
    { eras: ['modern'] },
    { kind: 'protocol' },
  ],
];

function refusal(status: number, code: number): Fault {
  const body = `{"jsonrpc":"2.0","id":$id,"error":{"code":${code},"message":"refused"}}`;
  return { kind: 'status', status, type: 'application/json', body };
}

describe.each(['legacy', 'modern'] as const)('%s', (era) => {
  const rows = table.filter(([, , options]) => options.eras === undefined || options.eras.includes(era));
  test.each(rows)('%s', async (_, fault, options, expected) => {
    const there = await scripted({ eras: [era], ...options });
    const backend = world.http(there.url);
    await backend.list();
    there.faultNext(fault);
    const outcome = await run(backend, toolCall('echo', '{}', '', fault.kind === 'hang' ? 400 : 5000));
    if (expected === 'answer') expect(outcome.failure).toBeNull();
    else expect(outcome.failure).toMatchObject(expected);
    expect(there.ledger).toHaveLength(1);
    expect(there.requests.some(({ url }) => url === '/elsewhere')).toBe(false);
    expect((await run(backend, toolCall('echo'))).answer?.kind).toBe('result');
    expect(there.ledger).toHaveLength(2);
  });
});

test('a timeout and a cancel are told: legacy by a notification, modern by closing', async () => {
  for (const era of ['legacy', 'modern'] as const) {
    const there = await scripted({ eras: [era], answers: 'sse' });
    const backend = world.http(there.url);
    await backend.list();
    await run(backend, toolCall('slow', '{}', '', 60));
    let told = 0;
    const heard = () => void told++;
    const cancel = backend.call(toolCall('slow'), { notification: heard, answer: heard, failed: heard });
    await until(() => there.ledger.length === 2);
    cancel();
    cancel();
    await until(() => there.abandoned.length === 2);
    const ids = there.ledger.map((call) => Number(call.id));
    const cancelled = there.notifications.filter((text) => text.includes('notifications/cancelled'));
    if (era === 'legacy')
      await until(() => there.notifications.filter((text) => text.includes('cancelled')).length === 2);
    else expect(cancelled).toEqual([]);
    expect(there.abandoned.map(Number)).toEqual(ids);
    expect(told).toBe(0);
  }
});

test('nobody there: not begun, and calls in the next second do not try', async () => {
  const backend = world.http('http://127.0.0.1:1/mcp');
  const first = await run(backend, toolCall('echo'));
  expect(first.failure).toMatchObject({ kind: 'unreachable', begun: false, sent: false });
  const before = performance.now();
  const more = await Promise.all(Array.from({ length: 50 }, () => run(backend, toolCall('echo'))));
  for (const { failure } of more) expect(failure).toEqual(first.failure);
  expect(performance.now() - before).toBeLessThan(500);
  expect(backend.status()).toMatchObject({ state: 'down' });
  await expect(backend.list()).rejects.toThrow('ECONNREFUSED');
});

test('a reused connection that the server closes: no call is executed twice', async () => {
  for (const era of ['legacy', 'modern'] as const) {
    // Node closes idle connections at random moments around this time: right when the next call is written.
    const there = await scripted({ eras: [era], keepAliveMs: 1 });
    const backend = world.http(there.url);
    await backend.list();
    const sent = 150;
    let answered = 0;
    let begun = 0;
    for (let i = 0; i < sent; i++) {
      const { answer, failure } = await run(backend, toolCall('echo', `{"n":${i}}`));
      if (answer !== null) answered++;
      else if (failure?.begun) begun++;
      if (i % 3 === 0) there.closeIdle();
    }
    const seen = there.ledger.map((call) => call.args);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(answered);
    expect(seen.length).toBeLessThanOrEqual(answered + begun);
    expect(answered).toBeGreaterThan(sent / 2);
  }
});

test('a server that reads each call and hangs up gets each once', async () => {
  const there = await scripted({ eras: ['modern'], tools: [tool('echo', { fault: { kind: 'close' } })] });
  const backend = world.http(there.url);
  await backend.list();
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, (_, n) => run(backend, toolCall('echo', `{"n":${n}}`))),
  );
  for (const { failure } of outcomes) expect(failure).toMatchObject({ kind: 'reset', begun: true });
  expect(there.ledger).toHaveLength(40);
  expect(new Set(there.ledger.map((call) => call.args)).size).toBe(40);
});

test('200 calls at once over the bounded pool, each with its own answer', async () => {
  const there = await scripted({ eras: ['legacy'], answers: 'sse', tools: [tool('slow', { delayMs: 20 })] });
  const backend = world.http(there.url);
  await backend.list();
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, (_, n) => run(backend, toolCall('slow', `{"n":${n}}`))),
  );
  outcomes.forEach(({ text }, n) => {
    expect(text).toContain(`{\\"n\\":${n}}`);
  });
  expect(there.ledger).toHaveLength(200);
});

test('a stream that stays open after its answer is cut', async () => {
  let cut = false;
  const answer = (id: string, result: string) => `data: {"jsonrpc":"2.0","id":${id},"result":${result}}\n\n`;
  const server: Server = createServer((socket) => {
    socket
      .on('error', () => {})
      .on('close', () => {
        cut = true;
      });
    socket.on('data', (bytes) => {
      const text = bytes.toString();
      const id = /"id":(\d+)/.exec(text)?.[1] ?? '0';
      const discovery =
        '{"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}}}';
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n');
      socket.write(
        answer(id, text.includes('discover') ? discovery : '{"resultType":"complete","content":[]}'),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const backend = world.http(`http://127.0.0.1:${port}/mcp`);
  const before = performance.now();
  expect((await run(backend, toolCall('echo'))).answer?.kind).toBe('result');
  expect(performance.now() - before).toBeLessThan(900);
  await until(() => cut, 3000);
  server.close();
});

test('every request names the gateway and asks for nothing compressed', async () => {
  const there = await scripted({ eras: ['legacy'] });
  await run(world.http(there.url), toolCall('echo'));
  for (const { fields } of there.requests) {
    expect(field(fields, 'user-agent')).toBe('mcpgw/0.0.1');
    expect(field(fields, 'accept-encoding')).toBeNull();
  }
});
