import { describe, expect, it } from 'vitest';
import type { RetryPlan } from '../../runtime/contract/plan-ways.ts';
import { createBudget } from '../../runtime/servers/retry/budget.ts';
import { retry } from '../../runtime/servers/retry/index.ts';
import { fakeTime, serverPlan } from '../catalog/fakes.ts';
import { guardContext, REFUSED, scripted, send } from './scripted.ts';

function world(changed: Partial<RetryPlan> = {}) {
  const time = fakeTime();
  const inner = scripted();
  const plan: RetryPlan = {
    ...{ attempts: 3, attemptMs: null, hedgeMs: null, safe: (name) => name === 'search' },
    ...changed,
  };
  const server = retry(
    serverPlan('crm', { retry: plan, rename: { q: 'search' } }),
    inner,
    guardContext(time),
  );
  return { time, inner, server };
}

describe('a retry', () => {
  it('sends a safe call again after a wait, no more than it may, within one deadline', async () => {
    const { time, inner, server } = world();
    const sent = send(server, { subject: 'q' });
    inner.calls[0]!.fail();
    expect(inner.calls).toHaveLength(1);
    await time.advance(100);
    inner.calls[1]!.fail({ kind: 'http', status: 503 });
    await time.advance(100);
    expect(inner.calls.map(({ call }) => call.timeoutMs)).toEqual([1000, 975, 850]);
    inner.calls[2]!.fail({ kind: 'timeout' });
    await time.advance(5000);
    expect([sent.came, inner.calls.length]).toEqual(['timeout', 3]);
  });

  it('says of all attempts together whether the call may have run', async () => {
    const { time, inner, server } = world();
    const sent = send(server, { subject: 'search' });
    inner.calls[0]!.fail();
    await time.advance(100);
    inner.calls[1]!.fail({ ...REFUSED, retryAfterMs: 5000 });
    expect(sent.failure).toMatchObject({ kind: 'unreachable', begun: true, sent: true, retryAfterMs: 5000 });
  });

  it('sends no call again that may have begun, unless its tool is safe; and any of which nothing was sent', async () => {
    const { time, inner, server } = world();
    const sent = send(server, { subject: 'refund' });
    inner.calls[0]!.fail(REFUSED);
    await time.advance(100);
    inner.calls[1]!.fail();
    await time.advance(5000);
    expect([sent.came, inner.calls.length]).toEqual(['reset', 2]);
  });

  it.each([
    { kind: 'protocol' },
    { kind: 'http', status: 404 },
    { kind: 'busy', sent: false, begun: false },
    { kind: 'unreachable', sent: false, begun: false, retryAfterMs: 5000 },
  ] as const)('does not try again what is not passing: %j', async (failure) => {
    const { time, inner, server } = world();
    const sent = send(server, { subject: 'search' });
    inner.calls[0]!.fail(failure);
    await time.advance(1000);
    expect([sent.came, inner.calls.length]).toEqual([failure.kind, 1]);
  });

  it('stops with its call', async () => {
    const { time, inner, server } = world();
    const sent = send(server, { subject: 'search' });
    inner.calls[0]!.fail();
    sent.cancel();
    await time.advance(1000);
    expect([sent.came, inner.calls.length]).toEqual([null, 1]);
    const second = send(server, { subject: 'search' });
    second.cancel();
    expect(inner.calls[1]!.cancelled).toBe(true);
  });

  it('hedges a safe call that is slow: the first to answer counts, the other is cancelled', async () => {
    const { time, inner, server } = world({ hedgeMs: 200 });
    const sent = send(server, { subject: 'search' });
    send(server, { subject: 'refund' });
    await time.advance(250);
    expect(inner.calls).toHaveLength(3);
    expect(inner.calls[2]!.call.subject).toBe('search');
    inner.calls[2]!.answer();
    expect([sent.came, inner.calls[0]!.cancelled]).toEqual(['answer', true]);
  });

  it('waits for the other attempt where one of two fails', async () => {
    const { time, inner, server } = world({ hedgeMs: 200 });
    const sent = send(server, { subject: 'search' });
    await time.advance(250);
    inner.calls[0]!.fail();
    await time.advance(100);
    inner.calls[1]!.answer();
    expect([sent.came, inner.calls.length]).toEqual(['answer', 2]);
  });
});

describe('the budget of retries', () => {
  it.each([
    [5, 10],
    [100, 20],
    [1000, 200],
  ])('at %i calls a second is %i a second', async (calls, most) => {
    const time = fakeTime();
    const budget = createBudget(time.clock);
    let spent = 0;
    // The first second fills the window.
    for (let second = 0; second < 6; second++) {
      for (let i = 0; i < calls; i++) {
        budget.called();
        if (budget.spend() && second > 0) spent += 1;
        if (budget.spend() && second > 0) spent += 1;
        await time.advance(1000 / calls);
      }
    }
    expect(spent / 5).toBeLessThanOrEqual(most + 1);
    expect(spent / 5).toBeGreaterThanOrEqual(most * 0.9);
  });
});
