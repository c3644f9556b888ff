// Test reports as JUnit XML, which most CI systems show.
import { xmlHead } from '../../diagnostics/junit.ts';
import { createPositions } from '../../diagnostics/position.ts';
import { element } from '../../diagnostics/xml.ts';
import { SHOWN, type SuiteReport, type TestReport, type TestResult } from '../report.ts';
import { type Broken, brokenOf } from './broken.ts';
import { detailLines } from './detail.ts';

/** One suite for each file. What keeps a file from running is an error of the suite. */
export function printTestsJunit({ suites }: TestReport): string {
  const totals = suites.map(countsOf);
  const sum = (key: 'tests' | 'failures' | 'errors'): number =>
    totals.reduce((all, counts) => all + counts[key], 0);
  const root = { name: 'mcpgw test', tests: sum('tests'), failures: sum('failures'), errors: sum('errors') };
  return `${xmlHead}${element('testsuites', root, suites.map(suiteElement))}\n`;
}

function countsOf(suite: SuiteReport): { tests: number; failures: number; errors: number } {
  const errors = brokenOf(suite).length;
  const failures = suite.tests.filter((test) => !test.ok).length;
  return { tests: suite.tests.length + errors, failures, errors };
}

function suiteElement(suite: SuiteReport): string {
  const name = suite.name || suite.file;
  return element('testsuite', { name, file: suite.file, ...countsOf(suite) }, [
    ...brokenOf(suite).map((broken) => brokenElement(suite, broken)),
    ...suite.tests.map((test) => testElement(suite, test)),
  ]);
}

function brokenElement({ file, name }: SuiteReport, { finding, sources }: Broken): string {
  const { rule, message, range, why, help } = finding;
  const place = range === null ? '' : createPositions(sources).place(range);
  const text = [place, message, why, help].filter((part) => part !== undefined && part !== '').join('\n');
  return element('testcase', { classname: name || file, name: rule, file }, [
    element('error', { type: rule, message }, text),
  ]);
}

function testElement({ file, name, sources }: SuiteReport, test: TestResult): string {
  const positions = createPositions(sources);
  const { line } = positions.position(test.range.file, test.range.start);
  const given = { classname: name || file, name: test.name, file, line, assertions: test.cases };
  const [first] = test.failures;
  if (first === undefined) return element('testcase', given);
  const shown = test.failures.slice(0, SHOWN).map((failure) => detailLines(failure, positions).join('\n'));
  const text = shown.join('\n\n');
  return element('testcase', given, [element('failure', { message: first.message }, text)]);
}
