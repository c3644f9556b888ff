// Policy tests: what a gateway must decide, asked of the very bytes that ship.
import type { TestOptions } from './options.ts';
import { runFiles } from './parallel/pool.ts';
import type { TestReport } from './report.ts';

export type { TestOptions } from './options.ts';
export { printGithubTests } from './print/github.ts';
export { printTests } from './print/human.ts';
export { printTestsJson } from './print/json.ts';
export { printTestsJunit } from './print/junit.ts';
export { printTap } from './print/tap.ts';
export type {
  Asked,
  Decided,
  Failure,
  GatewayReport,
  SuiteReport,
  TestReport,
  TestResult,
} from './report.ts';
export { type Watching, watchTests } from './watch.ts';

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
  };
}
