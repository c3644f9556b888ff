// What every store must do, whatever it keeps counts in.
import { describe, expect, it } from 'vitest';
import type { Environment } from '../../runtime/contract/environment.ts';
import type { Cell, Store } from '../../runtime/contract/limits.ts';

export interface TestClock {
  readonly environment: Pick<Environment, 'clock'>;
  advance(ms: number): void;
}

export function testClock(): TestClock {
  let now = 1_000;
  const clock = { now: () => now, monotonic: () => now, after: () => () => {} };
  return { environment: { clock }, advance: (ms) => (now += ms) };
}

const cell = (key: string, intervalMs = 600, burst = 20): Cell => ({ key, intervalMs, burst });

export function storeSuite(name: string, open: (clock: TestClock) => Store): void {
  describe(`store: ${name}`, () => {
    const opened = () => {
      const clock = testClock();
      return { clock, store: open(clock) };
    };

    it('lets a burst pass from idle, then one each interval', async () => {
      const { clock, store } = opened();
      for (let i = 0; i < 20; i++) expect(await store.take([cell('a')])).toBeNull();
      expect(await store.take([cell('a')])).toEqual({ index: 0, waitMs: 600 });
      clock.advance(599);
      expect(await store.take([cell('a')])).toEqual({ index: 0, waitMs: 1 });
      clock.advance(1);
      expect(await store.take([cell('a')])).toBeNull();
      expect(await store.take([cell('a')])).toEqual({ index: 0, waitMs: 600 });
    });

    it('counts cells apart', async () => {
      const { store } = opened();
      expect(await store.take([cell('a', 600, 1)])).toBeNull();
      expect(await store.take([cell('b', 600, 1)])).toBeNull();
      expect(await store.take([cell('a', 600, 1)])).not.toBeNull();
    });

    it('takes all cells or none, and names the longest wait', async () => {
      const { store } = opened();
      await store.take([cell('short', 100, 1)]);
      await store.take([cell('long', 900, 1)]);
      expect(await store.take([cell('free', 600, 1), cell('short', 100, 1), cell('long', 900, 1)])).toEqual({
        index: 2,
        waitMs: 900,
      });
      expect(await store.take([cell('free', 600, 1)])).toBeNull();
    });

    it('gives back what is refunded', async () => {
      const { store } = opened();
      const cells = [cell('a', 600, 1)];
      expect(await store.take(cells)).toBeNull();
      store.refund(cells);
      expect(await store.take(cells)).toBeNull();
      expect(await store.take(cells)).not.toBeNull();
    });

    it('never saves up more than the burst', async () => {
      const { clock, store } = opened();
      clock.advance(3_600_000);
      for (let i = 0; i < 3; i++) expect(await store.take([cell('a', 600, 3)])).toBeNull();
      expect(await store.take([cell('a', 600, 3)])).toEqual({ index: 0, waitMs: 600 });
    });

    it('counts exactly at intervals that are no whole milliseconds', async () => {
      const { clock, store } = opened();
      const third = cell('a', 1000 / 3, 1);
      let passed = 0;
      for (let ms = 0; ms < 100_000; ms++) {
        if ((await store.take([third])) === null) passed += 1;
        clock.advance(1);
      }
      expect(passed).toBeGreaterThanOrEqual(299);
      expect(passed).toBeLessThanOrEqual(301);
    });
  });
}
