// The most steps that a condition takes, against what it does take: on conditions and arguments no one thought of.
// `npm run fuzz` goes on for longer and prints cases a second.
import { describe, expect, it, vi } from 'vitest';
import { holdBounds } from './cost/compare.ts';

const seconds = Number(process.env.MCPGW_FUZZ_SECONDS ?? 0);
const cases = 600;
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

// A busy machine is no difference in cost.
vi.setConfig({ testTimeout: 3_600_000 });

describe('the bound of a condition', () => {
  it('is no less than the steps that are taken', () => {
    const { over, cases: held, seconds: took, tightest } = holdBounds(limits());
    expect(over, `FUZZ_SEED=${seed}`).toEqual([]);
    // A bound that is far from everything would hold, and say nothing.
    expect(tightest).toBeGreaterThan(0.5);
    const rate = Math.round(held / took);
    if (seconds > 5)
      console.log(
        `${held} bounds, ${rate} a second, seed ${seed}; ${over.length} too low, the tightest took ${tightest.toFixed(2)} of its bound`,
      );
  });
});

function limits() {
  return { seed, ...(seconds > 0 ? { seconds } : { cases }) };
}

describe('a broken build is noticed', () => {
  it.each([
    ['limits that are read as one less', (most: number) => most - 1],
    ['loops that are counted once', () => 1],
  ])('%s', (_, limit) => {
    expect(holdBounds({ cases: 4000, seed: 1, limit }).over.length).toBeGreaterThan(0);
  });
});
