// The suite on a Worker: the emitted file in workerd, as its own process; and what only a Worker does.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import type { Worker } from '../../runtime/hosts/workers.ts';
import { type BackendOptions, startBackend, tool } from '../backends/index.ts';
import { jsonFields, modern } from '../front/client.ts';
import { type Host, onEach, WORKERD } from './hosts.ts';
import { ask, call, legacyClient } from './suite/clients.ts';
import { addressesOf, gatewayOf, webServers } from './suite/config.ts';
import { emit, keyOf, type Serving, serve, until } from './suite/emitted.ts';
import { flows } from './suite/flows.ts';
import { serves } from './suite/serves.ts';
import { survives } from './suite/survives.ts';

onEach([WORKERD], 'an emitted gateway serves', serves);
onEach([WORKERD], 'an emitted gateway survives', survives);
onEach([WORKERD], 'large answers pass', flows);
onEach([WORKERD], 'a Worker', worker);

function worker(host: Host): void {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  const SEALED = 'listen: { hosts: [mcp.acme.com], seal: [{ env: SEAL_KEY }] }\n';

  async function served(servers: string, env: Record<string, string> = {}, more = ''): Promise<Serving> {
    const emitted = await emit(gatewayOf(servers, more, host));
    cleanups.push(() => emitted.remove());
    const gateway = await serve(emitted, env, host);
    cleanups.push(() => gateway.stop());
    return gateway;
  }

  /** A gateway over one server. */
  const servedOver = (
    only: { readonly url: string },
    env: Record<string, string> = {},
    more = '',
  ): Promise<Serving> => served(webServers(['only']), { ...addressesOf({ only }), ...env }, more);

  async function backend(options: BackendOptions, port?: number) {
    const started = await startBackend(options, port);
    cleanups.push(() => started.stop());
    return started;
  }

  const slow = tool('slow', { delayMs: 3000 });
  const listed = (gateway: Serving, name: string) =>
    until(async () => (await ask(gateway.url, 'writer', 'tools/list')).text.includes(name));

  it('answers every request with 503 while something is missing, and lists it all in the log each time', async () => {
    const gateway = await served(
      '  a: { url: { env: A_URL, hosts: [a.example] }, credentials: { header: { X-Api-Key: { env: A_KEY } } } }\n' +
        '  b: { url: { env: B_URL, hosts: [b.example] } }\n',
      { A_KEY: '', B_URL: 'https://evil.example/mcp', SEAL_KEY: 'short' },
      SEALED,
    );
    for (const path of ['/mcp', '/healthz']) {
      const answer = await fetch(gateway.url.replace('/mcp', path), { method: 'POST', body: '{}' });
      expect(answer.status).toBe(503);
      expect(await answer.text()).toBe(
        '{"jsonrpc":"2.0","error":{"code":503,"message":"The gateway cannot start: its log says what is missing.","data":{}}}',
      );
    }
    const lines = await until(() => {
      const said = gateway.run.out.stderr.split('\n').slice(0, -1);
      const found = said.filter((line) => line.startsWith('The gateway cannot start'));
      return found.length === 2 && found;
    });
    for (const missing of [
      'SEAL_KEY has fewer than 32 characters',
      'A_URL',
      'A_KEY',
      'evil.example',
      'gateway.yaml:9',
      'gateway.yaml:10',
    ])
      expect(lines[1]).toContain(missing);
  });

  it('writes an audit record as one line of JSON on the console, with the caller’s address', async () => {
    const gateway = await servedOver(await backend({ tools: [tool('echo')] }));
    await listed(gateway, 'only__echo');
    await call(gateway.url, 'writer', 'only__echo');
    const record = await gateway.audited(({ tool }) => tool === 'only__echo');
    expect(record).toMatchObject({ decision: 'allow', ip: '127.0.0.1', server: 'only', status: 200 });
  });

  it('does not say that a server was not reached: fetch does not tell', async () => {
    const first = await backend({ tools: [tool('echo')] });
    const gateway = await servedOver(first);
    await listed(gateway, 'only__echo');
    await first.stop();
    const down = await call(gateway.url, 'writer', 'only__echo');
    expect([down.status, down.error!.data.begun]).toEqual([502, true]);
    await backend({ tools: [tool('echo')] }, first.port);
    await until(async () => (await call(gateway.url, 'writer', 'only__echo')).status === 200);
  });

  it('tells the server when the reader of a stream has left', async () => {
    const steps = tool('steps', { progress: 200, delayMs: 50 });
    const gateway = await servedOver(await backend({ eras: ['modern'], answers: 'sse', tools: [steps] }));
    await listed(gateway, 'only__steps');
    const abort = new AbortController();
    const answer = await post(gateway, 'tools/call', { name: 'only__steps' }, abort.signal);
    await answer.body!.getReader().read();
    abort.abort();
    expect(await gateway.audited(({ status }) => status === 499)).toMatchObject({ tool: 'only__steps' });
  });

  // workerd by itself notices that a client has left only once an answer is on its way; Cloudflare's edge tells at once.
  it('cancels a call when the host says that its client has left', async () => {
    const { url, ledger } = await backend({ eras: ['modern'], tools: [slow] });
    const emitted = await emit(gatewayOf(`  only: { url: "${url}" }\n`, '', host));
    cleanups.push(() => emitted.remove());
    const lines: string[] = [];
    const spy = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(line));
    cleanups.push(() => spy.mockRestore());
    const worker = ((await import(emitted.file)) as { default: Worker }).default;
    const abort = new AbortController();
    const asked = new Request('http://localhost/mcp', {
      ...requestOf('tools/call', { name: 'only__slow' }),
      signal: abort.signal,
    });
    void worker.fetch(asked, {}, { waitUntil() {} });
    await until(() => ledger.length === 1);
    abort.abort();
    expect(await until(() => lines.find((line) => line.includes('"status":499')))).toContain('only__slow');
  });

  it('cancels a call of one request by another, in the legacy era', async () => {
    const only = await backend({ eras: ['legacy'], tools: [slow, tool('echo')] });
    const gateway = await servedOver(only);
    await listed(gateway, 'only__slow');
    const client = await legacyClient(gateway.url, 'writer');
    cleanups.push(() => client.close());
    const abort = new AbortController();
    const asked = client.callTool({ name: 'only__slow', arguments: {} }, undefined, { signal: abort.signal });
    await until(() => only.ledger.length === 1);
    abort.abort();
    await expect(asked).rejects.toThrow();
    await gateway.audited(({ status }) => status === 499);
    expect(
      (await client.callTool({ name: 'only__echo', arguments: { text: 'still here' } })).content,
    ).toBeTruthy();
    expect(gateway.run.out.stderr).not.toMatch(/internal error|different request/);
  });

  it('knows a session that another isolate opened, where both have the key', async () => {
    const only = await backend({ tools: [tool('echo')] });
    const key = 'k'.repeat(32);
    const [one, same, alone] = await Promise.all([
      servedOver(only, { SEAL_KEY: key }, SEALED),
      servedOver(only, { SEAL_KEY: key }, SEALED),
      servedOver(only),
    ]);
    const session = (await initialize(one!)).headers.get('mcp-session-id')!;
    const statuses = [one!, same!, alone!].map(
      async (gateway) => (await initialized(gateway, session)).status,
    );
    expect(await Promise.all(statuses)).toEqual([202, 202, 404]);
    expect(one!.run.out.stderr).not.toContain('listen.seal');
    expect(alone!.run.out.stderr).toContain('listen.seal is not set');
  });

  it('serves many at once, each by the means of its own request', async () => {
    const tools = [0, 20, 200].map((delayMs) => tool(`t${delayMs}`, { delayMs }));
    const many = await backend({ eras: ['legacy'], answers: 'sse', tools });
    const gateway = await servedOver(many);
    await listed(gateway, 'only__t0');
    const statuses = await Promise.all(
      Array.from({ length: 150 }, async (_, at) => {
        await new Promise((resolve) => setTimeout(resolve, at * 2));
        return (await call(gateway.url, 'writer', `only__t${[0, 20, 200][at % 3]}`)).status;
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(many.ledger).toHaveLength(150);
    expect(gateway.run.out.stderr).not.toMatch(/error|exception|different request/i);
  });

  it('shares what a first request has begun, also when its client has left', async () => {
    const late = await backend({ tools: [tool('echo')] });
    const way = createServer((from) => void setTimeout(() => from.pipe(connect(late.port)).pipe(from), 1000));
    await once(way.listen(0, '127.0.0.1'), 'listening');
    cleanups.push(() => way.close());
    const gateway = await servedOver({ url: `http://127.0.0.1:${(way.address() as AddressInfo).port}/mcp` });
    const abort = new AbortController();
    const first = post(gateway, 'tools/list', {}, abort.signal).catch(() => 'left');
    await once(way, 'connection');
    const others = Array.from({ length: 5 }, () => ask(gateway.url, 'writer', 'tools/list'));
    abort.abort();
    expect(await first).toBe('left');
    for (const { text } of await Promise.all(others)) expect(text).toContain('only__echo');
  });

  it('opens no stream of its own, and asks again when a list has grown old', async () => {
    const modern = await backend({ eras: ['modern'], listChanged: true, ttlMs: 1000, tools: [tool('echo')] });
    const gateway = await servedOver(modern);
    await listed(gateway, 'only__echo');
    modern.setTools([tool('echo'), tool('newcomer')]);
    await listed(gateway, 'only__newcomer');
    expect(modern.requests.map(({ body }) => body).join()).not.toContain('subscriptions/listen');
  });
}

/** One message of the legacy era, in a session if there is one. */
function legacy(gateway: Serving, message: object, session: Readonly<Record<string, string>> = {}) {
  const headers = { ...jsonFields, ...session, 'x-api-key': keyOf('writer') };
  return fetch(gateway.url, {
    method: 'POST',
    headers,
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
  });
}

function initialize(gateway: Serving): Promise<Response> {
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'plain', version: '1' },
  };
  return legacy(gateway, { id: 1, method: 'initialize', params });
}

function initialized(gateway: Serving, id: string): Promise<Response> {
  return legacy(gateway, { method: 'notifications/initialized' }, { 'mcp-session-id': id });
}

/** One modern request that asks for progress, and may be left. */
function post(gateway: Serving, method: string, params: Params, signal: AbortSignal): Promise<Response> {
  return fetch(gateway.url, { ...requestOf(method, params), signal });
}

type Params = Readonly<Record<string, unknown>>;

function requestOf(method: string, params: Params) {
  const { body, fields } = modern(method, params);
  const _meta = { ...body.params._meta, progressToken: 1 };
  return {
    method: 'POST',
    headers: { ...jsonFields, ...fields, 'x-api-key': keyOf('writer') },
    body: JSON.stringify({ ...body, params: { ...body.params, _meta } }),
  };
}
