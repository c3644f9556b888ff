// What an evaluation takes, on conditions and arguments no one thought of, each as large as a message may be: what grows
// with them is counted, and an error beyond the budget. `npm run fuzz` goes on for longer.
import { describe, expect, it, vi } from 'vitest';
import * as cel from '../../runtime/cel/index.ts';
import { measure } from './work/measure.ts';

const seconds = Number(process.env.MCPGW_FUZZ_SECONDS ?? 0);
const conditions = 15;
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

// A busy machine is no difference in cost.
vi.setConfig({ testTimeout: 3_600_000 });

describe('an evaluation', () => {
  it('ends soon, whatever is sent', () => {
    const found = measure({ seed, ...(seconds > 0 ? { seconds } : { conditions }) });
    expect(found.slow, `FUZZ_SEED=${seed}`).toEqual([]);
    expect(found.errors).toBeGreaterThan(0);
    expect(found.errors).toBeLessThan(found.evaluations);
    const rate = Math.round(found.evaluations / found.seconds);
    if (seconds > 5)
      console.log(
        `${found.evaluations} evaluations, ${rate} a second, seed ${seed}; the slowest took ${Math.round(found.slowest)} ms`,
      );
  });
});

describe('a broken build is noticed', () => {
  it.each([
    [
      'a format that counts nothing',
      { format: (text: string, values: readonly unknown[]) => cel.format(text, values) },
      1140,
    ],
    ['a budget without end', { budget: () => (range: unknown) => range }, 1],
  ] as const)('%s', (_, broken, from) => {
    const found = measure({ seed: from, conditions: 20, most: 400, runtime: { ...cel, ...broken } });
    expect(found.slow.length).toBeGreaterThan(0);
  });
});
