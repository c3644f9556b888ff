import { describe, expect, it } from 'vitest';
import type { ServerPlan } from '../../runtime/contract/plan.ts';
import { byHash, type Choice, leastPending, roundRobin } from '../../runtime/servers/balance/choose.ts';
import { pool } from '../../runtime/servers/balance/index.ts';
import { healthStage } from '../../runtime/servers/health/index.ts';
import { retry } from '../../runtime/servers/retry/index.ts';
import { fakeTime, serverPlan, settled } from '../catalog/fakes.ts';
import { guardContext, REFUSED, RESET, scripted, send } from './scripted.ts';

const choices = (...shares: readonly number[]): Choice[] =>
  shares.map((share, at) => ({ at, share, pending: 0 }));
const counted = (count: number, give: (i: number) => number, of: number): number[] => {
  const counts = Array.from({ length: of }, () => 0);
  for (let i = 0; i < count; i++) counts[give(i)]! += 1;
  return counts;
};

describe('round-robin', () => {
  it('gives each its weight, and no heavy one its calls in a row', () => {
    const choose = roundRobin();
    const order = Array.from({ length: 7 }, () => choose(choices(5, 1, 1), ''));
    expect(order).toEqual([0, 0, 1, 0, 2, 0, 0]);
  });
});

describe('least-pending', () => {
  it('takes the one with the fewest open calls for its weight', () => {
    const some: Choice[] = [
      { at: 0, share: 1, pending: 1 },
      { at: 1, share: 4, pending: 3 },
    ];
    expect(leastPending()(some, '')).toBe(1);
  });

  it('takes equal ones in turn', () => {
    const choose = leastPending();
    expect(counted(30, () => choose(choices(1, 1, 1), ''), 3)).toEqual([10, 10, 10]);
  });
});

describe('hash', () => {
  it('keeps a key where it is, spreads keys by weight, and moves only the keys of one that goes', () => {
    const choose = byHash();
    const all = choices(1, 1, 2);
    const before = Array.from({ length: 4000 }, (_, i) => choose(all, `key-${i}`));
    expect(Array.from({ length: 4000 }, (_, i) => choose(all, `key-${i}`))).toEqual(before);
    const [one, two, three] = counted(4000, (i) => before[i]!, 3) as [number, number, number];
    expect(Math.abs(one - 1000)).toBeLessThan(150);
    expect(Math.abs(two - 1000)).toBeLessThan(150);
    expect(Math.abs(three - 2000)).toBeLessThan(200);
    const without = all.filter(({ at }) => at !== 1);
    const after = before.map((_, i) => choose(without, `key-${i}`));
    expect(after.filter((at, i) => before[i] !== 1 && at !== before[i])).toHaveLength(0);
  });
});

