// What is promised of bad moments, measured over real processes: `BARS=1 npx vitest run test/faults/bars.test.ts` prints the
// figures and holds them to their bars. In short runs only what no busy machine can turn is held.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Backend, startBackend, tool } from '../backends/index.ts';
import { NODE, OTHERS, onEach } from '../hosts/hosts.ts';
import { call } from '../hosts/suite/clients.ts';
import { gatewayOf } from '../hosts/suite/config.ts';
import { type Emitted, emit, type Serving, serve, until } from '../hosts/suite/emitted.ts';
import { beside, type Load, movedP99, quantile } from './beside.ts';
import { lightCall } from './light.ts';

const measured = process.env.BARS !== undefined;
const IN_FLIGHT = measured ? 500 : 60;
const others = OTHERS.filter(({ name }) => name === 'deno' || name === 'bun');

/** How calls of another route are measured beside hung ones: 20 of these, with a deadline of a second. */
const LOAD = { inFlight: 20, everyMs: 5, warmMs: 6000, settleMs: 1200, sliceMs: 1500, pairs: 15 };
const LONG = { timeout: 180_000 };

async function timed(count: number, ask: () => Promise<unknown>): Promise<number[]> {
  const all: number[] = [];
  for (let i = 0; i < count; i++) {
    const started = performance.now();
    await ask();
    all.push(performance.now() - started);
  }
  return all;
}

