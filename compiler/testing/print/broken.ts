// Suites that could not be run, for reports that only know tests: what is wrong with the file or its gateway.
import type { Finding } from '../../diagnostics/finding.ts';
import type { SourceText } from '../../diagnostics/position.ts';
import type { SuiteReport } from '../report.ts';

export interface Broken {
  readonly finding: Finding;
  readonly sources: readonly SourceText[];
  /** The folder that the finding's file is named from; empty for the test file itself, which is named as it is. */
  readonly folder: string;
}

/** All that kept a suite from running. */
export function brokenOf({ findings, sources, gateway }: SuiteReport): readonly Broken[] {
  const folder = gateway?.file.replace(/[^/\\]*$/, '').replace(/[/\\]$/, '') ?? '';
  return [
    ...findings.map((finding) => ({ finding, sources, folder: '' })),
    ...(gateway?.findings ?? []).map((finding) => ({ finding, sources: gateway!.sources, folder })),
  ];
}
