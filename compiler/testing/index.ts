// Policy tests: what a gateway must decide, asked of the very bytes that ship.
export { type Bootstrapped, bootstrap } from './bootstrap/index.ts';
export { figureOf } from './coverage/goals.ts';
export { scoreOf } from './mutation/report.ts';
export type { TestOptions } from './options.ts';
export { printGithubTests } from './print/github.ts';
export { printTests } from './print/human.ts';
export { printTestsJson } from './print/json.ts';
export { printTestsJunit } from './print/junit.ts';
export { printLcov } from './print/lcov.ts';
export { printTestsPlain } from './print/plain.ts';
export { printTestsSarif } from './print/sarif.ts';
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
export { runTests } from './tests.ts';
export { type Watching, watchTests } from './watch.ts';
export type { GivenToken } from './why/caller.ts';
export { printWhy, printWhyJson } from './why/print.ts';
export type { Why } from './why/report.ts';
export { type Explanation, explainCall, type WhyOptions } from './why/why.ts';
