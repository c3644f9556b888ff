// Test reports in the Test Anything Protocol, version 14 (https://testanything.org/tap-version-14-specification.html).
import { harmless } from '../../diagnostics/cells.ts';
import { createPositions } from '../../diagnostics/position.ts';
import { SHOWN, type SuiteReport, type TestReport, type TestResult } from '../report.ts';
import { brokenOf } from './broken.ts';
import { detailLines } from './detail.ts';

/** A point for each test; one for each thing that keeps a file from running. */
export function printTap({ suites }: TestReport): string {
  const points = suites.flatMap(pointsOf);
  const lines = points.map(({ ok, name, detail }, at) => [
    `${ok ? 'ok' : 'not ok'} ${at + 1} - ${escaped(name)}`,
    ...(detail.length === 0 ? [] : yaml(detail)),
  ]);
  return `${['TAP version 14', `1..${points.length}`, ...lines.flat()].join('\n')}\n`;
}

interface Point {
  readonly ok: boolean;
  readonly name: string;
  readonly detail: readonly string[];
}

function pointsOf(suite: SuiteReport): readonly Point[] {
  const title = suite.name || suite.file;
  const broken = brokenOf(suite).map(({ finding, sources }) => ({
    ok: false,
    name: `${title} > ${finding.rule}`,
    detail: [
      ...(finding.range === null ? [] : [createPositions(sources).place(finding.range)]),
      finding.message,
    ],
  }));
  return [...broken, ...suite.tests.map((test) => pointOf(title, suite, test))];
}

function pointOf(title: string, { sources }: SuiteReport, { ok, name, failures }: TestResult): Point {
  const positions = createPositions(sources);
  const detail = failures.slice(0, SHOWN).flatMap((failure) => detailLines(failure, positions));
  return { ok, name: `${title} > ${name}`, detail };
}

/** `#` begins a directive. */
function escaped(name: string): string {
  return harmless(name.replaceAll('\n', ' ')).replace(/[\\#]/g, '\\$&');
}

/** A block of YAML 1.2 with one text. */
function yaml(lines: readonly string[]): readonly string[] {
  const text = lines.flatMap((line) => line.split('\n')).map((line) => `    ${harmless(line)}`);
  return ['  ---', '  message: |-', ...text, '  ...'];
}
