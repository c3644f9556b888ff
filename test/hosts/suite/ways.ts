// Which way calls go, over real servers: addresses, routes, chains, retries, breakers, queues. One gateway for all cases.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attempt } from '../../../runtime/contract/attempt.ts';
import type { AuditRecord } from '../../../runtime/contract/audit.ts';
import { type Backend, startBackend, tool } from '../../backends/index.ts';
import type { Host } from '../hosts.ts';
import { call } from './clients.ts';
import { gatewayOf } from './config.ts';
import { type Emitted, emit, type Serving, serve } from './emitted.ts';

const OVERLOADED = '{"content":[{"type":"text","text":"model overloaded"}],"isError":true}';
const NAMES = ['one', 'two', 'a', 'b', 'shaky', 'slow', 'dying', 'sick'] as const;
type Name = (typeof NAMES)[number];

/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9/mcp';

const config = (urls: Readonly<Record<Name, string>>): string => `
  pair: { urls: ["${urls.one}", "${urls.two}"], balance: round-robin }
  kept: { urls: ["${urls.one}", "${urls.two}"], balance: 'hash(args.key)' }
  half: { urls: ["${NOWHERE}", "${urls.two}"], balance: round-robin }
  a: { url: "${urls.a}", timeout: 400ms }
  b: { url: "${urls.b}" }
  gone: { url: "${NOWHERE}" }
  shaky: { url: "${urls.shaky}", retry: { safe: [read], attempts: 3 } }
  slow: { url: "${urls.slow}", concurrency: 1, queue: { length: 1, wait: 5s } }
  checked:
    urls: ["${urls.sick}", "${urls.two}"]
    health: { every: 100ms, timeout: 1s, unhealthyAfter: 1, healthyAfter: 1 }
  dying: { url: "${urls.dying}", breaker: { failures: 3, within: 30s, open: 30s } }
`;

const more = `
catalog:
  add:
    generate: { to: { failover: codegen } }
    careful: { to: { failover: careful } }
    nothing: { to: { failover: nothing } }
failover:
  codegen:
    chain: [{ server: a, tool: generate }, { server: b, tool: write, args: '{"prompt": args.text, "n": args.n + 1}' }]
    on: [unreachable, timeout, http-5xx, http-429, 'result.isError && result.text.contains("overloaded")']
    safe: true
  careful: { chain: [{ server: a, tool: generate }, { server: b, tool: write }] }
  nothing: { chain: [{ server: gone, tool: write }, { server: b, tool: write }], on: [unreachable, http-5xx], safe: true, retryAfter: 7s }
routes:
  - { tools: a__echo, when: 'agent.team == "support" || (has(args.text) && args.text == "over")', to: b }
  - { tools: dying__write, to: { failover: codegen } }
`;

