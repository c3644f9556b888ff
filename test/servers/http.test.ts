// HTTP servers of both eras: eras found, sessions kept, calls answered, bytes as they came.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { field } from '../backends/answers.ts';
import {
  type BackendOptions,
  oddTool,
  plainTools,
  type Backend as Scripted,
  startBackend,
  tool,
} from '../backends/index.ts';
import { member } from '../backends/raw.ts';
import { realWorld, run, toolCall, until, type World } from './world.ts';

let world: World;
const started: Scripted[] = [];

beforeEach(() => {
  world = realWorld({ TOKEN: 's3cret' });
});

afterEach(async () => {
  await world.close();
  await Promise.all(started.splice(0).map((one) => one.stop()));
});

async function scripted(options: BackendOptions): Promise<Scripted> {
  const backend = await startBackend({ tools: [...plainTools, oddTool], ...options });
  started.push(backend);
  return backend;
}

const shapes: readonly BackendOptions[] = (['legacy', 'modern'] as const).flatMap((era) =>
  (['json', 'sse'] as const).flatMap((answers) => [
    { eras: [era], answers },
    { eras: [era], answers, pieces: 1 },
    { eras: [era], answers, newline: '\r\n' as const, pieces: 7 },
  ]),
);

describe.each(shapes)('%j', (options) => {
  test('lists all pages and calls', async () => {
    const there = await scripted({ ...options, pageSize: 2 });
    const backend = world.http(there.url);
    const listing = await backend.list();
    expect(listing.tools.map((one) => one.name)).toEqual(['echo', 'fails', 'slow', 'steps', 'odd']);
    expect(listing.ttlMs).toBe(options.eras?.includes('modern') ? 60_000 : null);
    expect(backend.status()).toEqual({ state: 'up' });
    const outcome = await run(backend, toolCall('echo', '{"n": 9007199254740993, "s":"\\u00e9"}'));
    expect(outcome.answer?.kind).toBe('result');
    expect(there.ledger.map((call) => [call.tool, call.args])).toEqual([
      ['echo', '{"n": 9007199254740993, "s":"\\u00e9"}'],
    ]);
    expect((await run(backend, toolCall('fails'))).answer?.isError).toBe(true);
  });

  test('definitions and results keep their bytes', async () => {
    const there = await scripted(options);
    const backend = world.http(there.url);
    const { tools } = await backend.list();
    const odd = tools.find((one) => one.name === 'odd')!;
    const definition = Buffer.from(odd.definition).toString('utf8');
    // SSE has no way to keep the kind of a line break within an event.
    expect(definition.replace(/\r\n?/g, '\n')).toBe(oddTool.definition);
    expect(definition.slice(odd.nameSpan.start, odd.nameSpan.end)).toBe('"odd"');
    const outcome = await run(backend, toolCall('odd'));
    expect(member(outcome.text, 'result')).toBe(oddTool.result);
  });

  test('progress of the call, and of no other', async () => {
    const foreign =
      '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"other","progress":1}}';
    const logged = '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"x"}}';
    const there = await scripted({
      ...options,
      tools: [tool('steps', { progress: 3, before: [foreign, logged] })],
    });
    const backend = world.http(there.url);
    const [a, b] = await Promise.all([
      run(backend, toolCall('steps', '{}', ',"_meta":{"progressToken":"mine","x/y":1}')),
      run(backend, toolCall('steps')),
    ]);
    const steps = options.answers === 'sse' ? 3 : 0;
    const isProgress = (text: string) => text.includes('notifications/progress');
    const progress = a.notifications.filter(isProgress);
    expect(progress.map((text) => member(text, 'params', 'progress'))).toEqual(
      ['1', '2', '3'].slice(0, steps),
    );
    expect(progress.every((text) => text.includes('"x-unknown":9007199254740993'))).toBe(true);
    expect(b.notifications.filter(isProgress)).toEqual([]);
    // A log line belongs to the call on whose stream it comes.
    const lines = options.answers === 'sse' ? [logged] : [];
    for (const { notifications } of [a, b])
      expect(notifications.filter((text) => !isProgress(text))).toEqual(lines);
    expect(member(there.ledger[0]!.message, 'params', '_meta', 'x/y')).toBe('1');
  });
});

