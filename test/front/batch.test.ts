// Batches: every message of one is served by itself, in 2025-03-26; in no other revision there are any.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Running, running } from './client.ts';
import { BOB_KEY, testGateway } from './world.ts';

let front: Running;
let session: string;
beforeAll(async () => {
  front = await running(testGateway());
  session = await open('2025-03-26');
});
afterAll(() => front.serving.close(100));

async function open(protocolVersion: string): Promise<string> {
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: 'old', version: '1' } };
  const answer = await front.post({ jsonrpc: '2.0', id: 0, method: 'initialize', params });
  return answer.fields.get('mcp-session-id')!;
}

const call = (id: unknown, name: string) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name } });
const notice = { jsonrpc: '2.0', method: 'notifications/initialized' };

async function send(batch: unknown, fields: Record<string, string> = {}) {
  const answer = await front.post(batch, { 'mcp-session-id': session, ...fields });
  const events = [...answer.text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json!));
  return { ...answer, events };
}

it('each request is answered on one stream, with its notifications', async () => {
  const { status, fields, events } = await send([
    call(1, 'echo'),
    notice,
    call('two', 'progress'),
    call(3, 'echo'),
  ]);
  expect([status, fields.get('content-type')]).toEqual([200, 'text/event-stream']);
  expect(events.filter(({ id }) => id !== undefined).map(({ id }) => id)).toEqual([1, 3, 'two']);
  expect(events.filter(({ method }) => method === 'notifications/progress')).toHaveLength(2);
});

it('one without requests is accepted', async () => {
  const { status, text } = await send([notice, { jsonrpc: '2.0', id: 9, result: {} }]);
  expect([status, text]).toEqual([202, '']);
});

it('what is refused in it is refused alone, and audited', async () => {
  const before = front.world.refusals.length;
  const initialize = { jsonrpc: '2.0', id: 2, method: 'initialize', params: {} };
  const { status, events } = await send([
    call(1, 'echo'),
    initialize,
    { jsonrpc: '2.0', id: null, method: 'ping' },
    7,
    call(5, 'echo'),
  ]);
  expect(status).toBe(200);
  expect(events.map(({ id, error }) => [id, error?.code])).toEqual([
    [1, undefined],
    [2, -32600],
    [undefined, -32600],
    [undefined, -32600],
    [5, undefined],
  ]);
  expect(front.world.refusals.slice(before)).toMatchObject([
    { status: 400 },
    { status: 400 },
    { status: 400 },
  ]);
});

it('an id that is in flight is refused, in a batch as alone', async () => {
  const waiting = send([call(8, 'hang'), call(8, 'echo')]);
  for (let n = 0; n < 200 && !front.world.hanging.has('8'); n++)
    await new Promise((next) => setTimeout(next, 5));
  front.world.hanging.get('8')?.answer(200, [Buffer.from('{"jsonrpc":"2.0","id":8,"result":{}}')], []);
  const { events } = await waiting;
  expect(events.map(({ id, error }) => [id, error?.code])).toEqual([
    [8, -32600],
    [8, undefined],
  ]);
});

it.each([
  ['that is empty', []],
  ['that is no list to its end', '[{"jsonrpc":"2.0","id":1,"method":"ping"}'],
  ['with text after it', '[{"jsonrpc":"2.0","id":1,"method":"ping"}] 1'],
  ['with a comma too many', '[{"jsonrpc":"2.0","id":1,"method":"ping"},]'],
  ['of too many', Array.from({ length: 101 }, (_, n) => call(n, 'echo'))],
])('one %s is refused whole', async (_, batch) => {
  const { status, text } = await send(batch);
  expect([status, text.includes('"error"')]).toEqual([400, true]);
});

it('is for its session and its revision', async () => {
  expect((await send([call(1, 'echo')], { 'x-api-key': BOB_KEY })).status).toBe(400);
  for (const version of ['2025-06-18', '2025-11-25'])
    expect((await send([call(1, 'echo')], { 'mcp-session-id': await open(version) })).status).toBe(400);
});
