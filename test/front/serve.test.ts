// The modern era, malformed messages, answers as JSON and as event streams, clients that leave.
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonFields, modern, openSession, type Running, running } from './client.ts';

let front: Running;
beforeAll(async () => {
  front = await running();
});
afterAll(() => front.serving.close(100));

describe('a modern request', () => {
  it('stands alone', async () => {
    const { body, fields } = modern('tools/call', { name: 'echo' });
    const answer = await front.post(body, { ...fields, 'mcp-session-id': 'ignored' });
    expect(answer.status).toBe(200);
    expect(answer.json().result).toEqual({ agent: 'ann', era: 'modern', version: '2026-07-28' });
    expect(answer.fields.get('content-type')).toBe('application/json');
    expect(answer.fields.get('cache-control')).toBe('no-store');
    expect(answer.fields.has('mcp-session-id')).toBe(false);
  });

  const echo = modern('tools/call', { name: 'echo' });
  const table: readonly (readonly [string, Record<string, string | null>, object, number])[] = [
    ['no version header', { 'mcp-protocol-version': null }, echo.body, -32020],
    ['a version header unlike the body', { 'mcp-protocol-version': '2025-11-25' }, echo.body, -32020],
    ['no Mcp-Method', { 'mcp-method': null }, echo.body, -32020],
    ['another Mcp-Method', { 'mcp-method': 'tools/list' }, echo.body, -32020],
    ['no Mcp-Name', { 'mcp-name': null }, echo.body, -32020],
    ['another Mcp-Name', { 'mcp-name': 'other' }, echo.body, -32020],
    ['no _meta', {}, { ...echo.body, params: { name: 'echo' } }, -32602],
  ];
  it.each(table)('with %s is refused', async (_name, fields, body, code) => {
    const handled = front.world.requests.length;
    const answer = await front.post(body, { ...echo.fields, ...fields });
    expect([answer.status, answer.json().error?.code]).toEqual([400, code]);
    expect(answer.json().error?.data.reference).toMatch(/^ref-/);
    expect(front.world.requests.length).toBe(handled);
    const known = code === -32020 ? ['refused', 'headers'] : ['invalid', 'protocol'];
    expect(front.world.refusals.at(-1)).toMatchObject({
      decision: known[0],
      stage: known[1],
      era: 'modern',
      method: 'tools/call',
      code,
      status: 400,
    });
    expect(front.world.refusals.at(-1)?.agent?.name).toBe('ann');
  });

  it.each(['1900-01-01', '2030-01-01', 'tomorrow'])(
    'of revision %s learns what is supported',
    async (version) => {
      const { body, fields } = modern('tools/list', {}, version);
      const answer = await front.post(body, fields);
      expect([answer.status, answer.json().error?.code]).toEqual([400, -32022]);
      expect(answer.json().error?.data).toMatchObject({
        supported: ['2026-07-28'],
        requested: version,
      });
    },
  );

  it('may be no response', async () => {
    const answer = await front.post(
      { jsonrpc: '2.0', id: 1, result: {} },
      { 'mcp-protocol-version': '2026-07-28' },
    );
    expect([answer.status, answer.json().error?.code]).toEqual([400, -32600]);
  });

  it('may be a notification', async () => {
    const message = { jsonrpc: '2.0', method: 'notifications/other' };
    expect((await front.post(message, { 'mcp-protocol-version': '2026-07-28' })).status).toBe(202);
  });

  it.each(['hang', 'stream'])('is cancelled when the client leaves (%s)', async (name) => {
    front.world.cancelled.length = 0;
    const { body, fields } = modern('tools/call', { name });
    await leaveEarly(body, fields);
    await until(() => front.world.cancelled.length === 1);
    front.world.hanging.clear();
  });
});

it('a legacy request goes on when the client leaves', async () => {
  front.world.cancelled.length = 0;
  const session = await openSession(front);
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'hang' } };
  await leaveEarly(body, { 'mcp-session-id': session });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(front.world.cancelled).toEqual([]);
  front.world.hanging.get('1')?.answer(200, [Buffer.from('{}')], []);
  front.world.hanging.clear();
});