test.each([
  ['a body', undefined, (batch: string) => batch],
  ['an event', 'text/event-stream', (batch: string) => `data: ${batch}\n\n`],
])('a batch of a server of 2025-03-26, as %s', async (_, type, write) => {
  const logged = '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"x"}}';
  const text = write(`[ ${logged} , {"jsonrpc":"2.0","id":$id,"result":{"content":[]}} ]`);
  const fault = { kind: 'raw', text, ...(type === undefined ? {} : { type }) } as const;
  for (const legacyVersion of ['2025-03-26', '2025-06-18']) {
    const there = await scripted({ eras: ['legacy'], legacyVersion, tools: [tool('odd', { fault })] });
    const { answer, failure, notifications } = await run(world.http(there.url), toolCall('odd'));
    if (legacyVersion === '2025-03-26')
      expect([answer?.kind, notifications.map((one) => one.trim())]).toEqual(['result', [logged]]);
    else expect(failure?.kind).toBe('protocol');
  }
});

test('a legacy session is made once, named in every request, ended at close', async () => {
  const there = await scripted({ eras: ['legacy'] });
  const backend = world.http(there.url);
  await Promise.all([backend.list(), run(backend, toolCall('echo')), run(backend, toolCall('echo'))]);
  expect(there.requests.filter(({ body }) => body.includes('"initialize"'))).toHaveLength(1);
  expect(there.notifications).toContain('{"jsonrpc":"2.0","method":"notifications/initialized"}');
  const [session] = there.sessions;
  for (const { fields } of there.ledger) {
    expect(field(fields, 'mcp-session-id')).toBe(session);
    expect(field(fields, 'mcp-protocol-version')).toBe('2025-11-25');
  }
  expect(new Set(there.ledger.map((call) => call.id)).size).toBe(2);
  await backend.close();
  expect(there.sessions.size).toBe(0);
});

test('a call that a forgotten session refuses fails, and is sent once; the next one opens a new session', async () => {
  const there = await scripted({ eras: ['legacy'] });
  const backend = world.http(there.url);
  await backend.list();
  let changes = 0;
  backend.onChanged(() => changes++);
  there.dropSessions();
  const posts = () => there.requests.filter(({ body }) => body.includes('"tools/call"')).length;
  expect((await run(backend, toolCall('echo'))).failure).toMatchObject({
    kind: 'http',
    status: 404,
    begun: true,
    sent: true,
    detail: 'its session is gone',
  });
  expect(posts()).toBe(1);
  expect(changes).toBeGreaterThan(0);
  expect((await run(backend, toolCall('echo'))).answer?.kind).toBe('result');
  expect(posts()).toBe(2);
  there.dropSessions();
  expect((await backend.list()).tools).toHaveLength(5);
});

test.each([
  ['an error', 'error', '"error":{"code":-32602,"message":"no such row"}'],
  ['a result', 'result', '"result":{"content":[]}'],
])('%s of this call by 404 is its answer, and ends the session for the next', async (_, kind, member) => {
  const there = await scripted({ eras: ['legacy'] });
  const backend = world.http(there.url);
  await backend.list();
  const body = `{"jsonrpc":"2.0","id":$id,${member}}`;
  there.faultNext({ kind: 'status', status: 404, type: 'application/json', body });
  expect((await run(backend, toolCall('echo'))).answer?.kind).toBe(kind);
  expect(there.ledger).toHaveLength(1);
  expect((await run(backend, toolCall('echo'))).answer?.kind).toBe('result');
  expect(there.ledger).toHaveLength(2);
  expect(there.requests.filter(({ body }) => body.includes('"initialize"'))).toHaveLength(2);
});

