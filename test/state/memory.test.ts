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

  it('forgets cells that are idle again, and so has room', () => {
    const clock = testClock();
    const store = memoryState(clock.environment, 3);
    for (const key of ['a', 'b', 'c']) store.take([{ key, intervalMs: 1000, burst: 5 }]);
    clock.advance(1000);
    expect(store.take([{ key: 'd', intervalMs: 1000, burst: 5 }])).toBeNull();
  });
});
