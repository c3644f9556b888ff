// The virtual clock: time moves only when told, and timers run at their own time.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { virtualClock } from '../../compiler/testing/world/clock.ts';

const settle = () => Promise.resolve();

describe('virtual clock', () => {
  test('stands still by itself', async () => {
    const clock = virtualClock(1_000_000);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect([clock.now(), clock.monotonic()]).toEqual([1_000_000, 0]);
  });

  test('runs a timer at its time, also one that a timer sets', async () => {
    const clock = virtualClock(0);
    const ran: number[] = [];
    clock.after(10, () => {
      ran.push(clock.now());
      clock.after(5, () => ran.push(clock.now()));
    });
    await clock.advance(14, settle);
    expect(ran).toEqual([10]);
    await clock.advance(1, settle);
    expect(ran).toEqual([10, 15]);
    expect(clock.monotonic()).toBe(15);
  });

  test('a cancelled timer does not run', async () => {
    const clock = virtualClock(0);
    let ran = false;
    const cancel = clock.after(1, () => {
      ran = true;
    });
    cancel();
    await clock.advance(100, settle);
    expect(ran).toBe(false);
  });

  test('awaits what a timer begins before the next one runs', async () => {
    const clock = virtualClock(0);
    const seen: string[] = [];
    clock.after(1, () => void Promise.resolve().then(() => seen.push('first')));
    clock.after(2, () => void seen.push('second'));
    await clock.advance(5, async () => {
      await null;
    });
    expect(seen).toEqual(['first', 'second']);
  });

  test('order is by time, then by making', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 30 }), async (delays) => {
        const clock = virtualClock(0);
        const ran: (readonly [number, number])[] = [];
        for (const [index, ms] of delays.entries()) clock.after(ms, () => void ran.push([ms, index]));
        await clock.advance(50, settle);
        const wanted = delays.map((ms, index) => [ms, index] as const);
        expect(ran).toEqual(wanted.sort((a, b) => a[0] - b[0] || a[1] - b[1]));
      }),
      { numRuns: 50 },
    );
  });
});
