// Test reports to be read aloud: a line for each test, a paragraph for each failure, no frames and no columns.
import { harmless } from '../../diagnostics/cells.ts';
import { printPlain } from '../../diagnostics/plain.ts';
import type { TestReport, TestResult } from '../report.ts';
import { coverageText } from './coverage.ts';
import { foundBy } from './findings.ts';
import { mutationText } from './mutation.ts';
import { some, trialText } from './words.ts';

export function printTestsPlain(report: TestReport): string {
  const { findings, sources } = foundBy(report);
  const suites = report.suites.map(({ name, file, tests, trials }) => {
    const title = name === '' ? file : `${name}, in ${file}`;
    const tried = trials.map((trial) => `${trialText(trial).replace(/^o/, 'O')}.`);
    return [`Suite ${title}.`, ...tests.map(testLine), ...tried].map(spoken).join('\n');
  });
  const figures = [...report.coverage.map(coverageText), ...report.mutation.map(mutationText)];
  const said = findings.length === 0 ? [] : [printPlain(findings, sources).trimEnd()];
  return `${[...suites, ...said, ...figures.map(spokenLines), summary(report)].join('\n\n')}\n`;
}

function testLine({ name, ok, cases }: TestResult): string {
  return `${ok ? 'Passed' : 'Failed'}: ${name}, ${some(cases, 'call')}.`;
}

function summary({ ok, suites, cases }: TestReport): string {
  const tests = suites.flatMap((suite) => suite.tests);
  const failed = tests.filter((test) => !test.ok).length;
  if (tests.length === 0) return 'No test ran.';
  return `${some(tests.length, 'test')}, ${some(cases, 'call')}, ${failed} failed. ${ok ? 'All is well.' : 'Not all is well.'}`;
}

const spoken = (text: string): string => harmless(text).replace(/\s+/g, ' ').trim();

/** Without the spaces that make columns, and the arrow that is drawn. */
function spokenLines(text: string): string {
  return text
    .split('\n')
    .map((line) => spoken(line).replace(' → ', ' becomes '))
    .filter((line) => line !== '')
    .join('\n');
}
