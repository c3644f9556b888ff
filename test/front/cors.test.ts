// What a page of listen.origins gets to read, and what no other page gets.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modern, openSession, parse, type Received, type Running, running } from './client.ts';
import { ANN_KEY, testGateway, testPlan } from './world.ts';

const APP = 'https://app.acme.com';
let front: Running;
let closed: Running;
beforeAll(async () => {
  front = await running(testGateway(testPlan({ origins: [APP] })));
  closed = await running();
});
afterAll(() => Promise.all([front.serving.close(100), closed.serving.close(100)]));

const ask = (fields: Readonly<Record<string, string>>, path = '/mcp'): Promise<Received> =>
  front.ask('OPTIONS', path, { 'access-control-request-method': 'POST', ...fields });
const allowedOrigin = ({ fields }: Received): string | null => fields.get('access-control-allow-origin');

describe('a preflight', () => {
  it('of an allowed page is answered without a credential, and is no refusal', async () => {
    const before = front.world.refusals.length;
    const answer = await ask({ origin: APP });
    expect([answer.status, answer.text, allowedOrigin(answer)]).toEqual([204, '', APP]);
    expect(answer.fields.get('access-control-allow-methods')).toBe('GET, POST, DELETE');
    expect(answer.fields.get('access-control-max-age')).toBe('7200');
    expect(answer.fields.get('vary')).toBe('Origin');
    expect(answer.fields.get('access-control-allow-credentials')).toBeNull();
    expect(front.world.refusals.length).toBe(before);
  });

  it.each([
    ['authorization,content-type', 'authorization, content-type'],
    ['Accept, X-Api-Key ,Last-Event-ID', 'accept, x-api-key, last-event-id'],
    [
      'mcp-method,mcp-name,mcp-protocol-version,mcp-session-id',
      'mcp-method, mcp-name, mcp-protocol-version, mcp-session-id',
    ],
    ['mcp-param-region,cookie,host', 'mcp-param-region'],
    ['x-other', null],
    ['mcp-a b,*', null],
    ['', null],
  ])('that asks for %s may send %s', async (asked, allowed) => {
    const answer = await ask({ origin: APP, 'access-control-request-headers': asked });
    expect(answer.fields.get('access-control-allow-headers')).toBe(allowed);
  });

  it.each([
    ['another origin', { origin: 'https://evil.com' }, 403],
    ['a longer origin', { origin: `${APP}.evil.com` }, 403],
    ['no origin', {}, 401],
    ['the gateway’s own origin', { host: 'localhost', origin: 'http://localhost' }, 401],
    ['another host', { host: 'evil.com', origin: APP }, 403],
  ] as const)('of %s is refused', async (_, fields, status) => {
    const answer = await ask(fields);
    expect(answer.status).toBe(status);
    expect(answer.fields.get('access-control-allow-methods')).toBeNull();
  });

  it('is refused where no origin is allowed', async () => {
    const fields = { origin: APP, 'access-control-request-method': 'POST' };
    expect((await closed.ask('OPTIONS', '/mcp', fields)).status).toBe(403);
    const own = { ...fields, host: 'localhost', origin: 'http://localhost' };
    const answer = await closed.ask('OPTIONS', '/mcp', own);
    expect([answer.status, allowedOrigin(answer), answer.fields.get('vary')]).toEqual([401, null, null]);
  });

  it('OPTIONS that asks for no method is none', async () => {
    expect((await front.ask('OPTIONS', '/mcp', { origin: APP })).status).toBe(401);
  });
});

describe('an answer', () => {
  const call = (name: string, fields: Readonly<Record<string, string | null>>): Promise<Received> => {
    const { body, fields: own } = modern('tools/call', { name });
    return front.post(body, { ...own, ...fields });
  };
  it.each([
    ['a result', 'echo', 200],
    ['an event stream', 'progress', 200],
    ['a refusal of the gateway', 'limited', 429],
  ])('%s can be read', async (_, name, status) => {
    const answer = await call(name, { origin: APP.toUpperCase() });
    // A browser compares with what it sent.
    expect([answer.status, allowedOrigin(answer)]).toEqual([status, APP.toUpperCase()]);
    expect(answer.fields.get('vary')).toBe('Origin');
    expect(answer.fields.get('access-control-expose-headers')).toBe(
      'Mcp-Session-Id, Retry-After, WWW-Authenticate, RateLimit',
    );
  });

  it('a session and its end, and what the front refuses', async () => {
    const id = await openSession(front, { origin: APP });
    const fields = { origin: APP, 'x-api-key': ANN_KEY, 'mcp-session-id': id };
    const ended = await front.ask('DELETE', '/mcp', fields);
    expect([ended.status, allowedOrigin(ended)]).toEqual([204, APP]);
    const answers = [
      await call('echo', { origin: APP, 'x-api-key': null }),
      await call('echo', { origin: APP, 'content-type': 'text/plain' }),
      await front.post('{', { origin: APP }),
    ];
    expect(answers.map((answer) => [answer.status, allowedOrigin(answer)])).toEqual([
      [401, APP],
      [415, APP],
      [400, APP],
    ]);
  });

  it('what the host refuses can be read, too', async () => {
    const bounds = { bodyBytes: 100, headMs: 200, bodyMs: 100 };
    const world = testGateway(testPlan({ origins: [APP] }));
    const small = await running(world, { bounds });
    const head = `POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: ${ANN_KEY}\r\nOrigin: ${APP}\r\nAccept: */*\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const large = parse(await small.raw(`${head}80\r\n${'x'.repeat(128)}\r\n`));
    const slow = parse(await small.raw(head, 5000));
    const broken = parse(await small.raw(`${head}no\r\n`));
    await small.serving.close(100);
    expect([large, slow, broken].map((answer) => [answer.status, allowedOrigin(answer)])).toEqual([
      [413, APP],
      [408, APP],
      [400, APP],
    ]);
    expect(world.refusals.length).toBe(3);
  });

  it('of another page, or to no page, cannot', async () => {
    for (const fields of [{ origin: 'https://evil.com' }, { origin: 'null' }, {}]) {
      const answer = await call('echo', fields);
      expect(allowedOrigin(answer)).toBeNull();
      expect(answer.fields.get('vary')).toBe('Origin');
    }
    const { body, fields } = modern('tools/call', { name: 'echo' });
    expect((await closed.post(body, fields)).fields.get('vary')).toBeNull();
  });
});
