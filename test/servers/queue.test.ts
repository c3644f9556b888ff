import { describe, expect, it } from 'vitest';
import { queue } from '../../runtime/servers/queue/index.ts';
import { fakeTime, serverPlan } from '../catalog/fakes.ts';
import { guardContext, scripted, send } from './scripted.ts';

function world(length = 1) {
  const time = fakeTime();
  const inner = scripted();
  const plan = { concurrency: 2, length, waitMs: 500 };
  return { time, inner, server: queue(serverPlan('crm', { queue: plan }), inner, guardContext(time)) };
}

describe('a queue', () => {
  it('lets so many through, keeps so many waiting in their order, and refuses the next at once', async () => {
    const { time, inner, server } = world(2);
    const sent = [1, 2, 3, 4, 5].map(() => send(server));
    expect([inner.calls.length, sent.map(({ came }) => came)]).toEqual([2, [null, null, null, null, 'busy']]);
    expect(sent[4]!.of.attempts).toEqual([{ server: 'crm', outcome: 'skipped', what: 'busy', ms: 0 }]);
    await time.advance(100);
    inner.calls[0]!.answer();
    expect(inner.calls).toHaveLength(3);
    expect(inner.calls[2]!.call.timeoutMs).toBe(900);
    inner.calls[2]!.fail();
    expect(inner.calls).toHaveLength(4);
    expect(sent[2]!.came).toBe('reset');
  });

  it('says when there may be room', async () => {
    const { time, inner, server } = world();
    for (let round = 0; round < 40; round++) {
      send(server);
      await time.advance(200);
      inner.calls.at(-1)!.answer();
    }
    for (let i = 0; i < 3; i++) send(server);
    const { failure } = send(server);
    expect(failure).toMatchObject({ kind: 'busy', sent: false, begun: false });
    expect(failure!.retryAfterMs).toBeGreaterThan(150);
    expect(failure!.retryAfterMs).toBeLessThanOrEqual(200);
  });

  it('refuses who waited too long, and lets who is cancelled out of the line and out of its place', async () => {
    const { time, inner, server } = world();
    const [first] = [send(server), send(server)];
    const waiting = send(server);
    await time.advance(600);
    expect(waiting.came).toBe('busy');
    const next = send(server);
    next.cancel();
    const last = send(server);
    expect(last.came).toBeNull();
    first!.cancel();
    expect([inner.calls[0]!.cancelled, inner.calls.length]).toEqual([true, 3]);
    await time.advance(2000);
    expect(last.came).toBeNull();
  });
});
