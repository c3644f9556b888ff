// `--workers`: what must be one is one, whichever process takes a request; who dies is replaced, and nothing is lost at the end.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Backend, startBackend, tool } from '../../backends/index.ts';
import type { Host } from '../hosts.ts';
import { startFile } from '../process.ts';
import { askedAnew, begin, call, legacyClient } from './clients.ts';
import { gatewayOf, stdioCommand } from './config.ts';
import { type Emitted, emit, keyOf, type Serving, serve, until } from './emitted.ts';

const WORKERS = 3;
const MOST = 60;
const TOOLS = [
  tool('echo'),
  tool('counted'),
  tool('slow', { delayMs: 600 }),
  tool('steps', { progress: 3, delayMs: 200 }),
];

export function crew(host: Host): void {
  let backend: Backend;
  let emitted: Emitted;
  let gateway: Serving;

  beforeAll(async () => {
    backend = await startBackend({ answers: 'sse', tools: TOOLS });
    const kid = stdioCommand({ eras: ['legacy'], tools: TOOLS });
    const limit = `  - { name: few, per: agent, tools: "*__counted", rate: 1/day, burst: ${MOST} }\n`;
    const trial = '  - { name: tried, deny: "*__steps", shadow: true }\n';
    emitted = await emit(
      gatewayOf(
        `  web: { url: "${backend.url}" }\n  kid: { command: ${kid} }\n`,
        `${trial}limits:\n${limit}`,
      ),
      {},
      ['workers'],
    );
    gateway = await serve(emitted, {}, host, ['--workers', String(WORKERS)]);
    await until(async () => (await call(gateway.url, 'writer', 'kid__echo')).status === 200);
  });
  afterAll(async () => {
    await gateway?.stop();
    emitted?.remove();
    await backend?.stop();
  });

  const many = <T>(count: number, each: (at: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: count }, (_, at) => each(at)));
  /** Each process counts its references from a prefix of its own. */
  const processes = (): number => new Set(gateway.audit().map(({ ref }) => ref.split('-')[0])).size;
  const count = (statuses: number[], status: number): number =>
    statuses.filter((one) => one === status).length;

  it('keeps a limit exactly, whoever is asked', async () => {
    const asked = await many(200, (at) => call(gateway.url, 'writer', `${at % 2 ? 'web' : 'kid'}__counted`));
    const statuses = asked.map(({ status }) => status);
    expect([count(statuses, 200), count(statuses, 429)]).toEqual([MOST, 200 - MOST]);
    await until(() => gateway.audit().filter(({ tool }) => tool?.endsWith('counted')).length === 200);
    expect(processes()).toBeGreaterThan(1);
  });

  it('runs one of each server that is a process', () => {
    expect(gateway.run.out.stderr.split('scripted backend on stdio')).toHaveLength(2);
  });

  it('serves a session in any worker, and ends it in all', async () => {
    const client = await legacyClient(gateway.url, 'writer');
    const transport = client.transport as unknown as { sessionId: string; terminateSession(): Promise<void> };
    const id = transport.sessionId;
    const results = await many(30, (at) =>
      client.callTool({ name: `${at % 2 ? 'web' : 'kid'}__slow`, arguments: {} }),
    );
    expect(results.filter(({ isError }) => isError)).toEqual([]);
    await transport.terminateSession();
    const again = () =>
      fetch(gateway.url, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${keyOf('writer')}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          'mcp-session-id': id,
        },
        body: '{"jsonrpc":"2.0","id":1,"method":"ping"}',
      }).then(({ status }) => status);
    await until(async () => (await many(16, again)).every((status) => status === 404));
  });

  it('says of a broken stream that it cannot be taken up: the next request may come to another worker', async () => {
    const client = await legacyClient(gateway.url, 'writer');
    const session = (client.transport as unknown as { sessionId: string }).sessionId;
    const fields = {
      authorization: `Bearer ${keyOf('writer')}`,
      accept: 'text/event-stream',
      'mcp-session-id': session,
    };
    const after = (id: string) => fetch(gateway.url, { headers: { ...fields, 'last-event-id': id } });
    const statuses = await many(8, (at) => after(`${String(at).repeat(32)}_1`).then(({ status }) => status));
    expect(statuses).toEqual(Array(8).fill(400));
    await client.close();
  });

  it('cancels a call that another worker has', async () => {
    const client = await legacyClient(gateway.url, 'writer');
    const aborts = Array.from({ length: 8 }, () => new AbortController());
    const calls = aborts.map(({ signal }) =>
      client.callTool({ name: 'web__slow', arguments: {} }, undefined, { signal }),
    );
    const ended = Promise.allSettled(calls);
    await new Promise((resolve) => setTimeout(resolve, 200));
    for (const abort of aborts) abort.abort();
    await ended;
    await until(() => gateway.audit().filter(({ status }) => status === 499).length === aborts.length);
    await client.close();
  });

  it('replaces who is killed, by what runs and not by what its file holds by now', async () => {
    writeFileSync(emitted.file, 'export const broken = {');
    const before = workersOf(gateway.run.child.pid!);
    expect(before).toHaveLength(WORKERS);
    const asking = many(60, () => askedAnew(gateway.url.replace('/mcp', '/healthz')));
    await new Promise((resolve) => setTimeout(resolve, 3));
    process.kill(before[0]!, 'SIGKILL');
    const asked = await Promise.all([
      asking,
      many(60, () => askedAnew(gateway.url.replace('/mcp', '/healthz'))),
    ]);
    // Those that it had or was to have are ended, so that their clients know; nobody is left without an answer.
    expect(asked.flat().filter((how) => how === 'silence')).toEqual([]);
    await gateway.run.stderrHas('ended with SIGKILL; another takes its place in 100 ms');
    await until(() => {
      const now = workersOf(gateway.run.child.pid!);
      return now.length === WORKERS && !now.includes(before[0]!);
    });
    // The count did not begin anew. A connection that was kept alive to the one that was killed may break.
    const counted = async (): Promise<number | 'broken'> => {
      try {
        return (await call(gateway.url, 'writer', 'web__counted')).status;
      } catch (error) {
        if ((error as Error).name === 'TimeoutError') throw error;
        return 'broken';
      }
    };
    await until(async () => (await many(12, counted)).every((status) => status === 429));
    const ready = await fetch(gateway.url.replace('/mcp', '/readyz'), {
      headers: { 'x-api-key': keyOf('writer') },
    });
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { state: 'ready', servers: { up: 2, starting: 0, down: 0, stale: 0 }, hidden: 0 },
    ]);
  });

  it('SIGTERM lets what is in flight end everywhere; every audit line is whole', async () => {
    const begun = await many(24, (at) => begin(gateway.url, 'writer', `${at % 2 ? 'web' : 'kid'}__steps`));
    const ended = gateway.stop();
    for (const answer of begun) expect(await answer.text()).toMatch(/"result":\{(?!.*"isError":true)/);
    expect(await ended).toBe(0);
    expect(gateway.run.out.stdout.endsWith('\n')).toBe(true);
    expect(gateway.audit().filter(({ tool }) => tool?.endsWith('steps'))).toHaveLength(24);
    // One line for all workers: what each counted is added up.
    const trials = gateway.run.out.stderr.match(/rule "tried" .*/g);
    expect(trials?.at(-1)).toMatch(/would have denied 24 of the 24 calls that it looked at$/);
  });

  it('says once what is missing, and that a port is in use', async () => {
    const made = await emit(gatewayOf('  a: { url: { env: A_URL, hosts: [a.example] } }\n'), {}, ['workers']);
    const missing = startFile(made.file, ['--port', '0', '--workers', '2'], {}, host);
    expect(await missing.ended).toBe(78);
    expect(missing.out.stderr.split('A_URL')).toHaveLength(2);
    const url = 'https://a.example/mcp';
    const taken = startFile(
      made.file,
      ['--port', String(backend.port), '--workers', '2'],
      { A_URL: url },
      host,
    );
    expect(await taken.ended).toBe(1);
    expect(taken.out.stderr).toContain(`127.0.0.1:${backend.port}: address already in use`);
    for (const wrong of ['0', 'many', '-1', '1.5']) {
      const run = startFile(made.file, [`--workers=${wrong}`], {}, host);
      expect(await run.ended).toBe(2);
      expect(run.out.stderr).toContain(`--workers is a whole number from 1 to 256, or auto, not "${wrong}"`);
    }
    made.remove();
  });
}

/** Processes of a primary that serve; those of servers are others. */
function workersOf(primary: number): number[] {
  const children = readFileSync(`/proc/${primary}/task/${primary}/children`, 'utf8').trim().split(' ');
  return children.map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--workers');
    } catch {
      return false;
    }
  });
}