describe('a server at several addresses', () => {
  const address = (label: string) => ({ url: '', hosts: [], weight: 1, labels: { track: label } });
  const plan = (changed: Partial<ServerPlan> = {}) =>
    serverPlan('crm', {
      transport: {
        ...{ kind: 'http', url: '', hosts: [], credentials: {} },
        addresses: [address('old'), address('new')],
      },
      balance: { by: 'round-robin' },
      ...changed,
    });

  it('tries another address where nothing was sent, each once, and no other where something was', () => {
    const [one, two] = [scripted(), scripted()];
    const server = pool(plan(), [one, two], guardContext(fakeTime()));
    const first = send(server);
    one.calls[0]!.fail(REFUSED);
    two.calls[0]!.fail(REFUSED);
    expect(first.came).toBe('unreachable');
    const second = send(server);
    [...one.calls, ...two.calls].find(({ call }) => call.of === second.of)!.fail(RESET);
    expect([second.came, one.calls.length + two.calls.length]).toEqual(['reset', 3]);
  });

  it('tries three for one call, whatever became of them, and retries none beyond that', async () => {
    const time = fakeTime();
    const transport = { kind: 'http', url: '', hosts: [], credentials: {} } as const;
    const many = Array.from({ length: 5 }, () => address('old'));
    const all = many.map(() => scripted());
    const alone = plan({ transport: { ...transport, addresses: many } });
    const calls = () => all.flatMap((one) => one.calls);
    const server = pool(alone, all, guardContext(time));
    const first = send(server);
    for (const one of all) one.calls[0]?.fail(REFUSED);
    expect([first.came, calls().length]).toEqual(['unreachable', 3]);

    const two = [scripted(), scripted()];
    const open = () => two.flatMap((one) => one.calls).filter(({ call }) => call.of === again.of);
    const retried = plan({ retry: { attempts: 3, attemptMs: null, hedgeMs: null, safe: () => true } });
    const around = retry(retried, pool(retried, two, guardContext(time)), guardContext(time));
    const again = send(around);
    open()[0]!.fail(REFUSED);
    open()[1]!.fail(REFUSED);
    await time.advance(100);
    expect(open()).toHaveLength(3);
    two.flatMap((one) => one.calls.slice(1))[0]!.fail();
    await time.advance(5000);
    expect([again.came, open().length]).toEqual(['reset', 3]);
  });

  it('has one deadline for all addresses', async () => {
    const time = fakeTime();
    const all = [scripted(), scripted(), scripted()];
    const transport = { kind: 'http', url: '', hosts: [], credentials: {} } as const;
    const three = plan({ transport: { ...transport, addresses: all.map(() => address('old')) } });
    const first = send(pool(three, all, guardContext(time)));
    await time.advance(400);
    all[0]!.calls[0]!.fail(REFUSED);
    expect(all[1]!.calls[0]!.call.timeoutMs).toBe(600);
    await time.advance(600);
    all[1]!.calls[0]!.fail({ ...REFUSED, kind: 'timeout' });
    expect([first.came, all[2]!.calls.length]).toEqual(['timeout', 0]);
  });

  it('keeps to the addresses with the labels that are asked for', () => {
    const [one, two] = [scripted(), scripted()];
    const server = pool(plan(), [one, two], guardContext(fakeTime()));
    for (let i = 0; i < 3; i++) send(server, { labels: { track: 'new' } });
    expect([one.calls.length, two.calls.length]).toEqual([0, 3]);
    expect(send(server, { labels: { track: 'none' } }).failure).toMatchObject({ kind: 'unreachable' });
  });

  it('gives none to one that fails its checks, little to one that came back, and says when all are out', async () => {
    const time = fakeTime();
    const context = { ...guardContext(time), health: healthStage };
    const health = {
      checks: { everyMs: 1000, timeoutMs: 100, unhealthyAfter: 2, healthyAfter: 2 },
      slowStartMs: 10_000,
    };
    const [one, two] = [scripted(), scripted()];
    const server = pool(plan({ health }), [one, two], context);
    await server.list();
    one.problem = 'HTTP 500';
    await time.advance(2500);
    for (let i = 0; i < 4; i++) send(server);
    expect([one.calls.length, two.calls.length]).toEqual([0, 4]);
    expect(context.log).toEqual(['server crm, urls[0], is unhealthy: HTTP 500']);
    one.problem = null;
    await time.advance(2500);
    for (let i = 0; i < 20; i++) send(server);
    expect(one.calls.length).toBeGreaterThan(0);
    expect(one.calls.length).toBeLessThan(6);
    one.problem = 'gone';
    two.problem = 'gone';
    await time.advance(2500);
    expect(send(server)).toMatchObject({ came: 'unreachable', failure: { sent: false, retryAfterMs: 1000 } });
    expect(server.status()).toMatchObject({ state: 'down' });
    await server.close();
    await settled();
  });

  it('puts out one that fails calls in a row, for longer each time, and never the last', async () => {
    const time = fakeTime();
    const context = { ...guardContext(time), health: healthStage };
    const [one, two] = [scripted(), scripted()];
    const health = { eject: { failures: 2, ms: 1000 }, slowStartMs: 0 };
    const server = pool(plan({ health }), [one, two], context);
    const calls = (count: number): void => {
      for (let i = 0; i < count; i++) {
        send(server);
        for (const open of one.calls.splice(0)) open.fail(RESET);
        for (const open of two.calls.splice(0)) open.answer();
      }
    };
    const shares = (): boolean => {
      const before = [one.calls.length, two.calls.length];
      for (let i = 0; i < 4; i++) send(server);
      const got = one.calls.length - before[0]!;
      one.calls.length = 0;
      two.calls.length = 0;
      return got > 0;
    };
    calls(4);
    expect(shares()).toBe(false);
    await time.advance(1001);
    expect(shares()).toBe(true);
    calls(4);
    await time.advance(1500);
    expect(shares()).toBe(false);
    await time.advance(600);
    expect(shares()).toBe(true);
  });
});