describe('a malformed message', () => {
  it.each([
    ['nothing', ' ', -32700],
    ['no JSON', '{"jsonrpc":', -32700],
    ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600],
    ['no version', '{"id":1,"method":"ping"}', -32600],
    ['a null id', '{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600],
    ['a key twice', '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call"}', -32600],
    [
      'too deep',
      `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":${'['.repeat(99)}${']'.repeat(99)}}}`,
      -32600,
    ],
  ])('%s → 400', async (_name, body, code) => {
    const refusals = front.world.refusals.length;
    const answer = await front.post(body);
    expect(answer.status).toBe(400);
    expect([-32700, -32600]).toContain(code);
    expect([-32700, -32600]).toContain(answer.json().error?.code);
    expect(front.world.refusals.length).toBe(refusals + 1);
  });

  it('in invalid UTF-8 → 400', async () => {
    const head = Object.entries(jsonFields).map(([name, value]) => `${name}: ${value}\r\n`);
    const text = `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 2\r\n${head.join('')}\r\n`;
    const socket = connect(front.port, '127.0.0.1');
    const answer = await new Promise<string>((resolve) => {
      let all = '';
      socket.on('data', (chunk) => {
        all += String(chunk);
      });
      socket.on('close', () => resolve(all));
      socket.write(Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe])]));
    });
    expect(answer).toMatch(/^HTTP\/1.1 400/);
  });
});

describe('an answer', () => {
  it('is one JSON body of known length', async () => {
    const { body, fields } = modern('tools/call', { name: 'large' });
    const answer = await front.post(body, fields);
    expect(answer.fields.get('content-length')).toBe(String(Buffer.byteLength(answer.text)));
    expect((answer.json().result as { a: string }).a.length).toBe(80_000);
  });

  it('keeps its status and fields', async () => {
    const { body, fields } = modern('tools/call', { name: 'limited' });
    const answer = await front.post(body, fields);
    expect([answer.status, answer.fields.get('retry-after')]).toEqual([429, '3']);
  });

  it('is the last event of a stream once a notification came first', async () => {
    const { body, fields } = modern('tools/call', { name: 'progress' });
    const answer = await front.post(body, fields);
    expect(answer.fields.get('content-type')).toBe('text/event-stream');
    expect(answer.fields.get('x-accel-buffering')).toBe('no');
    expect(answer.fields.get('cache-control')).toBe('no-store');
    expect(answer.fields.has('content-length')).toBe(false);
    const events = answer.text.split('\n\n').filter((event) => event !== '');
    const messages = events.map((event) => JSON.parse(event.replaceAll(/^(event: message\n)?data: ?/gm, '')));
    expect(messages).toMatchObject([
      { method: 'notifications/progress' },
      { method: 'notifications/progress' },
      { id: 1, result: { content: [] } },
    ]);
  });

  it('to a mistake of ours is 500 without its cause', async () => {
    const { body, fields } = modern('tools/call', { name: 'throws' });
    const answer = await front.post(body, fields);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toMatch(/secret|\.ts/);
    expect(front.world.logs.join()).toContain('secret detail');
    expect(
      (
        await front.post(
          modern('tools/call', { name: 'echo' }).body,
          modern('tools/call', { name: 'echo' }).fields,
        )
      ).status,
    ).toBe(200);
  });
});

/** Sends a request and hangs up once the gateway has it. */
async function leaveEarly(body: unknown, fields: Readonly<Record<string, string | null>>): Promise<void> {
  const text = JSON.stringify(body);
  const all = { ...jsonFields, ...fields, host: '127.0.0.1', 'content-length': String(text.length) };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(front.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(`POST /mcp HTTP/1.1\r\n${head.join('')}\r\n${text}`);
  await until(() => front.world.hanging.size > 0);
  socket.destroy();
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
  if (!holds()) throw new Error('it never came');
}