export function ways(host: Host): void {
  const backends = {} as Record<Name, Backend>;
  let emitted: Emitted;
  let gateway: Serving;

  beforeAll(async () => {
    const tools = ['echo', 'read', 'write', 'generate'].map((name) => tool(name));
    for (const name of NAMES)
      backends[name] = await startBackend({
        tools: name === 'slow' ? [tool('write', { delayMs: 300 })] : tools,
      });
    const urls = Object.fromEntries(NAMES.map((name) => [name, backends[name].url])) as Record<Name, string>;
    emitted = await emit(gatewayOf(config(urls).slice(1), more, host));
    gateway = await serve(emitted, {}, host);
  });
  afterAll(async () => {
    await gateway?.stop();
    emitted?.remove();
    for (const backend of Object.values(backends)) await backend.stop();
  });

  const ask = (name: string, args: object = {}, agent = 'writer') => call(gateway.url, agent, name, args);
  const ran = (name: Name, what?: string): number =>
    backends[name].ledger.filter((one) => what === undefined || one.tool === what).length;
  /** The record of the last call of a tool, once there are `count`. */
  async function record(name: string, count = 1): Promise<AuditRecord> {
    const found = (): AuditRecord[] => gateway.audit().filter((one) => one.tool === name);
    await gateway.audited(() => found().length >= count);
    return found().at(-1)!;
  }
  const shown = (attempts: readonly Attempt[] = []): string[] =>
    attempts.map(({ server, outcome, what }) => `${server} ${outcome} ${what ?? 'result'}`);

  describe('addresses', () => {
    it('each take their turn', async () => {
      for (let i = 0; i < 6; i++) expect((await ask('pair__write')).status).toBe(200);
      expect([ran('one', 'write'), ran('two', 'write')]).toEqual([3, 3]);
      expect((await record('pair__write', 6)).attempts).toEqual([
        expect.objectContaining({ server: 'pair', outcome: 'answered', what: null }),
      ]);
    });

    it('keep calls of one key together', async () => {
      const before = [ran('one', 'generate'), ran('two', 'generate')];
      for (let i = 0; i < 5; i++) await ask('kept__generate', { key: 'x' });
      const after = [ran('one', 'generate') - before[0]!, ran('two', 'generate') - before[1]!];
      expect(after.sort()).toEqual([0, 5]);
    });

    it('stand in for one another where nothing was sent, whatever the tool', async () => {
      for (let i = 0; i < 4; i++) expect((await ask('half__write')).status).toBe(200);
      await record('half__write', 4);
      const ways = gateway
        .audit()
        .flatMap(({ tool: name, attempts }) => (name === 'half__write' ? shown(attempts) : []));
      expect(ways).toContain('half not-connected unreachable');
    });
  });

  it('a server that does not answer checks gets no calls, and gets some when it is back', async () => {
    const { port } = backends.sick;
    await backends.sick.stop();
    await gateway.run.stderrHas('server checked, urls[0], is unhealthy');
    for (let i = 0; i < 4; i++) expect((await ask('checked__write')).status).toBe(200);
    const record4 = await record('checked__write', 4);
    expect(record4.attempts).toMatchObject([{ address: 1, outcome: 'answered' }]);
    backends.sick = await startBackend({ tools: [tool('write')] }, port);
    await gateway.run.stderrHas('server checked, urls[0], is healthy again');
    for (let i = 0; i < 4; i++) await ask('checked__write');
    expect(ran('sick', 'write')).toBeGreaterThan(0);
  });

  describe('routes', () => {
    it('lead to another server by agent and by arguments', async () => {
      const before = ran('b', 'echo');
      await ask('a__echo', { text: 'here' });
      expect([ran('a', 'echo'), ran('b', 'echo')]).toEqual([1, before]);
      await ask('a__echo', { text: 'over' });
      await ask('a__echo', { text: 'here' }, 'reader');
      expect([ran('a', 'echo'), ran('b', 'echo')]).toEqual([1, before + 2]);
      expect(await record('a__echo', 3)).toMatchObject({
        server: 'a',
        servedBy: 'b',
        route: { place: expect.stringMatching(/^gateway\.yaml:\d+$/), to: 'b' },
      });
    });
  });

  describe('a chain', () => {
    it('goes on after an answer that its condition means, with other arguments', async () => {
      backends.a.faultNext({
        kind: 'raw',
        text: `{"jsonrpc":"2.0","id":$id,"result":${OVERLOADED}}`,
      });
      const answer = await ask('generate', { text: 'hello', n: 1 });
      expect(JSON.parse(answer.result!.content[0]!.text)).toEqual({ prompt: 'hello', n: 2 });
      const { servedBy, attempts } = await record('generate');
      expect(servedBy).toBe('b');
      expect(shown(attempts)).toEqual(['a answered isError', 'b answered result']);
    });

    it.each([
      [{ kind: 'close' }, 'a no-answer reset'],
      [{ kind: 'status', status: 503 }, 'a answered http 503'],
      [{ kind: 'hang' }, 'a no-answer timeout'],
    ] as const)('that is safe goes on after %j', async (fault, told) => {
      const count = gateway.audit().filter((one) => one.tool === 'generate').length;
      backends.a.faultNext(fault);
      expect((await ask('generate', { text: 'hello', n: 1 })).status).toBe(200);
      expect(shown((await record('generate', count + 1)).attempts)).toEqual([told, 'b answered result']);
    });

    it('that is not safe never runs a call twice', async () => {
      const before = ran('b');
      backends.a.faultNext({ kind: 'close' });
      const answer = await ask('careful');
      expect(answer.status).toBe(502);
      expect(answer.error!.data).toMatchObject({ tried: ['a'], begun: true });
      expect(ran('b')).toBe(before);
    });

    it('whose every link is down says what was tried and when to come back', async () => {
      backends.b.faultNext({ kind: 'status', status: 500 });
      const answer = await ask('nothing');
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '7']);
      expect(answer.error).toMatchObject({ code: 503, data: { tried: ['b'], retryAfterMs: 7000 } });
    });

    it('serves what a route leads to it', async () => {
      const before = ran('dying');
      expect((await ask('dying__write', { text: 'x', n: 1 })).status).toBe(200);
      expect(ran('dying')).toBe(before);
      expect(await record('dying__write')).toMatchObject({ servedBy: 'a', route: { to: 'codegen' } });
    });
  });

  describe('a retry', () => {
    it('is for tools that are safe', async () => {
      backends.shaky.faultNext({ kind: 'status', status: 503 }, { kind: 'close' });
      expect((await ask('shaky__read')).status).toBe(200);
      expect(shown((await record('shaky__read')).attempts)).toEqual([
        'shaky answered http 503',
        'shaky no-answer reset',
        'shaky answered result',
      ]);
    });

    it('is for no other', async () => {
      backends.shaky.faultNext({ kind: 'close' });
      expect((await ask('shaky__write')).status).toBe(502);
      expect((await record('shaky__write')).attempts).toHaveLength(1);
    });
  });

  it('a breaker opens, for the tool that fails alone, and says when to come back', async () => {
    const fault = { kind: 'status', status: 500 } as const;
    backends.dying.faultNext(fault, fault, fault);
    for (let i = 0; i < 3; i++) expect((await ask('dying__read')).status).toBe(502);
    const before = ran('dying');
    const answer = await ask('dying__read');
    expect([answer.status, Number(answer.headers.get('retry-after'))]).toEqual([503, 30]);
    expect((await ask('dying__echo')).status).toBe(200);
    expect(ran('dying')).toBe(before + 1);
    expect(shown((await record('dying__read', 4)).attempts)).toEqual(['dying skipped open']);
  });

  it('a queue takes as many as it is long, and refuses the next at once', async () => {
    const started = performance.now();
    const all = await Promise.all(
      [1, 2, 3].map(async () => {
        const { status, headers } = await ask('slow__write');
        return { status, later: headers.get('retry-after'), ms: performance.now() - started };
      }),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([200, 200, 503]);
    const refused = all.find(({ status }) => status === 503)!;
    expect(refused.later).not.toBeNull();
    for (const { status, ms } of all) if (status === 200) expect(ms).toBeGreaterThan(refused.ms);
  });
}
