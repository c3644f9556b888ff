// The legacy era: sessions sealed into their id, what they refuse, and cancellation.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession, type Running, running } from './client.ts';
import { ANN_KEY, BOB_KEY, GUEST_KEY, testGateway, testPlan } from './world.ts';

let front: Running;
beforeAll(async () => {
  front = await running(testGateway(testPlan({}, 'guest')), { sessions: { remembered: 50 } });
});
afterAll(() => front.serving.close(100));

const call = (id: unknown, name: string) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name } });
const status = async (session: string | null, fields = {}): Promise<number> =>
  (await front.post(call(1, 'echo'), { 'mcp-session-id': session, ...fields })).status;

describe('initialize', () => {
  const ask = (params: unknown, method = 'initialize') =>
    front.post({ jsonrpc: '2.0', id: 1, method, params });
  it.each([
    ['2025-11-25', '2025-11-25'],
    ['2025-06-18', '2025-06-18'],
    ['2025-03-26', '2025-03-26'],
    ['1999-01-01', '2025-11-25'],
    ['2026-07-28', '2025-11-25'],
  ])('negotiates %s → %s', async (requested, version) => {
    const answer = await ask({ protocolVersion: requested, capabilities: {} });
    expect(answer.json().result).toEqual({ protocolVersion: version });
    const id = answer.fields.get('mcp-session-id') ?? '';
    expect(id).toMatch(/^[\x21-\x7e]{40,}$/);
    const later = await front.post(call(1, 'echo'), { 'mcp-session-id': id });
    expect(later.json().result).toEqual({ agent: 'ann', era: 'legacy', version });
  });
  it.each([
    ['no params', undefined],
    ['no version', { capabilities: {} }],
    ['a version that is no string', { protocolVersion: 1, capabilities: {} }],
    ['no capabilities', { protocolVersion: '2025-11-25' }],
    ['capabilities that are a list', { protocolVersion: '2025-11-25', capabilities: [] }],
    [
      'capabilities too large for a header',
      { protocolVersion: '2025-11-25', capabilities: { experimental: { a: 'x'.repeat(3000) } } },
    ],
  ])('refuses %s', async (_name, params) => {
    const answer = await ask(params);
    expect([answer.status, answer.json().error?.code]).toEqual([400, -32602]);
    expect(answer.fields.has('mcp-session-id')).toBe(false);
  });
  it('gives no session with an error', async () => {
    const params = { protocolVersion: '2025-11-25', capabilities: {}, name: 'refused-initialize' };
    const answer = await ask(params);
    expect(answer.json().error?.code).toBe(1);
    expect(answer.fields.has('mcp-session-id')).toBe(false);
  });
});

describe('a session id', () => {
  it('is needed, and opens for as long as it lives', async () => {
    const id = await openSession(front);
    expect(await status(id)).toBe(200);
    expect(await status(id)).toBe(200);
    expect(await status(null)).toBe(400);
    expect(await status('')).toBe(404);
  });

  it('tells nothing', async () => {
    const id = await openSession(front);
    expect(Buffer.from(id, 'base64url').toString('latin1')).not.toMatch(/ann|2025|key/);
  });

  it('is bound to its agent, and to how the agent came', async () => {
    const ann = await openSession(front);
    expect(await status(ann, { 'x-api-key': BOB_KEY })).toBe(404);
    expect(await status(ann, { 'x-api-key': null })).toBe(404);
    const guest = await openSession(front, { 'x-api-key': null });
    expect(await status(guest, { 'x-api-key': null })).toBe(200);
    expect(await status(guest)).toBe(404);
    expect(await status(guest, { 'x-api-key': GUEST_KEY })).toBe(404);
  });

  it('does not open after any change of any of its characters', async () => {
    const id = await openSession(front);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const forged = [`${id}A`, `${id}=`, `=${id}`, `${id}.`, id.slice(1), id.slice(0, -1), id + id];
    for (let i = 0; i < id.length; i += 3) {
      const other = alphabet[(alphabet.indexOf(id[i]!) + 1) % 64];
      forged.push(`${id.slice(0, i)}${other}${id.slice(i + 1)}`);
    }
    // The last character carries spare bits: a lenient decoder reads several of them as one.
    for (const last of alphabet) if (last !== id.at(-1)) forged.push(id.slice(0, -1) + last);
    for (const candidate of forged) expect(await status(candidate), candidate).toBe(404);
    expect(await status(id)).toBe(200);
  });

  it('of another process does not open', async () => {
    const other = await running(testGateway());
    expect(await status(await openSession(other))).toBe(404);
    await other.serving.close(100);
  });

  it('opens in a replica that seals with the same key, for its agent alone', async () => {
    const world = testGateway(testPlan({}, 'guest'));
    const { sealKeys } = front.world.gateway;
    const replica = await running({ ...world, gateway: { ...world.gateway, sealKeys } });
    const id = await openSession(front);
    const there = (key: string) => replica.post(call(1, 'echo'), { 'mcp-session-id': id, 'x-api-key': key });
    expect((await there(ANN_KEY)).json().result).toMatchObject({ agent: 'ann', version: '2025-11-25' });
    expect((await there(BOB_KEY)).status).toBe(404);
    await replica.serving.close(100);
  });

  it('expires after a day', async () => {
    const id = await openSession(front);
    front.world.clock.now += 24 * 3600_000 - 1;
    expect(await status(id)).toBe(200);
    front.world.clock.now += 1;
    expect(await status(id)).toBe(404);
  });

  it('ended by DELETE stays ended', async () => {
    const id = await openSession(front);
    const end = (fields: Record<string, string | null>) =>
      front.ask('DELETE', '/mcp', { 'x-api-key': ANN_KEY, ...fields });
    expect((await end({})).status).toBe(400);
    expect((await end({ 'mcp-session-id': id, 'x-api-key': BOB_KEY })).status).toBe(404);
    expect((await end({ 'mcp-session-id': id })).status).toBe(204);
    expect(await status(id)).toBe(404);
    expect((await end({ 'mcp-session-id': id })).status).toBe(404);
  });

  it('opens again after it was forgotten: nothing is stored that matters', async () => {
    const id = await openSession(front);
    for (let i = 0; i < 60; i++) expect(await status(await openSession(front))).toBe(200);
    expect(await status(id)).toBe(200);
  });

  it('goes with a legacy revision in the header, or none', async () => {
    const id = await openSession(front);
    expect(await status(id, { 'mcp-protocol-version': '2025-11-25' })).toBe(200);
    expect(await status(id, { 'mcp-protocol-version': '2025-03-26' })).toBe(200);
    expect(await status(id, { 'mcp-protocol-version': '1999-01-01' })).toBe(400);
    expect(await status(id, { 'mcp-protocol-version': 'x' })).toBe(400);
  });
});

