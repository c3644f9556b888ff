// What a served gateway does for agents: both eras on both sides, HTTP and stdio, lists, calls, refusals, audit.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, oddTool, startBackend, tool } from '../../backends/index.ts';
import type { Host } from '../hosts.ts';
import { ask, call, legacyClient, modernClient } from './clients.ts';
import { addressesOf, gatewayOf, stdioCommand, webServers } from './config.ts';
import { type Emitted, emit, keyOf, type Serving, serve, until } from './emitted.ts';

const TOOLS = [
  tool('echo'),
  tool('steps', { progress: 3, delayMs: 20 }),
  tool('slow', { progress: 1, delayMs: 10_000 }),
  oddTool,
];
const KINDS = [
  ['legacy', 'json'],
  ['legacy', 'sse'],
  ['modern', 'json'],
  ['modern', 'sse'],
] as const;

export function serves(host: Host): void {
  let backends: Backend[];
  let emitted: Emitted;
  let gateway: Serving;

  beforeAll(async () => {
    backends = await Promise.all(
      KINDS.map(([era, answers]) =>
        startBackend({
          eras: [era],
          answers,
          tools: TOOLS,
          listChanged: true,
          requires: ['x-api-key', 'backend-secret'],
        }),
      ),
    );
    const names = KINDS.map((kind) => kind.join('-'));
    const http = webServers(names, ', credentials: { header: { X-Api-Key: { env: BACKEND_KEY } } }');
    const stdio = (host.worker ? [] : ['legacy', 'modern'])
      .map((era) => `  stdio-${era}: { command: ${stdioCommand({ eras: [era], tools: TOOLS })} }\n`)
      .join('');
    emitted = await emit(
      gatewayOf(
        http + stdio,
        'limits:\n  - { name: odd-ones, per: agent, tools: "*__odd", rate: 12/hour, burst: 12 }\n',
        host,
      ),
    );
    const addresses = addressesOf(Object.fromEntries(names.map((name, at) => [name, backends[at]!])));
    gateway = await serve(emitted, { BACKEND_KEY: 'backend-secret', ...addresses }, host);
    await until(async () => (await modernNames('writer')).length === servers.length * TOOLS.length);
  });

  afterAll(async () => {
    await gateway?.stop();
    emitted?.remove();
    await Promise.all((backends ?? []).map((backend) => backend.stop()));
  });

  async function modernNames(agent: string): Promise<string[]> {
    const { text } = await ask(gateway.url, agent, 'tools/list');
    return JSON.parse(text).result.tools.map(({ name }: { name: string }) => name);
  }

  const servers = [
    ...KINDS.map((kind) => kind.join('-')),
    ...(host.worker ? [] : ['stdio-legacy', 'stdio-modern']),
  ];

  for (const [era, open] of [
    ['legacy', legacyClient],
    ['modern', modernClient],
  ] as const) {
    describe(`the official ${era} client`, () => {
      it('lists one catalog', async () => {
        const client = await open(gateway.url, 'reader');
        const { tools } = await client.listTools();
        expect(tools.map(({ name }) => name)).toEqual(servers.map((server) => `${server}__echo`).sort());
        await client.close();
      });

      for (const server of servers) {
        it(`calls a tool of ${server}`, async () => {
          const client = await open(gateway.url, 'writer');
          const result = await client.callTool({
            name: `${server}__echo`,
            arguments: { text: `über ${server}` },
          });
          expect(JSON.stringify(result.content)).toContain(`über ${server}`);
          await client.close();
        });
      }

      // An answer in JSON has no room for notifications.
      for (const server of servers.filter((name) => !name.endsWith('-json'))) {
        it(`is told of the progress of ${server}`, async () => {
          const client = await open(gateway.url, 'writer');
          const seen: number[] = [];
          await client.callTool({ name: `${server}__steps`, arguments: {} }, ...progressOptions(era, seen));
          expect(seen).toEqual([1, 2, 3]);
          await client.close();
        });
      }

      // workerd by itself notices that a client has left only where an answer is on its way: see workers.test.ts.
      it.skipIf(host.worker && era === 'modern')('cancels a call, and the server is told', async () => {
        const slow = `${servers.at(-1)}__slow`;
        const client = await open(gateway.url, 'writer');
        const abort = new AbortController();
        // By its progress the server says that it is at work.
        const options = { signal: abort.signal, onprogress: () => abort.abort() } as never;
        const asked = client.callTool(
          { name: slow, arguments: {} },
          ...((era === 'legacy' ? [undefined, options] : [options]) as never[]),
        );
        await expect(asked).rejects.toThrow();
        const record = await gateway.audited(({ status, era: of }) => status === 499 && of === era);
        expect(record).toMatchObject({ tool: slow, agent: 'writer' });
        await client.close();
      });
    });
  }

  describe('what passes', () => {
    it.each(servers)('passes an odd answer of %s as it came', async (server) => {
      const { text } = await ask(
        gateway.url,
        'writer',
        'tools/call',
        `{"name":"${server}__odd","arguments":{}}`,
      );
      const given = oddTool.result!.slice(1, -1);
      const type = server.includes('modern') ? /^\{"jsonrpc":"2\.0","id":1,/ : /^/;
      expect(text).toMatch(type);
      expect(text).toContain(given);
      expect(JSON.parse(text)).toMatchObject({ id: 1, result: { resultType: 'complete' } });
    });

    it('passes arguments as they were written', async () => {
      const args = '{ "n":9007199254740993 , "x":1.0,"deep":[{"\\u00e9":"\\ud83d\\ude00"}], "e":1E+2 }';
      for (const [at, [era, answers]] of KINDS.entries()) {
        const name = `${era}-${answers}__echo`;
        await ask(gateway.url, 'writer', 'tools/call', `{"name":"${name}","arguments":${args}}`);
        expect(backends[at]!.ledger.at(-1)!.args).toBe(args);
      }
    });

    it('gives servers their own credential, and never the agent’s', async () => {
      for (const [at, [era, answers]] of KINDS.entries()) {
        await call(gateway.url, 'writer', `${era}-${answers}__echo`);
        for (const { fields, body } of backends[at]!.requests) {
          const sent = JSON.stringify(fields).toLowerCase() + body;
          expect(sent).toContain('backend-secret');
          expect(sent).not.toContain('authorization');
          expect(sent).not.toContain(keyOf('writer'));
        }
      }
    });
  });

  describe('what is refused', () => {
    it('is hidden alike from an agent that may not see it', async () => {
      const hidden = await call(gateway.url, 'reader', 'modern-json__slow');
      const missing = await call(gateway.url, 'reader', 'modern-json__nothing');
      expect(hidden.error).toMatchObject({ code: -32602, message: 'Unknown tool: modern-json__slow' });
      expect(missing.error).toMatchObject({ code: -32602, message: 'Unknown tool: modern-json__nothing' });
      expect(Object.keys(hidden.error!.data)).toEqual(Object.keys(missing.error!.data));
    });

    it('is told to the model by the rule’s message, and audited by rule and line', async () => {
      const { status, result } = await call(gateway.url, 'reader', 'modern-json__echo', {
        text: 'my secret',
      });
      expect([status, result?.isError]).toEqual([200, true]);
      expect(result!.content[0]!.text).toMatch(/^No secrets here\. \(reference \S+\)$/);
      const ref = /reference (\S+)\)/.exec(result!.content[0]!.text)![1];
      expect(await gateway.audited((record) => record.ref === ref)).toMatchObject({
        decision: 'deny',
        rule: 'no-secrets',
        place: `gateway.yaml:${13 + servers.length}`,
        policy: emitted.policy,
        agent: 'reader',
        team: 'support',
      });
    });

    it('is limited with the time to wait', async () => {
      let limited = await call(gateway.url, 'writer', 'modern-json__odd');
      for (let i = 0; i < 12 && limited.status === 200; i++)
        limited = await call(gateway.url, 'writer', 'modern-json__odd');
      expect(limited.status).toBe(429);
      const seconds = Number(limited.headers.get('retry-after'));
      expect(seconds).toBeGreaterThan(240);
      expect(seconds).toBeLessThanOrEqual(300);
      expect(limited.error).toMatchObject({ code: 429, data: { limit: 'odd-ones' } });
    });

    it('without a key, or with a bad one, is 401, and audited', async () => {
      for (const fields of [{}, { authorization: 'Bearer mcpgw_wrong_key_0123456789' }]) {
        const answer = await fetch(gateway.url, { method: 'POST', headers: fields, body: '{}' });
        expect(answer.status).toBe(401);
        expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
      }
      await gateway.audited(({ decision, reason }) => decision === 'unauthenticated' && reason !== null);
    });
  });

  // A Worker keeps no stream on which a server could tell: it asks when the list grows old.
  it.skipIf(host.worker)('notices that a server’s tools have changed', async () => {
    for (const backend of backends) backend.setTools([...TOOLS, tool('newcomer')]);
    const added = KINDS.map((kind) => `${kind.join('-')}__newcomer`);
    await until(async () => {
      const names = await modernNames('writer');
      return added.every((name) => names.includes(name));
    });
  });

  it('answers health and readiness', async () => {
    const base = gateway.url.replace('/mcp', '');
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    const ready = await fetch(`${base}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.text()).not.toContain('backend-secret');
  });
}

function progressOptions(era: string, seen: number[]): never[] {
  const options = { onprogress: ({ progress }: { progress: number }) => seen.push(progress) };
  return (era === 'legacy' ? [undefined, options] : [options]) as never[];
}
