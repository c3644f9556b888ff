// Test reports for people and for programs.
import { harmless } from '../diagnostics/cells.ts';
import { frame } from '../diagnostics/frame.ts';
import { printHuman } from '../diagnostics/human.ts';
import { jsonReport } from '../diagnostics/json.ts';
import { createPositions, type Positions } from '../diagnostics/position.ts';
import type { Asked, Decided, Failure, SuiteReport, TestReport, TestResult } from './report.ts';

export interface PrintOptions {
  /** ANSI colours. */
  readonly colour?: boolean;
}

/** Failures of one test that people are shown; programs get all. */
const SHOWN = 10;

/** Prints a report for people: every test, each failure with its place, and one line that counts. */
export function printTests(report: TestReport, options: PrintOptions = {}): string {
  const colour = options.colour === true;
  const paint = painter(colour);
  return `${[...report.suites.map((suite) => suiteText(suite, colour, paint)), summary(report, paint)].join('\n')}\n`;
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
  const { range, message, asked, expected, got, decided } = failure;
  const { line, column } = positions.position(range.file, range.start);
  const rows: Readonly<Record<string, string | null>> = {
    asked: asked && askedText(asked),
    expected,
    got,
    decided: decided && decidedText(decided),
  };
  return [
    `    ${harmless(`${range.file}:${line}:${column}`)} ${harmless(message)}`,
    ...frame(range, positions).map((row) => `      ${row}`),
    ...Object.entries(rows).flatMap(([label, text]) =>
      text === null ? [] : [`      ${label.padEnd(8)}  ${harmless(text)}`],
    ),
  ];
}

function askedText({ as, call, args, time }: Asked): string {
  const what = call === null ? 'the list' : `${call} ${JSON.stringify(args)}`;
  return `${what} as ${as}${time === null ? '' : `, time ${time}`}`;
}

function decidedText({ rule, place, stage, reason }: Decided): string {
  const who = rule === null ? (nobody[stage] ?? 'no rule') : rule;
  return `${who}${place === null ? '' : ` at ${place}`} (${stage})${reason === null ? '' : `: ${reason}`}`;
}

/** What it means that no rule decided, by stage. */
const nobody: Readonly<Record<string, string>> = {
  authenticate: 'no valid credential',
  resolve: 'the catalog has no such tool',
  visible: 'no rule could allow it, whatever the arguments',
  access: 'no rule allows it',
};

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

function some(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

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

type Ink = 'red' | 'green' | 'bold';
type Paint = (ink: Ink, text: string) => string;

const codes: Readonly<Record<Ink, number>> = { red: 31, green: 32, bold: 1 };

function painter(colour: boolean): Paint {
  return (ink, text) => (colour ? `\u001b[${codes[ink]}m${text}\u001b[0m` : text);
}
