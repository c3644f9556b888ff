// Connections that break: at each byte of the request and of the answer, those that stall, drip, or say what is no HTTP. One
// gateway for all cases; the servers' ledgers say what ran.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Backend,
  startBackend,
  startWire,
  tool,
  type Wire,
  type WireFault,
} from '../../backends/index.ts';
import type { Host } from '../hosts.ts';
import { call } from './clients.ts';
import { addressesOf, gatewayOf, webServers } from './config.ts';
import { type Emitted, emit, type Serving, serve } from './emitted.ts';

/** Every so many bytes; each one with `BYTES=1`. */
const STEP = Number(process.env.BYTES ?? 23);
const DEADLINE_MS = 400;

const chains = ['plain', 'events'].map(
  (name) => `
  safe-${name}: { chain: [{ server: ${name}, tool: safe }, { server: spare, tool: safe }], safe: true }
  careful-${name}: { chain: [{ server: ${name}, tool: careful }, { server: spare, tool: careful }] }`,
);
const added = ['safe', 'careful'].flatMap((kind) =>
  ['plain', 'events'].map((name) => `${kind}_${name}: { to: { failover: ${kind}-${name} } }`),
);
const more = `
catalog: { add: { ${added.join(', ')} } }
failover:${chains.join('')}
`;

interface Broken {
  /** The call that may not run twice failed. */
  readonly failed: boolean;
  /** The one that may did. */
  readonly again: boolean;
  /** It passed, over the wire: nothing broke. */
  readonly passed: boolean;
}

export function wires(host: Host): void {
  const backends: Backend[] = [];
  const wire = {} as Record<'plain' | 'events', Wire>;
  let emitted: Emitted;
  let gateway: Serving;
  let next = 0;

  beforeAll(async () => {
    const tools = [tool('safe'), tool('careful')];
    backends.push(
      await startBackend({ tools }),
      await startBackend({ tools, answers: 'sse' }),
      await startBackend({ tools }),
    );
    const [plain, events, spare] = backends as [Backend, Backend, Backend];
    wire.plain = await startWire(plain.port);
    wire.events = await startWire(events.port);
    const url = (port: number) => ({ url: `http://127.0.0.1:${port}/mcp` });
    emitted = await emit(
      gatewayOf(
        webServers(['plain', 'events'], `, timeout: ${DEADLINE_MS}ms`) + webServers(['spare']),
        more,
        host,
      ),
    );
    const at = addressesOf({ plain: url(wire.plain.port), events: url(wire.events.port), spare });
    gateway = await serve(emitted, at, host);
    for (const name of ['plain', 'events'] as const) expect((await ask('safe', name)).status).toBe(200);
  });
  afterAll(async () => {
    await gateway?.stop();
    emitted?.remove();
    for (const one of [...Object.values(wire), ...backends]) await one.stop();
  });

  /** One call, how often it ran, and how long it took. */
  async function ask(kind: 'safe' | 'careful', name: 'plain' | 'events') {
    const id = ++next;
    const started = performance.now();
    const { status, error } = await call(gateway.url, 'writer', `${kind}_${name}`, { id });
    const ms = performance.now() - started;
    const ran = () =>
      backends.flatMap(({ ledger }) => ledger).filter(({ args }) => JSON.parse(args!).id === id).length;
    return { id, status, begun: (error?.data as { begun?: boolean } | undefined)?.begun, ms, ran };
  }

  /** A call of each kind, each on a connection of its own: what is safe succeeds, what is not runs once or is told to fail. */
  async function broken(name: 'plain' | 'events', fault: WireFault): Promise<Broken> {
    await wire[name].set(fault);
    const safe = await ask('safe', name);
    expect({ fault, status: safe.status }).toEqual({ fault, status: 200 });
    const careful = await ask('careful', name);
    const failed = careful.status !== 200;
    if (failed) expect([502, 504]).toContain(careful.status);
    expect(careful.ran(), JSON.stringify(fault)).toBeLessThanOrEqual(1);
    if (!failed) expect(careful.ran()).toBe(1);
    if (careful.begun === false) expect(careful.ran()).toBe(0);
    const own = backends[name === 'plain' ? 0 : 1]!.ledger;
    const passed = !failed && own.some(({ args }) => JSON.parse(args!).id === careful.id);
    return { failed, again: safe.ran() > 1, passed };
  }

  describe.each(['plain', 'events'] as const)('%s', (name) => {
    it.each(['request', 'answer'] as const)(
      'reset at each byte of the %s',
      { timeout: 300_000 },
      async (of) => {
        let failed = 0;
        let again = 0;
        // Beyond the last byte nothing breaks any more.
        for (let after = 0; after < 900; after += STEP) {
          const one = await broken(name, { kind: 'reset', after, of });
          if (one.again) again += 1;
          if (one.failed) failed += 1;
          if (one.passed && after > 0) break;
        }
        await wire[name].set(null);
        expect(failed).toBeGreaterThan(0);
        // What may run twice did: it would have been noticed of the other.
        if (of === 'answer') expect(again).toBeGreaterThan(0);
      },
    );

    it('closed after the request, and in the middle of the answer', async () => {
      for (const after of [0, 60, 150, 200, 230]) await broken(name, { kind: 'close', after });
      await wire[name].set(null);
    });

    it('what stalls, or is half open, ends at its deadline', async () => {
      for (const fault of [
        { kind: 'stall', after: 0 },
        { kind: 'stall', after: 120 },
        { kind: 'half-open' },
      ] as const) {
        // A connection of before, of whose end the gateway has not heard yet, would be no stalled one.
        await wire[name].set(null);
        expect((await ask('careful', name)).status).toBe(200);
        await wire[name].set(fault);
        const { status, ms, ran } = await ask('careful', name);
        expect({ fault, status }).toEqual({ fault, status: 504 });
        expect(ms).toBeGreaterThanOrEqual(DEADLINE_MS - 10);
        expect(ran()).toBeLessThanOrEqual(1);
        expect((await ask('safe', name)).status).toBe(200);
      }
      await wire[name].set(null);
    });

    it('garbage is no answer, and a slow answer is one', async () => {
      for (const text of [
        '\u0000\u0001\u0002',
        'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"json',
        'SSH-2.0-x\r\n',
      ])
        await broken(name, { kind: 'garbage', text });
      await wire[name].set({ kind: 'down' });
      expect((await ask('careful', name)).status).toBe(200);
      await wire[name].set({ kind: 'slow', bytes: 40, everyMs: 2 });
      expect((await ask('careful', name)).status).toBe(200);
      await wire[name].set(null);
    });
  });
}