describe('messages without an answer', () => {
  it.each([
    ['a notification', { jsonrpc: '2.0', method: 'notifications/initialized' }],
    ['a response', { jsonrpc: '2.0', id: 7, result: {} }],
    [
      'a cancellation of nothing',
      { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 999 } },
    ],
    ['a cancellation without an id', { jsonrpc: '2.0', method: 'notifications/cancelled', params: {} }],
  ])('%s → 202 and no body', async (_name, message) => {
    const id = await openSession(front);
    const answer = await front.post(message, { 'mcp-session-id': id });
    expect([answer.status, answer.text]).toEqual([202, '']);
    expect((await front.post(message)).status).toBe(400);
  });
});

describe('cancellation', () => {
  const cancel = (session: string, requestId: unknown, fields = {}) =>
    front.post(
      { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } },
      { 'mcp-session-id': session, ...fields },
    );

  it.each([[5], ['five'], ['with "quotes" and é'], ['a/b']])('of %j reaches its request only', async (id) => {
    const session = await openSession(front);
    const other = await openSession(front);
    front.world.cancelled.length = 0;
    const waiting = front.post(call(id, 'hang'), { 'mcp-session-id': session });
    await until(() => front.world.hanging.has(JSON.stringify(id)));
    await cancel(other, id);
    await cancel(session, `${id}x`);
    expect(front.world.cancelled).toEqual([]);
    await cancel(session, id);
    const answer = await waiting;
    expect(front.world.cancelled).toEqual([JSON.stringify(id)]);
    expect([answer.status, answer.text]).toEqual([200, '']);
    front.world.hanging.clear();
  });

  it('knows an id in another spelling', async () => {
    const session = await openSession(front);
    const body = '{"jsonrpc":"2.0","id":"\\u0061\\/b","method":"tools/call","params":{"name":"hang"}}';
    const waiting = front.post(body, { 'mcp-session-id': session });
    await until(() => front.world.hanging.size > 0);
    await cancel(session, 'a/b');
    const answer = await waiting;
    expect([answer.status, answer.text]).toEqual([200, '']);
    front.world.hanging.clear();
  });

  it('refuses an id that is in flight, and takes it again afterwards', async () => {
    const session = await openSession(front);
    const waiting = front.post(call(9, 'hang'), { 'mcp-session-id': session });
    await until(() => front.world.hanging.has('9'));
    const twice = await front.post(call(9, 'echo'), { 'mcp-session-id': session });
    expect([twice.status, twice.json().error?.code]).toEqual([400, -32600]);
    front.world.hanging.get('9')?.answer(200, [Buffer.from('{"jsonrpc":"2.0","id":9,"result":{}}')], []);
    expect((await waiting).json().result).toEqual({});
    expect((await front.post(call(9, 'echo'), { 'mcp-session-id': session })).status).toBe(200);
    front.world.hanging.clear();
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
  if (!holds()) throw new Error('it never came');
}
