// The suite on a Worker: the emitted file in workerd, as its own process; and what only a Worker does.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type BackendOptions, startBackend, tool } from '../backends/index.ts';
import { jsonFields, modern } from '../front/client.ts';
import { type Host, onEach, WORKERD } from './hosts.ts';
import { ask, call, legacyClient } from './suite/clients.ts';
import { gatewayOf } from './suite/config.ts';
import { emit, keyOf, type Serving, serve, until } from './suite/emitted.ts';
import { serves } from './suite/serves.ts';
import { survives } from './suite/survives.ts';

onEach([WORKERD], 'an emitted gateway serves', serves);
onEach([WORKERD], 'an emitted gateway survives', survives);
onEach([WORKERD], 'a Worker', worker);

function worker(host: Host): void {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  async function served(servers: string, env: Record<string, string> = {}): Promise<Serving> {
    const emitted = await emit(gatewayOf(servers, '', host));
    cleanups.push(() => emitted.remove());
    const gateway = await serve(emitted, env, host);
    cleanups.push(() => gateway.stop());
    return gateway;
  }

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
      { A_KEY: '', B_URL: 'https://evil.example/mcp' },
    );
    for (const path of ['/mcp', '/healthz']) {
      const answer = await fetch(gateway.url.replace('/mcp', path), { method: 'POST', body: '{}' });
      expect(answer.status).toBe(503);
      expect(await answer.text()).toBe(
        '{"jsonrpc":"2.0","error":{"code":503,"message":"The gateway cannot start: its log says what is missing.","data":{}}}',
      );
    }
    const lines = gateway.run.out.stderr
      .split('\n')
      .filter((line) => line.startsWith('The gateway cannot start'));
    expect(lines).toHaveLength(2);
    for (const missing of ['A_URL', 'A_KEY', 'evil.example', 'gateway.yaml:9', 'gateway.yaml:10'])
      expect(lines[1]).toContain(missing);
  });

  it('writes an audit record as one line of JSON on the console, with the caller’s address', async () => {
    const { url } = await backend({ tools: [tool('echo')] });
    const gateway = await served(`  only: { url: "${url}" }\n`);
    await listed(gateway, 'only__echo');
    await call(gateway.url, 'writer', 'only__echo');
    const record = await gateway.audited(({ tool }) => tool === 'only__echo');
    expect(record).toMatchObject({ decision: 'allow', ip: '127.0.0.1', server: 'only', status: 200 });
  });

  it('does not say that a server was not reached: fetch does not tell', async () => {
    const first = await backend({ tools: [tool('echo')] });
    const gateway = await served(`  only: { url: "${first.url}" }\n`);
    await listed(gateway, 'only__echo');
    await first.stop();
    const down = await call(gateway.url, 'writer', 'only__echo');
    expect([down.status, down.error!.data.begun]).toEqual([502, true]);
    await backend({ tools: [tool('echo')] }, first.port);
    await until(async () => (await call(gateway.url, 'writer', 'only__echo')).status === 200);
  });

  it('tells the server when the reader of a stream has left', async () => {
    const steps = tool('steps', { progress: 200, delayMs: 50 });
    const { url } = await backend({ eras: ['modern'], answers: 'sse', tools: [steps] });
    const gateway = await served(`  only: { url: "${url}" }\n`);
    await listed(gateway, 'only__steps');
    const abort = new AbortController();
    const answer = await post(gateway, 'tools/call', { name: 'only__steps' }, abort.signal);
    await answer.body!.getReader().read();
    abort.abort();
    expect(await gateway.audited(({ status }) => status === 499)).toMatchObject({ tool: 'only__steps' });
  });

  it('cancels a call of one request by another, in the legacy era', async () => {
    const { url, ledger } = await backend({ eras: ['legacy'], tools: [slow, tool('echo')] });
    const gateway = await served(`  only: { url: "${url}" }\n`);
    await listed(gateway, 'only__slow');
    const client = await legacyClient(gateway.url, 'writer');
    cleanups.push(() => client.close());
    const abort = new AbortController();
    const asked = client.callTool({ name: 'only__slow', arguments: {} }, undefined, { signal: abort.signal });
    await until(() => ledger.length === 1);
    abort.abort();
    await expect(asked).rejects.toThrow();
    await gateway.audited(({ status }) => status === 499);
    expect(
      (await client.callTool({ name: 'only__echo', arguments: { text: 'still here' } })).content,
    ).toBeTruthy();
    expect(gateway.run.out.stderr).not.toMatch(/internal error|different request/);
  });

  it('shares what a first request has begun, also when its client has left', async () => {
    const late = await backend({ tools: [tool('echo')] });
    const way = createServer((from) => void setTimeout(() => from.pipe(connect(late.port)).pipe(from), 1000));
    await once(way.listen(0, '127.0.0.1'), 'listening');
    cleanups.push(() => way.close());
    const gateway = await served(
      `  only: { url: "http://127.0.0.1:${(way.address() as AddressInfo).port}/mcp" }\n`,
    );
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
    const gateway = await served(`  only: { url: "${modern.url}" }\n`);
    await listed(gateway, 'only__echo');
    modern.setTools([tool('echo'), tool('newcomer')]);
    await listed(gateway, 'only__newcomer');
    expect(modern.requests.map(({ body }) => body).join()).not.toContain('subscriptions/listen');
  });
}

/** One modern request that asks for progress, and may be left. */
function post(
  gateway: Serving,
  method: string,
  params: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<Response> {
  const { body, fields } = modern(method, params);
  const _meta = { ...body.params._meta, progressToken: 1 };
  return fetch(gateway.url, {
    method: 'POST',
    headers: { ...jsonFields, ...fields, 'x-api-key': keyOf('writer') },
    body: JSON.stringify({ ...body, params: { ...body.params, _meta } }),
    signal,
  });
}