test('a server that executes and answers 404 executes each call once', async () => {
  const fault = { kind: 'status', status: 404, body: 'gone' } as const;
  const there = await scripted({ eras: ['legacy'], tools: [tool('pay', { fault })] });
  const backend = world.http(there.url);
  await backend.list();
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, (_, n) => run(backend, toolCall('pay', `{"n":${n}}`))),
  );
  for (const { failure } of outcomes) expect(failure).toMatchObject({ status: 404, begun: true });
  expect(new Set(there.ledger.map((call) => call.args)).size).toBe(8);
  expect(there.ledger).toHaveLength(8);
});

test('a server that forgets every session gets each call once at most', async () => {
  const there = await scripted({ eras: ['legacy'] });
  const backend = world.http(there.url);
  await backend.list();
  const forget = setInterval(() => there.dropSessions(), 0);
  try {
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => run(backend, toolCall('echo'))));
    for (const { answer, failure } of outcomes)
      expect(answer !== null || failure?.status === 404 || failure?.sent === false).toBe(true);
    const posts = there.requests.filter(({ body }) => body.includes('"tools/call"')).length;
    expect(posts).toBeLessThanOrEqual(outcomes.length);
    expect(there.ledger.length).toBe(outcomes.filter(({ answer }) => answer !== null).length);
  } finally {
    clearInterval(forget);
  }
});

test('legacy without sessions', async () => {
  const there = await scripted({ eras: ['legacy'], sessions: false, legacyVersion: '2025-03-26' });
  const backend = world.http(there.url);
  expect((await run(backend, toolCall('echo'))).answer?.kind).toBe('result');
  expect(field(there.ledger[0]!.fields, 'mcp-session-id')).toBeNull();
  expect(field(there.ledger[0]!.fields, 'mcp-protocol-version')).toBe('2025-03-26');
});

test.each(['application/json', 'text/event-stream'])(
  'an accepted notification of type %s, and no body',
  async (acceptedType) => {
    const there = await scripted({ eras: ['legacy'], acceptedType });
    const backend = world.http(there.url);
    expect((await backend.list()).tools).toHaveLength(5);
    expect((await run(backend, toolCall('echo'))).answer?.kind).toBe('result');
  },
);

test('modern calls carry headers and the identity of the gateway', async () => {
  const there = await scripted({ eras: ['modern'], tools: [tool('größe')] });
  const backend = world.http(there.url);
  await backend.list();
  const call = { ...toolCall('größe'), paramFields: ['mcp-param-region', 'eu'] };
  expect((await run(backend, call)).answer?.kind).toBe('result');
  const { fields, message } = there.ledger[0]!;
  expect(field(fields, 'mcp-protocol-version')).toBe('2026-07-28');
  expect(field(fields, 'mcp-method')).toBe('tools/call');
  expect(field(fields, 'mcp-name')).toBe('=?base64?Z3LDtsOfZQ==?=');
  expect(field(fields, 'mcp-param-region')).toBe('eu');
  expect(field(fields, 'accept')).toBe('application/json, text/event-stream');
  expect(member(message, 'params', '_meta', 'io.modelcontextprotocol/clientInfo')).toBe(
    '{"name":"test-gateway","version":"0.0.1"}',
  );
  expect(member(message, 'params', 'name')).toBe('"größe"');
});

