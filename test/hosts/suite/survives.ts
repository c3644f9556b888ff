// What a gateway does when something is missing, slow, dead or odd: it says so, and nothing is executed twice.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, type BackendOptions, startBackend, tool } from '../../backends/index.ts';
import type { Host } from '../hosts.ts';
import { startFile } from '../process.ts';
import { ask, call, modernClient } from './clients.ts';
import { addressesOf, gatewayOf, stdioCommand, webServers } from './config.ts';
import { type Emitted, emit, type Serving, serve, until } from './emitted.ts';

export function survives(host: Host): void {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  async function emitted(servers: string): Promise<Emitted> {
    const made = await emit(gatewayOf(servers, '', host));
    cleanups.push(() => made.remove());
    return made;
  }

  async function served(servers: string, env: Record<string, string> = {}): Promise<Serving> {
    const gateway = await serve(await emitted(servers), env, host);
    cleanups.push(() => gateway.stop());
    return gateway;
  }

  /** A gateway over `backends`, by their names. */
  const servedOver = (backends: Readonly<Record<string, Backend>>, more = ''): Promise<Serving> =>
    served(webServers(Object.keys(backends), more), addressesOf(backends));

  async function backend(options: BackendOptions, port?: number): Promise<Backend> {
    const started = await startBackend({ tools: [tool('echo')], ...options }, port);
    cleanups.push(() => started.stop());
    return started;
  }

  const names = async (gateway: Serving): Promise<string[]> =>
    JSON.parse((await ask(gateway.url, 'writer', 'tools/list')).text).result.tools.map(
      (t: { name: string }) => t.name,
    );

  // What a Worker does instead is in workers.test.ts.
  describe.skipIf(host.worker)('start', () => {
    it('lists all that is missing, with its place, and exits with 78', async () => {
      const { file } = await emitted(
        '  a: { url: { env: A_URL, hosts: [a.example] }, credentials: { header: { X-Api-Key: { env: A_KEY } } } }\n' +
          '  b: { url: "https://b.example/mcp", credentials: { header: { Authorization: { file: b.txt } } } }\n',
      );
      const run = startFile(file, ['--port', '0'], { A_KEY: '' }, host);
      expect(await run.ended).toBe(78);
      for (const missing of ['A_URL', 'A_KEY', 'b.txt']) expect(run.out.stderr).toContain(missing);
      expect(run.out.stderr).toMatch(/gateway\.yaml:\d+/);
      expect(run.out.stderr).not.toMatch(/\n\s+at /);
      expect(run.out.stdout).toBe('');
    });

    it('refuses a URL of the environment that names another host', async () => {
      const { file } = await emitted('  a: { url: { env: A_URL, hosts: [a.example] } }\n');
      const run = startFile(file, ['--port', '0'], { A_URL: 'https://evil.example/mcp' }, host);
      expect(await run.ended).toBe(78);
      expect(run.out.stderr).toContain('evil.example');
    });

    it('tells its policy with --version, without any secret', async () => {
      const { file, policy } = await emitted('  a: { url: { env: A_URL, hosts: [a.example] } }\n');
      const run = startFile(file, ['--version'], {}, host);
      expect(await run.ended).toBe(0);
      expect(run.out.stdout).toContain(policy);
    });

    it('says when its port is in use', async () => {
      const { port } = await backend({});
      const { file } = await emitted('  a: { url: "http://127.0.0.1:9/mcp" }\n');
      const run = startFile(file, ['--port', String(port)], {}, host);
      expect(await run.ended).toBe(1);
      expect(run.out.stderr).toContain(`127.0.0.1:${port}: address already in use`);
    });
  });

  describe('servers', () => {
    it('one that is dead from the start does not hold up the rest, is reported, and joins when it comes', async () => {
      const up = await backend({});
      const later = await backend({});
      await later.stop();
      const gateway = await servedOver({ up, late: later });
      await until(async () => (await names(gateway)).includes('up__echo'));
      const { servers } = (await (
        await fetch(gateway.url.replace('/mcp', '/readyz'), {
          headers: { 'x-api-key': 'mcpgw_test_key_of_writer' },
        })
      ).json()) as { servers: Record<string, number> };
      expect(servers).toEqual({ up: 1, starting: 0, down: 1, stale: 1 });
      await backend({}, later.port);
      await until(async () => (await names(gateway)).includes('late__echo'));
      expect((await call(gateway.url, 'writer', 'late__echo')).result).toBeDefined();
    });

    it.skipIf(host.worker)(
      'one that dies is answered with 503 and when to come back, and is used again when it does',
      async () => {
        const first = await backend({});
        const gateway = await servedOver({ only: first });
        await until(async () => (await call(gateway.url, 'writer', 'only__echo')).status === 200);
        await first.stop();
        const down = await until(async () => {
          const answer = await call(gateway.url, 'writer', 'only__echo');
          return answer.status === 503 ? answer : null;
        });
        expect(down.headers.get('retry-after')).toBe('1');
        expect(down.error!.data).toMatchObject({ tried: ['only'], begun: false });
        expect((await gateway.audited(({ status }) => status === 503)).decision).toBe('unavailable');
        await backend({}, first.port);
        await until(async () => (await call(gateway.url, 'writer', 'only__echo')).status === 200);
      },
    );

    it.skipIf(host.worker)(
      'a stdio server that exits fails what is in flight, and is started again',
      async () => {
        const tools = [tool('echo'), tool('dies', { fault: { kind: 'exit', code: 3 } })];
        const gateway = await served(`  child: { command: ${stdioCommand({ eras: ['legacy'], tools })} }\n`);
        await until(async () => (await names(gateway)).length === 2);
        const died = await call(gateway.url, 'writer', 'child__dies');
        expect([died.status, died.error!.data.begun]).toEqual([502, true]);
        await until(async () => (await call(gateway.url, 'writer', 'child__echo')).status === 200);
      },
    );

    it('one that is silent is 504 at its deadline', async () => {
      const slow = await backend({ tools: [tool('hangs', { fault: { kind: 'hang' } })] });
      const gateway = await servedOver({ only: slow }, ', timeout: 1500ms');
      await until(async () => (await names(gateway)).length === 1);
      const begun = performance.now();
      const answer = await call(gateway.url, 'writer', 'only__hangs');
      expect([answer.status, answer.error!.data.begun]).toEqual([504, true]);
      expect(performance.now() - begun).toBeGreaterThanOrEqual(1490);
    });
  });

  describe('never twice', () => {
    const redirect = { kind: 'status', status: 307, fields: { location: 'http://127.0.0.1:9/' } } as const;
    const tools = [
      tool('echo'),
      tool('closes', { fault: { kind: 'close' } }),
      tool('resets', { fault: { kind: 'reset' } }),
      tool('moves', { fault: redirect }),
    ];
    let racing: Readonly<Record<'legacy' | 'modern', Backend>>;
    let faulty: Backend;
    let gateway: Serving;
    let ours: (() => unknown)[];
    beforeAll(async () => {
      // Idle connections are closed at once: many calls race with the close.
      const keepAliveMs = 1;
      racing = {
        legacy: await backend({ eras: ['legacy'], keepAliveMs }),
        modern: await backend({ eras: ['modern'], keepAliveMs }),
      };
      faulty = await backend({ tools });
      gateway = await servedOver({ ...racing, faulty });
      ours = cleanups.splice(0);
      await until(async () => (await names(gateway)).length === 2 + tools.length);
    });
    afterAll(async () => {
      for (const cleanup of ours.reverse()) await cleanup();
    });

    it.each(['legacy', 'modern'] as const)(
      'when a %s server closes a connection that was kept',
      async (era) => {
        const statuses: number[] = [];
        for (let i = 0; i < 150; i++) {
          const { status } = await call(gateway.url, 'writer', `${era}__echo`, { unique: `u${i}` });
          statuses.push(status);
          await new Promise((resolve) => setTimeout(resolve, i % 4));
        }
        const executed = racing[era].ledger.map(({ args }) => args);
        expect(new Set(executed).size).toBe(executed.length);
        const answered = statuses.filter((status) => status === 200).length;
        expect(answered).toBeLessThanOrEqual(executed.length);
        expect(answered).toBeGreaterThan(0);
        expect(statuses.every((status) => [200, 502, 503].includes(status))).toBe(true);
      },
    );

    it.each(['closes', 'resets'])('when the server %s the connection of a call', async (name) => {
      const before = faulty.ledger.length;
      const answer = await call(gateway.url, 'writer', `faulty__${name}`);
      expect([answer.status, answer.error!.data.begun]).toEqual([502, true]);
      await call(gateway.url, 'writer', 'faulty__echo');
      expect(faulty.ledger.slice(before).map(({ tool }) => tool)).toEqual([name, 'echo']);
    });

    it('when the server redirects', async () => {
      const before = faulty.ledger.length;
      expect((await call(gateway.url, 'writer', 'faulty__moves')).status).toBe(502);
      expect(faulty.ledger.slice(before).map(({ tool }) => tool)).toEqual(['moves']);
    });
  });

  it.skipIf(host.worker)('finishes what is in flight at SIGTERM, and ends its children', async () => {
    const slow = await backend({ tools: [tool('slow', { delayMs: 800 })] });
    const children = `  child: { command: ${stdioCommand({ eras: ['legacy'], tools: [tool('slow', { progress: 1, delayMs: 800 })] })} }\n`;
    const gateway = await serve(
      await emitted(webServers(['http']) + children),
      addressesOf({ http: slow }),
      host,
    );
    await until(async () => (await names(gateway)).length === 2);
    const asked = call(gateway.url, 'writer', 'http__slow');
    const client = await modernClient(gateway.url, 'writer');
    // By its progress the child says that it is at work.
    let working = false;
    const onprogress = (): void => {
      working = true;
    };
    const told = client.callTool({ name: 'child__slow', arguments: {} }, { onprogress });
    await until(() => working && slow.ledger.length === 1);
    const code = await gateway.stop();
    expect([(await asked).status, (await told).isError]).toEqual([200, undefined]);
    expect(code).toBe(0);
    expect(gateway.audit().filter(({ decision }) => decision === 'allow')).toHaveLength(2);
  });
}
