import { describe, expect, it } from 'vitest';
import type { Charge, Limited, Store } from '../../runtime/contract/limits.ts';
import { limitStage } from '../../runtime/limits/index.ts';
import { memoryState } from '../../runtime/state/memory.ts';
import { agent, callOf, limit, tool } from '../gateway/facts.ts';
import { testClock } from '../state/store.suite.ts';

const open = (...limits: Parameters<typeof limitStage>[0]) => {
  const clock = testClock();
  return { clock, gate: limitStage(limits, memoryState(clock.environment)).gate(tool())! };
};

const refused = (charge: Charge | Promise<Charge>): Limited => {
  if (charge instanceof Promise || charge.granted) throw new Error('was granted');
  return charge;
};

describe('limits', () => {
  it('have no gate where none counts for the tool', () => {
    const { environment } = testClock();
    const stage = limitStage([limit({ tools: (name) => name === 'other' })], memoryState(environment));
    expect(stage.gate(tool())).toBeNull();
  });

  it('charge each agent on its own', () => {
    const { gate } = open(limit({ rate: { intervalMs: 600, burst: 1 } }));
    expect(gate.take(agent(), callOf({}))).toMatchObject({ granted: true });
    expect(refused(gate.take(agent(), callOf({})))).toMatchObject({
      limit: 'per-agent',
      waitMs: 600,
      reason: null,
    });
    expect(gate.take(agent({ name: 'other' }), callOf({}))).toMatchObject({ granted: true });
  });

  it('refuse by the limit with the longest wait, and charge none of them then', () => {
    const short = limit({ name: 'short', rate: { intervalMs: 100, burst: 2 } });
    const long = limit({ name: 'long', place: 'gateway.yaml:12', rate: { intervalMs: 5000, burst: 1 } });
    const { clock, gate } = open(short, long);
    expect(gate.take(agent(), callOf({}))).toMatchObject({ granted: true });
    expect(refused(gate.take(agent(), callOf({})))).toMatchObject({
      limit: 'long',
      place: 'gateway.yaml:12',
    });
    clock.advance(5000);
    expect(gate.take(agent(), callOf({}))).toMatchObject({ granted: true });
  });

  it('keep cells of limits apart that have the same key', () => {
    const { gate } = open(limit({ name: 'a', rate: { intervalMs: 600, burst: 1 } }), limit({ name: 'b' }));
    expect(gate.take(agent(), callOf({}))).toMatchObject({ granted: true });
    expect(refused(gate.take(agent(), callOf({}))).limit).toBe('a');
  });

  it('refuse what they cannot count', () => {
    const cells = () => {
      throw new Error('no such key');
    };
    const { gate } = open(limit({ cells }));
    const { reason, text } = refused(gate.take(agent(), callOf({})));
    expect(reason).toMatch(/cannot be computed/);
    // To wait would be of no use.
    expect(text).toBe(reason);
    const long = open(limit({ cells: () => ['x'.repeat(769)] }));
    expect(refused(long.gate.take(agent(), callOf({}))).reason).toMatch(/cannot be computed/);
    const odd = open(limit({ cells: () => [7 as unknown as string] }));
    expect(refused(odd.gate.take(agent(), callOf({}))).reason).toMatch(/cannot be computed/);
  });

  it('give back a charge of which nothing was sent', () => {
    const { gate } = open(limit({ rate: { intervalMs: 600, burst: 1 } }));
    const charge = gate.take(agent(), callOf({}));
    if (charge instanceof Promise || !charge.granted) throw new Error('was refused');
    charge.refund();
    expect(gate.take(agent(), callOf({}))).toMatchObject({ granted: true });
  });

  it('wait for a store that is elsewhere', async () => {
    const store: Store = { take: async () => ({ index: 0, waitMs: 7 }), refund: () => {} };
    const gate = limitStage([limit()], store).gate(tool())!;
    expect(await gate.take(agent(), callOf({}))).toMatchObject({ granted: false, waitMs: 7 });
  });
});