describe('eras', () => {
  test('both: modern is chosen', async () => {
    const there = await scripted({});
    await world.http(there.url).list();
    expect(there.requests.some(({ body }) => body.includes('"initialize"'))).toBe(false);
  });

  test('a modern server without our revision, but with the legacy era', async () => {
    const there = await scripted({ modernVersions: ['2027-01-01', '2025-11-25'] });
    const backend = world.http(there.url);
    expect((await run(backend, toolCall('echo'))).answer?.kind).toBe('result');
    expect(there.ledger[0]!.era).toBe('legacy');
  });

  test('a modern server of an unknown revision only', async () => {
    const there = await scripted({ eras: ['modern'], modernVersions: ['2027-01-01'] });
    const backend = world.http(there.url);
    await expect(backend.list()).rejects.toThrow('none of the known versions, but 2027-01-01');
    expect(backend.status().state).toBe('down');
  });

  test('an unknown legacy revision', async () => {
    const there = await scripted({ eras: ['legacy'], legacyVersion: '2023-01-01' });
    await expect(world.http(there.url).list()).rejects.toThrow('unknown version "2023-01-01"');
  });

  test('a server that comes back in the other era is probed again', async () => {
    const first = await scripted({ eras: ['modern'] });
    const backend = world.http(first.url);
    await backend.list();
    await first.stop();
    const second = await startBackend({ eras: ['legacy'], tools: plainTools }, first.port);
    started.splice(0, 1, second);
    const outcomes = [];
    for (let i = 0; i < 3; i++) outcomes.push(await run(backend, toolCall('echo')));
    expect(outcomes.at(-1)?.answer?.kind).toBe('result');
    expect(second.ledger.at(-1)?.era).toBe('legacy');
  });
});

test('a server that comes back in the other era can be listed at once', async () => {
  const first = await scripted({ eras: ['modern'] });
  const backend = world.http(first.url);
  await backend.list();
  await first.stop();
  const second = await startBackend({ eras: ['legacy'], tools: plainTools }, first.port);
  started.splice(0, 1, second);
  expect((await backend.list()).tools).toHaveLength(plainTools.length);
  await second.stop();
  started.splice(0, 1, await startBackend({ eras: ['modern'], tools: [tool('one')] }, first.port));
  expect((await backend.list()).tools).toHaveLength(1);
});

describe('list changes', () => {
  test.each(['legacy', 'modern'] as const)('%s', async (era) => {
    const there = await scripted({ eras: [era], listChanged: true });
    const backend = world.http(there.url);
    let changes = 0;
    backend.onChanged(() => changes++);
    await backend.list();
    await until(() => there.streams() === 1);
    there.setTools([tool('new')]);
    await until(() => changes === 1);
    expect((await backend.list()).tools.map((one) => one.name)).toEqual(['new']);
    // What changed while there was no stream counts as a change.
    there.closeStreams();
    await until(() => there.streams() === 1 && changes === 2);
    await backend.close();
    await until(() => there.streams() === 0);
  });

  test('no stream is opened where none is announced', async () => {
    const there = await scripted({ eras: ['legacy'] });
    await world.http(there.url).list();
    expect(there.requests.some(({ method }) => method === 'GET')).toBe(false);
  });
});

describe('requests of a legacy server', () => {
  test('are refused, and a ping is answered', async () => {
    const asks = (id: number, method: string) =>
      `{"jsonrpc":"2.0","id":${id},"method":"${method}","params":{}}`;
    const before = [asks(7, 'sampling/createMessage'), asks(8, 'ping')];
    const there = await scripted({
      eras: ['legacy'],
      answers: 'sse',
      tools: [tool('asks', { before, delayMs: 50 })],
    });
    const backend = world.http(there.url);
    expect((await run(backend, toolCall('asks'))).answer?.kind).toBe('result');
    await until(() => there.notifications.filter((text) => !text.includes('"method"')).length === 2);
    const answers = there.notifications
      .filter((text) => !text.includes('"method"'))
      .map((text) => JSON.parse(text) as object);
    expect(answers).toContainEqual({ jsonrpc: '2.0', id: 8, result: {} });
    expect(answers).toContainEqual(
      expect.objectContaining({ id: 7, error: expect.objectContaining({ code: -32601 }) }),
    );
  });

  test('fail the call of a modern one', async () => {
    const before = ['{"jsonrpc":"2.0","id":7,"method":"sampling/createMessage","params":{}}'];
    const there = await scripted({ eras: ['modern'], answers: 'sse', tools: [tool('asks', { before })] });
    const { failure } = await run(world.http(there.url), toolCall('asks'));
    expect(failure).toMatchObject({ kind: 'protocol', begun: true });
  });
});

