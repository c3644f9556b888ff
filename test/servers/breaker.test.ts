import { describe, expect, it } from 'vitest';
import type { BackendFailure } from '../../runtime/contract/server.ts';
import { breaker } from '../../runtime/servers/breaker/index.ts';
import { fakeTime, serverPlan } from '../catalog/fakes.ts';
import { guardContext, REFUSED, RESET, scripted, send } from './scripted.ts';

const PLAN = { failures: 3, withinMs: 10_000, openMs: 5000, ratio: 0.5 };

function world() {
  const time = fakeTime();
  const context = guardContext(time);
  const inner = scripted();
  const server = breaker(serverPlan('crm', { breaker: PLAN }), inner, context);
  const fail = (tool: string, failure: Partial<BackendFailure> = RESET): void => {
    send(server, { subject: tool });
    inner.calls.at(-1)!.fail(failure);
  };
  const pass = (tool: string): void => {
    send(server, { subject: tool });
    inner.calls.at(-1)!.answer();
  };
  const states = () => context.breakers!.states();
  return { time, inner, server, fail, pass, states };
}

describe('a breaker', () => {
  it('opens for the one tool that fails, refuses at once and says for how long', async () => {
    const { time, inner, server, fail, states } = world();
    for (let i = 0; i < 3; i++) fail('search');
    expect(states()).toEqual({ 'crm/search': 'open' });
    await time.advance(2000);
    const refused = send(server);
    expect(refused.failure).toMatchObject({ kind: 'unreachable', sent: false, retryAfterMs: 3000 });
    expect(refused.of.attempts).toEqual([{ server: 'crm', outcome: 'skipped', what: 'open', ms: 0 }]);
    expect(inner.calls).toHaveLength(3);
    expect(send(server, { subject: 'other' }).came).toBeNull();
  });

  it('opens for the server where it cannot be reached, or where several tools fail', () => {
    const one = world();
    for (let i = 0; i < 3; i++) one.fail('search', REFUSED);
    expect(one.states()).toEqual({ crm: 'open', 'crm/search': 'open' });
    expect(one.server.status()).toEqual({ state: 'down', reason: 'its breaker is open' });
    const two = world();
    two.fail('search');
    two.fail('read');
    two.fail('search');
    expect(two.states()).toEqual({ crm: 'open' });
  });

  it('stays closed while most calls go well, and for refusals that are answers', () => {
    const { fail, pass, states } = world();
    for (let i = 0; i < 10; i++) pass('search');
    for (let i = 0; i < 9; i++) fail('search');
    expect(states()).toEqual({});
    for (let i = 0; i < 20; i++) fail('read', { kind: 'http', status: 404 });
    expect(states()).toEqual({});
  });

  it('forgets what is longer ago than its time', async () => {
    const { time, fail, states } = world();
    fail('search');
    fail('search');
    await time.advance(11_000);
    fail('search');
    expect(states()).toEqual({});
  });

  it('learns nothing from calls that were under way when it opened', async () => {
    const { time, inner, server, fail, states } = world();
    send(server);
    send(server);
    for (let i = 0; i < 3; i++) fail('search');
    inner.calls[0]!.answer();
    await time.advance(1000);
    inner.calls[1]!.fail();
    expect(states()).toEqual({ 'crm/search': 'open' });
    await time.advance(4000);
    expect(states()).toEqual({ 'crm/search': 'half-open' });
  });

  it('lets one call probe: a good one closes it, a bad one opens it again, one that is cancelled does neither', async () => {
    const { time, inner, server, fail, states } = world();
    for (let i = 0; i < 3; i++) fail('search');
    await time.advance(5000);
    expect(states()).toEqual({ 'crm/search': 'half-open' });
    const probe = send(server);
    expect(send(server).failure).toMatchObject({ retryAfterMs: 1000 });
    probe.cancel();
    expect(inner.calls.at(-1)!.cancelled).toBe(true);
    const second = send(server);
    inner.calls.at(-1)!.fail();
    expect([second.came, states()]).toEqual(['reset', { 'crm/search': 'open' }]);
    await time.advance(5000);
    send(server);
    inner.calls.at(-1)!.answer();
    expect(states()).toEqual({});
    expect(send(server).came).toBeNull();
  });
});
