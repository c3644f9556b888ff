// A run of policy tests: all files, one report.
import { mergeCoverage } from './coverage/goals.ts';
import type { MutationReport } from './mutation/report.ts';
import { runMutants } from './mutation/run.ts';
import type { TestOptions } from './options.ts';
import { runFiles } from './parallel/pool.ts';
import type { SuiteReport, TestReport } from './report.ts';

/**
 * Runs test files, several at a time. Wrong input gives findings in the report, never a throw.
 *
 * @param files paths as a person wrote them
 */
export async function runTests(files: readonly string[], options: TestOptions = {}): Promise<TestReport> {
  const suites = await runFiles(files, options);
  const tests = suites.flatMap((suite) => suite.tests);
  const ok = tests.length > 0 && suites.every((suite) => suite.ok);
  return {
    ok,
    suites,
    cases: tests.reduce((sum, test) => sum + test.cases, 0),
    coverage: mergeCoverage(suites.flatMap(({ coverage }) => coverage ?? [])),
    mutation: ok && options.mutate === true ? await mutation(suites, options) : [],
  };
}

/** Each gateway with all suites that speak of it. */
async function mutation(
  suites: readonly SuiteReport[],
  options: TestOptions,
): Promise<readonly MutationReport[]> {
  const gateways = [...new Set(suites.flatMap(({ gateway }) => gateway?.file ?? []))];
  const reports: MutationReport[] = [];
  for (const gateway of gateways) {
    const own = suites.filter((suite) => suite.gateway?.file === gateway);
    reports.push(
      await runMutants(
        own.map(({ file }) => file),
        gateway,
        options,
      ),
    );
  }
  return reports;
}