describe('credentials', () => {
  test('go out; the caller’s own do not', async () => {
    const there = await scripted({ eras: ['legacy'], requires: ['x-api-key', 's3cret'] });
    const backend = world.http(there.url, { credentials: { 'X-Api-Key': { env: 'TOKEN', secret: true } } });
    expect(
      (await run(backend, toolCall('echo', '{}', ',"_meta":{"authorization":"Bearer inbound"}'))).answer
        ?.kind,
    ).toBe('result');
    await backend.close();
    for (const { fields } of there.requests) {
      expect(field(fields, 'x-api-key')).toBe('s3cret');
      expect(field(fields, 'authorization')).toBeNull();
    }
  });

  test.each([
    ['a line break', { Authorization: 'Bearer a\r\nX: y' }, /authorization has characters/],
    ['a NUL', { Authorization: 'a\0b' }, /authorization has characters/],
    ['nothing', { Authorization: { env: 'ABSENT', secret: true } }, /authorization is empty/],
    ['a field of the protocol', { 'Mcp-Name': 'x' }, /mcp-name is the gateway's own/],
    ['the host', { Host: 'x' }, /host is the gateway's own/],
    ['no name', { 'a b': 'x' }, /no name of a header field/],
  ] as const)('%s is refused at start', (_, credentials, reason) => {
    expect(() => world.http('http://127.0.0.1:1/mcp', { credentials })).toThrow(reason);
  });

  test.each([
    ['nonsense', 'cannot be read'],
    ['ftp://x/', 'must begin with http'],
    ['http://a:b@x/', 'user name or password'],
  ])('the URL %s is refused at start', (url, reason) => {
    expect(() => world.http(url)).toThrow(reason);
  });

  test('a URL from the environment stays within its hosts', () => {
    const url = { env: 'URL', secret: false };
    const there = realWorld({ URL: 'http://evil.example/mcp' });
    expect(() => there.http('', { url, hosts: ['good.example'] })).toThrow('names the host evil.example');
  });
});

test('a call that waits for a connection up to its deadline was not sent', async () => {
  const there = await scripted({ tools: [...plainTools, tool('never', { fault: { kind: 'hang' } })] });
  await world.close();
  world = realWorld({}, { connections: 1 });
  const backend = world.http(there.url);
  await backend.list();
  const brief = (name: string) => toolCall(name, '{}', '', 500);
  const ends = await Promise.all([run(backend, brief('never')), run(backend, brief('echo'))]);
  expect(ends.map(({ failure }) => failure)).toMatchObject([
    { kind: 'timeout', begun: true, sent: true },
    { kind: 'timeout', begun: false, sent: false },
  ]);
  expect(there.ledger.map((call) => call.tool)).toEqual(['never']);
});

test('a call whose broken stream is taken up again was sent, whatever became of that', async () => {
  const broken = tool('broken', { fault: { kind: 'end-stream', resume: true } });
  const never = tool('never', { fault: { kind: 'hang' } });
  const there = await scripted({ eras: ['legacy'], answers: 'sse', tools: [...plainTools, broken, never] });
  await world.close();
  world = realWorld({}, { connections: 1 });
  const backend = world.http(there.url);
  await backend.list();
  // Longer than until a broken stream is asked for again.
  const brief = (name: string) => toolCall(name, '{}', '', 2000);
  // The second call has the one connection when the first would ask for the rest.
  const ends = await Promise.all([run(backend, brief('broken')), run(backend, brief('never'))]);
  expect(ends[0].failure).toMatchObject({ kind: 'timeout', begun: true, sent: true });
  expect(there.ledger.map((call) => call.tool)).toEqual(['broken', 'never']);
});
