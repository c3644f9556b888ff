// Failures of tests as findings, for reports that know findings: one error each, at the expectation that was not met.
import type { Finding, Range } from '../../diagnostics/finding.ts';
import { fileOf } from '../../diagnostics/places.ts';
import type { SourceText } from '../../diagnostics/position.ts';
import { type Failure, SHOWN, type SuiteReport, type TestReport } from '../report.ts';
import { type Broken, brokenOf } from './broken.ts';
import { rowsOf } from './words.ts';

export interface Found {
  readonly findings: readonly Finding[];
  readonly sources: readonly SourceText[];
}

/** What kept suites from running, and what was not as expected; files are named from the folder of the run. */
export function foundBy({ suites }: TestReport): Found {
  const all = suites.flatMap((suite) => [...brokenOf(suite).map(moved), ofSuite(suite)]);
  const sources = new Map(all.flatMap((found) => found.sources).map((source) => [source.path, source]));
  return { findings: all.flatMap(({ findings }) => findings), sources: [...sources.values()] };
}

/** Names the files of a gateway as the run would. */
function moved({ finding, sources, folder }: Broken): Found {
  const at = <Placed extends Range>(range: Placed): Placed => ({ ...range, file: fileOf(range, { folder }) });
  const related = finding.related?.map((one) => ({ ...one, range: at(one.range) }));
  const range = finding.range === null ? null : at(finding.range);
  return {
    findings: [{ ...finding, range, ...(related === undefined ? {} : { related }) }],
    sources: sources.map((source) => ({
      ...source,
      path: fileOf({ file: source.path, start: 0, end: 0 }, { folder }),
    })),
  };
}

function ofSuite({ name, tests, sources }: SuiteReport): Found {
  const findings = tests.flatMap((test) =>
    test.failures.slice(0, SHOWN).map((failure) => failed(`${name} > ${test.name}`, failure)),
  );
  return { findings, sources };
}

function failed(test: string, failure: Failure): Finding {
  const why = rowsOf(failure)
    .map(([label, text]) => `${label}: ${text}.`)
    .join(' ');
  const message = `${test}: ${failure.message}`;
  return {
    ...{ rule: 'tests/failed', severity: 'error', message, range: failure.range },
    ...(why === '' ? {} : { why }),
  };
}
