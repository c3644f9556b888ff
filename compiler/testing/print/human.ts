// Test reports for people: every test, each failure with its place and the rules that were considered.
import { harmless } from '../../diagnostics/cells.ts';
import { frame } from '../../diagnostics/frame.ts';
import { printHuman } from '../../diagnostics/human.ts';
import { createPositions, type Positions } from '../../diagnostics/position.ts';
import { type Failure, SHOWN, type SuiteReport, type TestReport, type TestResult } from '../report.ts';
import { coverageText } from './coverage.ts';
import { mutationText } from './mutation.ts';
import { traceLines } from './trace.ts';
import { rowsOf, some, trialText } from './words.ts';

export interface PrintOptions {
  /** ANSI colours. */
  readonly colour?: boolean;
}

/** Prints a report for people: every test, each failure with its place, and one line that counts. */
export function printTests(report: TestReport, options: PrintOptions = {}): string {
  const colour = options.colour === true;
  const paint = painter(colour);
  const parts = [
    ...report.suites.map((suite) => suiteText(suite, colour, paint)),
    ...report.coverage.map(coverageText),
    ...report.mutation.map(mutationText),
  ];
  return `${[...parts, summary(report, paint)].join('\n')}\n`;
}

function suiteText(suite: SuiteReport, colour: boolean, paint: Paint): string {
  const { gateway } = suite;
  const lines = [
    `${paint('bold', harmless(suite.file))}${suite.name === '' ? '' : `  ${harmless(suite.name)}`}`,
  ];
  if (suite.findings.length > 0)
    lines.push('', printHuman(suite.findings, { sources: suite.sources, colour }));
  if (gateway !== null && gateway.findings.length > 0) {
    lines.push(`  The gateway ${harmless(gateway.file)} does not compile:`, '');
    lines.push(printHuman(gateway.findings, { sources: gateway.sources, colour }));
  }
  const positions = createPositions(suite.sources);
  for (const test of suite.tests) lines.push(...testLines(test, positions, paint));
  for (const trial of suite.trials) lines.push(harmless(`  ${trialText(trial)}`));
  return `${lines.join('\n')}\n`;
}

function testLines(test: TestResult, positions: Positions, paint: Paint): readonly string[] {
  const mark = test.ok ? paint('green', 'pass') : paint('red', 'FAIL');
  const head = `  ${mark}  ${harmless(test.name)} (${some(test.cases, 'call')})`;
  const shown = test.failures.slice(0, SHOWN).flatMap((failure) => ['', ...failureLines(failure, positions)]);
  const more = test.failures.length - SHOWN;
  const rest = more > 0 ? ['', `    and ${some(more, 'failure')} more`] : [];
  return [head, ...shown, ...rest, ...(test.ok ? [] : [''])];
}

function failureLines(failure: Failure, positions: Positions): readonly string[] {
  const { range, message } = failure;
  const { line, column } = positions.position(range.file, range.start);
  return [
    `    ${harmless(`${range.file}:${line}:${column}`)} ${harmless(message)}`,
    ...frame(range, positions).map((row) => `      ${row}`),
    ...rowsOf(failure).map(([label, text]) => `      ${label.padEnd(8)}  ${harmless(text)}`),
    ...(failure.trace === null ? [] : traceLines(failure.trace)).map((line) =>
      `      ${harmless(line)}`.trimEnd(),
    ),
  ];
}

function summary(report: TestReport, paint: Paint): string {
  const tests = report.suites.flatMap((suite) => suite.tests);
  const failed = tests.filter((test) => !test.ok).length;
  const broken = report.suites.filter((suite) => suite.tests.length === 0).length;
  const parts = [
    `${some(tests.length, 'test')}, ${some(report.cases, 'call')}`,
    failed === 0 ? '' : `${failed} failed`,
    broken === 0 ? '' : `${some(broken, 'file')} not run`,
  ];
  const text = tests.length === 0 ? 'No test ran.' : `${parts.filter((part) => part !== '').join(', ')}.`;
  return paint(report.ok ? 'green' : 'red', text);
}

type Ink = 'red' | 'green' | 'bold';
type Paint = (ink: Ink, text: string) => string;

const codes: Readonly<Record<Ink, number>> = { red: 31, green: 32, bold: 1 };

function painter(colour: boolean): Paint {
  return (ink, text) => (colour ? `\u001b[${codes[ink]}m${text}\u001b[0m` : text);
}
