// Conditions no one thought of, asked of three implementations of CEL. Each difference is explained by the specification,
// or fails. `npm run fuzz` goes on for longer and prints cases a second.
import { describe, expect, it, vi } from 'vitest';
import { fits, run } from '../conformance/cel/run.ts';
import { allCases, refusal } from '../conformance/cel/suite.ts';
import { compare, reported, shown } from './cel/compare.ts';
import { mutations } from './cel/mutations.ts';

/** How long `npm run fuzz` goes on; else so many cases, however busy the machine is. */
const seconds = Number(process.env.MCPGW_FUZZ_SECONDS ?? 0);
const cases = 400;
/** A broken build is noticed within fewer, from the seed of its mistake on. */
const mostCases = 2000;
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

// A busy machine is no difference in meaning.
vi.setConfig({ testTimeout: 3_600_000 });

describe('generated code against @bufbuild/cel and @marcbachmann/cel-js', () => {
  it('differs only where the specification says so', () => {
    const result = compare({ seed, ...(seconds > 0 ? { seconds } : { cases }) });
    expect(shown(result), `FUZZ_SEED=${seed}`).toBe('');
    expect(result.cases).toBeGreaterThan(20);
    for (const outcome of [true, false, 'error'] as const)
      expect(result.outcomes.get(outcome)).toBeGreaterThan(0);
    expect(result.outcomes.get('refused') ?? 0).toBe(0);
    if (seconds > 5) console.log(reported(result, seed));
  });
});

/** Tests of the specification that concern logic, arithmetic and order: enough to notice, quick enough to run for each. */
const files = ['logic', 'integer_math', 'comparisons', 'macros', 'fields'];
const conformance = allCases().filter((one) => refusal(one) === null && files.includes(one.file));

describe('a broken build', () => {
  it.each(mutations.map((one) => [one.name, one] as const))(
    'is noticed by both: %s',
    (_, { mutate, seed: from }) => {
      const failing = conformance.find(
        (one) =>
          !fits(
            one,
            attempt(() => run(one.test, mutate)),
          ),
      );
      expect(failing, 'conformance').toBeDefined();
      const result = compare({ cases: mostCases, seed: from, mutate, most: 1 });
      expect(result.unexplained.length, 'differential').toBeGreaterThan(0);
    },
  );
});

function attempt(judge: () => string): string {
  try {
    return judge();
  } catch (error) {
    return String(error);
  }
}
