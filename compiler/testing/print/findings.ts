// Failures of tests as findings, for reports that know findings: one error each, at the expectation that was not met.
import type { Finding } from '../../diagnostics/finding.ts';
import { seenFrom } from '../../diagnostics/places.ts';
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
  const all = suites.flatMap((suite) => [...brokenOf(suite).map(ofBroken), ofSuite(suite)]);
  const sources = new Map(all.flatMap((found) => found.sources).map((source) => [source.path, source]));
  return { findings: all.flatMap(({ findings }) => findings), sources: [...sources.values()] };
}

/** Names the files of a gateway as the run would. */
const ofBroken = ({ finding, sources, folder }: Broken): Found => seenFrom({ folder }, [finding], sources);

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
