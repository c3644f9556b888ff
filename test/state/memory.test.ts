import { describe, expect, it } from 'vitest';
import { memoryState } from '../../runtime/state/memory.ts';
import { storeSuite, testClock } from './store.suite.ts';

storeSuite('memory', (clock) => memoryState(clock.environment));

describe('memory', () => {
  it('has a bound: beyond it a new cell is refused, a known one still counts', () => {
    const clock = testClock();
    const store = memoryState(clock.environment, 3);
    for (const key of ['a', 'b', 'c']) expect(store.take([{ key, intervalMs: 1000, burst: 5 }])).toBeNull();
    expect(store.take([{ key: 'd', intervalMs: 1000, burst: 5 }])).toEqual({ index: 0, waitMs: 1000 });
    expect(store.take([{ key: 'a', intervalMs: 1000, burst: 5 }])).toBeNull();
  });

  it('lets what was used stay used when a rate changes, as far as it fits', () => {
    const clock = testClock();
    const store = memoryState(clock.environment);
    const slow = (key: string) => ({ key, intervalMs: 60_000, burst: 4 });
    const fast = (key: string) => ({ key, intervalMs: 100, burst: 5 });
    for (let i = 0; i < 4; i++) store.take([slow('loosened\na'), slow('other\na')]);
    store.take([slow('loosened\nb')]);
    store.revise!([
      { limit: 'loosened', from: { intervalMs: 60_000, burst: 4 }, to: { intervalMs: 100, burst: 5 } },
    ]);
    const passing = (key: string): number => {
      let passed = 0;
      while (store.take([fast(key)]) === null) passed++;
      return passed;
    };
    expect([passing('loosened\na'), passing('loosened\nb')]).toEqual([1, 4]);
    expect(store.take([slow('other\na')])).toEqual({ index: 0, waitMs: 60_000 });
    for (let i = 0; i < 3; i++) store.take([fast('tightened\na')]);
    store.revise!([
      { limit: 'tightened', from: { intervalMs: 100, burst: 5 }, to: { intervalMs: 60_000, burst: 2 } },
    ]);
    const after = store.take([{ key: 'tightened\na', intervalMs: 60_000, burst: 2 }]);
    expect(after).toEqual({ index: 0, waitMs: 60_000 });
  });

  it('forgets cells that are idle again, and so has room', () => {
    const clock = testClock();
    const store = memoryState(clock.environment, 3);
    for (const key of ['a', 'b', 'c']) store.take([{ key, intervalMs: 1000, burst: 5 }]);
    clock.advance(1000);
    expect(store.take([{ key: 'd', intervalMs: 1000, burst: 5 }])).toBeNull();
  });
});