onEach(measured ? [NODE, ...others] : [NODE], 'in bad moments', (host) => {
  let good: Backend;
  let bad: Backend;
  let flaky: Backend;
  let emitted: Emitted;
  let gateway: Serving;
  const ask = (name: string, args: object = {}) => call(gateway.url, 'writer', name, args);
  const figures: string[] = [];
  const say = (what: string, figure: number): void =>
    void figures.push(`${host.name}: ${what} ${figure.toFixed(2)}`);
  const light = async (name: string, status: number): Promise<void> =>
    expect(await lightCall(gateway.url, name)).toBe(status);

  beforeAll(async () => {
    const tools = [
      tool('write'),
      tool('slow', { delayMs: 400 }),
      tool('steady', { delayMs: 20 }),
      tool('never', { fault: { kind: 'hang' } }),
    ];
    [good, bad, flaky] = [
      await startBackend({ tools }),
      await startBackend({ tools }),
      await startBackend({ tools }),
    ];
    const breaker = 'breaker: { failures: 1, open: 10m }';
    emitted = await emit(
      gatewayOf(
        `  good: { url: "${good.url}", concurrency: ${IN_FLIGHT / 2}, queue: { length: ${IN_FLIGHT / 2}, wait: 20s } }\n` +
          `  bad: { url: "${bad.url}", timeout: 1s, ${breaker} }\n` +
          `  hung: { url: "${bad.url}", timeout: 1s }\n` +
          `  shared: { url: "${bad.url}", timeout: 1s, concurrency: 10, queue: { length: 9999, wait: 20s } }\n` +
          `  flaky: { url: "${flaky.url}", retry: { safe: [write] } }\n`,
        'catalog: { add: { either: { to: { failover: either } } } }\n' +
          'failover: { either: { chain: [{ server: bad, tool: write }, { server: good, tool: write }], safe: true } }\n',
        host,
      ),
    );
    gateway = await serve(emitted, {}, host);
    await until(async () => (await ask('hung__write')).status === 200);
  });
  afterAll(async () => {
    await gateway?.stop();
    emitted?.remove();
    await good?.stop();
    await bad?.stop();
    await flaky?.stop();
    if (measured) console.log(figures.join('\n'));
  });

  it('a call of a server that hangs ends at its deadline, and holds up no call of another', async () => {
    const hung = 20;
    const started = performance.now();
    const ends = Promise.all(
      Array.from({ length: hung }, async () => {
        const { status } = await ask('hung__never');
        return { status, ms: performance.now() - started };
      }),
    );
    await timed(5, () => light('good__write', 200));
    const all = await ends;
    expect(all.every(({ status, ms }) => status === 504 && ms >= 990)).toBe(true);
    const late = Math.max(...all.map(({ ms }) => ms)) - 1000;
    say('ms after the deadline:', late);
    if (measured) expect(late).toBeLessThanOrEqual(250);
  });

  it.skipIf(!measured)('and moves the p99 of another route by a tenth at most', LONG, async () => {
    const other = () => light('good__steady', 200);
    const hung = () => light('hung__never', 504);
    const { p99With, p99Without, ratio } = movedP99(await beside({ ...LOAD, other, hung }));
    say('p99 ms of a route to a server of 20 ms, beside 20 hung calls:', p99With);
    say('p99 ms of it without them:', p99Without);
    say('p99 with, times that without, of pairs of slices the one in the middle:', ratio);
    expect(ratio).toBeLessThanOrEqual(1.1);
  });

  it.skipIf(!measured)('which is noticed where calls wait for hung ones', LONG, async () => {
    const load: Load = {
      ...{ ...LOAD, warmMs: 0, pairs: 1 },
      other: () => lightCall(gateway.url, 'shared__steady'),
      hung: () => lightCall(gateway.url, 'shared__never'),
    };
    expect(movedP99(await beside(load)).ratio).toBeGreaterThan(2);
  });

  it('failover costs next to nothing while the breaker is open', async () => {
    bad.faultNext({ kind: 'status', status: 500 });
    expect((await ask('either')).status).toBe(200);
    const before = bad.ledger.length;
    const direct = await timed(measured ? 500 : 5, () => ask('good__write'));
    const over = await timed(measured ? 500 : 5, () => ask('either'));
    expect(bad.ledger).toHaveLength(before);
    const added = quantile(over, 0.5) - quantile(direct, 0.5);
    say('ms that failover adds while the breaker is open, p50:', added);
    if (measured) expect(added).toBeLessThanOrEqual(2);
  });

  it.skipIf(!measured)('a server that fails half of its calls gets few more for it', async () => {
    const [well, ill] = [tool('write'), tool('write', { fault: { kind: 'status', status: 503 } })];
    let turn = false;
    const turning = setInterval(() => {
      turn = !turn;
      flaky.setTools([turn ? ill : well]);
    }, 3);
    let calls = 0;
    let failed = 0;
    const end = performance.now() + 8000;
    const client = async (): Promise<void> => {
      while (performance.now() < end) {
        calls += 1;
        if ((await ask('flaky__write')).status !== 200) failed += 1;
      }
    };
    await Promise.all(Array.from({ length: 20 }, client));
    clearInterval(turning);
    const attempts = flaky.requests.filter(({ body }) => body.includes('tools/call')).length;
    say('calls a second of which half fail:', calls / 8);
    say('part of the calls that failed for good:', failed / calls);
    say('attempts a call:', attempts / calls);
    expect(calls / 8).toBeGreaterThan(100);
    expect(attempts / calls).toBeGreaterThan(1.1);
    expect(attempts / calls).toBeLessThanOrEqual(1.2);
  });

  it('calls in flight at SIGTERM are all answered, those in line too', async () => {
    let open = 0;
    let ended: ReturnType<Serving['stop']> | null = null;
    const after: number[] = [];
    const one = async (): Promise<void> => {
      open += 1;
      const { status } = await ask('good__slow');
      open -= 1;
      if (ended !== null) after.push(status);
      // The line was full when this one was refused: who has no answer is under way or in line.
      else if (status === 503 && open === IN_FLIGHT) ended = gateway.stop();
    };
    const calls = Array.from({ length: IN_FLIGHT }, one);
    while (ended === null) {
      calls.push(one());
      await sleep(5);
    }
    await Promise.all(calls);
    expect(after).toEqual(Array.from({ length: IN_FLIGHT }, () => 200));
    expect(await ended).toBe(0);
    say('calls in flight at SIGTERM, and answered:', after.length);
  });
});
