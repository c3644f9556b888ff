// What is decided from the head alone: duplicates, Host, Origin, paths, authentication, methods, media types.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonFields, modern, parse, type Running, running } from './client.ts';
import { ANN_KEY, BOB_KEY, testGateway, testPlan } from './world.ts';

let front: Running;
beforeAll(async () => {
  const plan = testPlan({ hosts: ['mcp.acme.com', 'edge.acme.com:8443'], origins: ['https://app.acme.com'] });
  front = await running(testGateway(plan));
});
afterAll(() => front.serving.close(100));

const call = modern('tools/call', { name: 'echo' });

describe('header fields that may stand once', () => {
  const names = [
    'Host',
    'Authorization',
    'Content-Type',
    'Mcp-Session-Id',
    'MCP-Protocol-Version',
    'Mcp-Method',
    'Mcp-Name',
    'Origin',
    'X-Api-Key',
  ];
  it.each(names)('%s twice is refused, even with one value', async (name) => {
    const twice = `${name}: same\r\n${name.toUpperCase()}: same\r\n`;
    const host = name === 'Host' ? '' : 'Host: 127.0.0.1\r\n';
    const answer = parse(await front.raw(`POST /mcp HTTP/1.1\r\n${host}${twice}Connection: close\r\n\r\n`));
    expect(answer.status).toBe(400);
  });

  it('Accept may stand in several lines', async () => {
    const body = JSON.stringify(call.body);
    const text = [
      'POST /mcp HTTP/1.1',
      'Host: 127.0.0.1',
      `X-Api-Key: ${ANN_KEY}`,
      'Accept: application/json',
      'Accept: text/event-stream',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      ...Object.entries(call.fields).map(([name, value]) => `${name}: ${value}`),
      'Connection: close',
      '',
      body,
    ].join('\r\n');
    expect(parse(await front.raw(text)).status).toBe(200);
  });
});

describe('Host', () => {
  const own = (): string => `127.0.0.1:${front.port}`;
  const table: readonly (readonly [string, number])[] = [
    ['127.0.0.1', 200],
    ['localhost', 200],
    ['LOCALHOST:8080', 200],
    ['[::1]:8080', 200],
    ['mcp.acme.com', 200],
    ['MCP.acme.com:443', 200],
    ['edge.acme.com:8443', 200],
    ['edge.acme.com', 403],
    ['edge.acme.com:443', 403],
    ['evil.com', 403],
    ['127.0.0.1.evil.com', 403],
    ['localhost.evil.com', 403],
    ['mcp.acme.com.', 403],
    ['10.0.0.1', 403],
    ['user@localhost', 403],
    ['localhost:80:80', 403],
    ['localhost:999999', 403],
    ['localhost/', 403],
  ];
  it.each(table)('%s → %i', async (host, status) => {
    expect((await front.ask('GET', '/healthz', { host })).status).toBe(status);
  });
  it('is the address itself', async () => {
    expect((await front.ask('GET', '/healthz', { host: own() })).status).toBe(200);
  });
  it('missing is a bad request', async () => {
    expect((await front.ask('GET', '/healthz', { host: null })).status).toBe(400);
    expect(parse(await front.raw('GET /healthz HTTP/1.0\r\n\r\n')).status).toBe(400);
  });
  it('is any address, and no foreign name, for who listens on every address', async () => {
    const wide = await running(testGateway(testPlan({ host: '0.0.0.0' })));
    const status = async (host: string): Promise<number> =>
      (await wide.ask('GET', '/healthz', { host })).status;
    expect(await status('10.1.2.3:8080')).toBe(200);
    expect(await status('[fd00::1]')).toBe(200);
    expect(await status('localhost')).toBe(200);
    expect(await status('evil.com')).toBe(403);
    expect(await status('999.1.1.1.evil')).toBe(403);
    await wide.serving.close(100);
  });
});

describe('Origin', () => {
  it.each([
    ['https://app.acme.com', 200],
    ['https://APP.acme.com', 200],
    ['http://127.0.0.1:7', 200],
    ['https://127.0.0.1:7', 200],
    ['http://127.0.0.1:8', 403],
    ['http://localhost:7', 403],
    ['http://app.acme.com', 403],
    ['https://app.acme.com.evil.com', 403],
    ['null', 403],
    ['', 403],
  ])('%s → %i', async (origin, status) => {
    expect((await front.ask('GET', '/healthz', { host: '127.0.0.1:7', origin })).status).toBe(status);
  });
});

