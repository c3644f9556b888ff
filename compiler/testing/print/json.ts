// Test reports for programs.
import { jsonReport } from '../../diagnostics/json.ts';
import { createPositions, type Positions } from '../../diagnostics/position.ts';
import type { Failure, TestReport } from '../report.ts';

/**
 * Prints a report for programs. The shape is stable: members are added, never changed or taken away. Places are as in the
 * JSON of findings: lines and columns from 1, the end is the first character after.
 */
export function printTestsJson(report: TestReport): string {
  const suites = report.suites.map(({ sources, findings, gateway, tests, ...suite }) => {
    const positions = createPositions(sources);
    return {
      ...suite,
      findings: jsonReport(findings, sources).findings,
      gateway: gateway && {
        file: gateway.file,
        policy: gateway.policy,
        findings: jsonReport(gateway.findings, gateway.sources).findings,
      },
      tests: tests.map(({ range, failures, ...test }) => ({
        ...test,
        place: place(range, positions),
        failures: failures.map((failure) => ({
          ...failure,
          range: undefined,
          place: place(failure.range, positions),
        })),
      })),
    };
  });
  return `${JSON.stringify({ ok: report.ok, cases: report.cases, suites }, null, 2)}\n`;
}

function place({ file, start, end }: Failure['range'], positions: Positions) {
  const from = positions.position(file, start);
  const to = positions.position(file, end);
  return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}
