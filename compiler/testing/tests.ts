// A run of policy tests: all files, one report.
import { mergeCoverage } from './coverage/goals.ts';
import type { TestOptions } from './options.ts';
import { runFiles } from './parallel/pool.ts';
import type { TestReport } from './report.ts';

/**
 * Runs test files, several at a time. Wrong input gives findings in the report, never a throw.
 *
 * @param files paths as a person wrote them
 */
export async function runTests(files: readonly string[], options: TestOptions = {}): Promise<TestReport> {
  const suites = await runFiles(files, options);
  const tests = suites.flatMap((suite) => suite.tests);
  return {
    ok: tests.length > 0 && suites.every((suite) => suite.ok),
    suites,
    cases: tests.reduce((sum, test) => sum + test.cases, 0),
    coverage: mergeCoverage(suites.flatMap(({ coverage }) => coverage ?? [])),
  };
}
