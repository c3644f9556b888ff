// Test reports for programs.
import { jsonReport } from '../../diagnostics/json.ts';
import { createPositions, type Positions } from '../../diagnostics/position.ts';
import { type Coverage, figureOf } from '../coverage/goals.ts';
import { type MutationReport, scoreOf } from '../mutation/report.ts';
import type { Failure, TestReport } from '../report.ts';

/**
 * Prints a report for programs. The shape is stable: members are added, never changed or taken away. Places are as in the
 * JSON of findings: lines and columns from 1, the end is the first character after.
 */
export function printTestsJson(report: TestReport): string {
  const suites = report.suites.map(({ sources, findings, gateway, tests, coverage: _, ...suite }) => {
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
  const coverage = report.coverage.map(coverageJson);
  const mutation = report.mutation.map(mutationJson);
  return `${JSON.stringify({ ok: report.ok, cases: report.cases, suites, coverage, mutation }, null, 2)}\n`;
}

function coverageJson({ gateway, sources, goals }: Coverage) {
  const positions = createPositions(sources);
  return {
    gateway,
    ...figureOf(goals),
    goals: goals.map(({ range, ...goal }) => ({ ...goal, place: place(range, positions) })),
  };
}

function mutationJson(report: MutationReport) {
  const { gateway, sources, all, mutants } = report;
  const positions = createPositions(sources);
  const placed = mutants.map(({ range, ...mutant }) => ({ ...mutant, place: place(range, positions) }));
  return { gateway, all, ...scoreOf(report), mutants: placed };
}

function place({ file, start, end }: Failure['range'], positions: Positions) {
  const from = positions.position(file, start);
  const to = positions.position(file, end);
  return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}
