// Failed tests as SARIF 2.1.0, beside the findings of a check.
import { printSarif } from '../../diagnostics/sarif.ts';
import type { TestReport } from '../report.ts';
import { foundBy } from './findings.ts';

/** @param version of the compiler */
export function printTestsSarif(report: TestReport, version: string): string {
  const { findings, sources } = foundBy(report);
  return printSarif(findings, sources, { folder: '', version });
}
