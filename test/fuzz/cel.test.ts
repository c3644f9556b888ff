// Conditions no one thought of, asked of three implementations of CEL. Each difference is explained by the specification,
// or fails. `npm run fuzz` goes on for longer and prints cases a second.
import { describe, expect, it } from 'vitest';
import { fits, run } from '../conformance/cel/run.ts';
import { allCases, refusal } from '../conformance/cel/suite.ts';
import { compare, reported, shown } from './cel/compare.ts';
import { mutations } from './cel/mutations.ts';

const seconds = Number(process.env.MCPGW_FUZZ_SECONDS ?? 1);
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

describe('generated code against @bufbuild/cel and @marcbachmann/cel-js', () => {
  it(
    'differs only where the specification says so',
    () => {
      const result = compare({ seconds, seed });
      expect(shown(result), `FUZZ_SEED=${seed}`).toBe('');
      expect(result.cases).toBeGreaterThan(20);
      for (const outcome of [true, false, 'error'] as const)
        expect(result.outcomes.get(outcome)).toBeGreaterThan(0);
      expect(result.outcomes.get('refused') ?? 0).toBe(0);
      if (seconds <= 5) return;
      console.log(reported(result, seed));
    },
    (seconds + 20) * 1000,
  );
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
      const result = compare({ seconds: 10, seed: from, mutate, most: 1 });
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