describe('paths', () => {
  it('knows no other path, and says so without a credential', async () => {
    for (const path of ['/', '/mcp/', '/MCP', '/mcp/x', '//mcp', '/.well-known/x', 'http://127.0.0.1/mcp']) {
      expect((await front.ask('POST', path)).status, path).toBe(404);
    }
  });
  it('serves the path with a query', async () => {
    const answer = await front.ask(
      'POST',
      '/mcp?x=1',
      { ...jsonFields, ...call.fields },
      JSON.stringify(call.body),
    );
    expect(answer.status).toBe(200);
  });
  it('lives', async () => {
    const answer = await front.ask('GET', '/healthz');
    expect([answer.status, answer.text]).toEqual([200, '{"state":"up"}']);
    expect((await front.ask('POST', '/healthz')).status).toBe(405);
  });
  it('tells strangers one word of its readiness, agents how many servers are up and how much is hidden, nobody which', async () => {
    const stranger = await front.ask('GET', '/readyz');
    expect([stranger.status, stranger.text]).toEqual([200, '{"state":"ready"}']);
    expect((await front.ask('GET', '/readyz', { 'x-api-key': 'not-a-key-of-anyone' })).text).toBe(
      '{"state":"ready"}',
    );
    const known = await front.ask('GET', '/readyz', { 'x-api-key': ANN_KEY });
    expect(known.json()).toEqual({
      state: 'ready',
      servers: { up: 0, starting: 0, down: 1, stale: 1 },
      hidden: 2,
    });
    front.world.ready = false;
    expect((await front.ask('GET', '/readyz')).status).toBe(503);
    front.world.ready = true;
  });
});

describe('authentication', () => {
  it.each([
    ['none', {}],
    ['an unknown key', { 'x-api-key': `${ANN_KEY}x` }],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['two', { authorization: `Bearer ${ANN_KEY}`, 'x-api-key': ANN_KEY }],
  ])('%s → 401 with a challenge, a reference and an audit record', async (_name, credential) => {
    const before = front.world.refusals.length;
    const answer = await front.post(call.body, { ...call.fields, 'x-api-key': null, ...credential });
    expect(answer.status).toBe(401);
    expect(answer.fields.get('www-authenticate')).toBe('Bearer realm="acme"');
    expect(answer.json().error?.data.reference).toBe(`ref-${front.world.refusals.length}`);
    expect(front.world.refusals.slice(before)).toMatchObject([
      { decision: 'unauthenticated', stage: 'authenticate', status: 401, agent: null, ip: '127.0.0.1' },
    ]);
    expect(answer.text).not.toMatch(/missing|invalid|several|ann/);
  });

  it('comes before anything that tells of methods and media types', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await front.ask(method, '/mcp')).status).toBe(401);
  });

  it('takes either way of carrying a key', async () => {
    const bearer = { 'x-api-key': null, authorization: `Bearer ${BOB_KEY}` };
    expect((await front.post(call.body, { ...call.fields, ...bearer })).json().result).toMatchObject({
      agent: 'bob',
    });
  });

  it('a gateway with an anonymous agent still refuses a bad key', async () => {
    const open = await running(testGateway(testPlan({}, 'guest')));
    const guest = await open.post(call.body, { ...call.fields, 'x-api-key': null });
    expect(guest.json().result).toMatchObject({ agent: 'guest' });
    expect((await open.post(call.body, { ...call.fields, 'x-api-key': `${ANN_KEY}x` })).status).toBe(401);
    await open.serving.close(100);
  });

  it('may be asynchronous, and a rejection is no admission', async () => {
    const world = testGateway();
    const agent = {
      ...world.gateway,
      authenticate: () => Promise.reject(new Error('issuer down at 10.0.0.7')),
    };
    const broken = await running({ ...world, gateway: agent });
    const answer = await broken.post(call.body, call.fields);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('10.0.0.7');
    expect(world.logs.join()).toContain('10.0.0.7');
    expect(world.requests).toEqual([]);
    const later = {
      ...world.gateway,
      authenticate: async () => world.gateway.authenticate(['x-api-key', ANN_KEY], ''),
    };
    const slow = await running({ ...world, gateway: later });
    expect((await slow.post(call.body, call.fields)).status).toBe(200);
    await Promise.all([broken.serving.close(100), slow.serving.close(100)]);
  });
});

describe('methods and media types', () => {
  it('has no GET stream', async () => {
    const answer = await front.ask('GET', '/mcp', { 'x-api-key': ANN_KEY, accept: 'text/event-stream' });
    expect([answer.status, answer.fields.get('allow')]).toEqual([405, 'POST, DELETE']);
  });
  it.each([
    ['application/json', 200],
    ['application/json; charset=utf-8', 200],
    ['Application/JSON;charset="UTF-8"', 200],
    ['application/json; charset=utf-16', 415],
    ['text/plain', 415],
    ['application/jsonp', 415],
    ['application/json, text/plain', 415],
    [null, 415],
  ])('Content-Type %s → %i', async (type, status) => {
    expect((await front.post(call.body, { ...call.fields, 'content-type': type })).status).toBe(status);
  });
  it.each([
    ['text/event-stream, application/json', 200],
    ['application/json;q=0.5 , text/event-stream;q=1', 200],
    ['*/*', 200],
    ['application/*, text/*', 200],
    ['application/json', 406],
    ['text/event-stream', 406],
    ['*/*, text/event-stream;q=0', 406],
    ['text/html', 406],
    [null, 406],
  ])('Accept %s → %i', async (accept, status) => {
    expect((await front.post(call.body, { ...call.fields, accept })).status).toBe(status);
  });
});
