// Findings as JUnit XML, which most CI systems show. An error is a failed case; a warning is one that passed, with a note.
import type { Finding } from './finding.ts';
import { fileOf, type MachineOptions } from './places.ts';
import { createPositions, type Positions, type SourceText } from './position.ts';
import { element } from './xml.ts';

export const xmlHead = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** One suite for each file that has findings; where there are none, one case that passed. */
export function printJunit(
  findings: readonly Finding[],
  sources: readonly SourceText[],
  options: MachineOptions,
): string {
  const positions = createPositions(sources);
  const files = new Map<string, Finding[]>();
  for (const finding of findings) {
    const file = finding.range === null ? '' : fileOf(finding.range, options);
    files.set(file, [...(files.get(file) ?? []), finding]);
  }
  const suites = [...files].map(([file, all]) => suiteOf(file, all, positions));
  const clean = element('testsuite', { name: 'mcpgw check', tests: 1, failures: 0, errors: 0 }, [
    element('testcase', { classname: 'mcpgw check', name: 'no findings' }),
  ]);
  const counts = { tests: Math.max(1, findings.length), failures: errorsOf(findings), errors: 0 };
  const root = { name: 'mcpgw check', ...counts };
  return `${xmlHead}${element('testsuites', root, suites.length === 0 ? [clean] : suites)}\n`;
}

const errorsOf = (findings: readonly Finding[]): number =>
  findings.filter(({ severity }) => severity === 'error').length;

function suiteOf(file: string, findings: readonly Finding[], positions: Positions): string {
  const counts = { tests: findings.length, failures: errorsOf(findings), errors: 0 };
  const cases = findings.map((finding) => caseOf(file, finding, positions));
  return element('testsuite', { name: file || 'mcpgw check', ...counts }, cases);
}

function caseOf(file: string, finding: Finding, positions: Positions): string {
  const { rule, severity, message, range, why, help } = finding;
  const place = range === null ? undefined : positions.position(range.file, range.start);
  const at = place === undefined ? '' : `${file}:${place.line}:${place.column}`;
  const name = at === '' ? rule : `${rule} ${at}`;
  const text = [at, message, why, help].filter((part) => part !== undefined && part !== '').join('\n');
  const told =
    severity === 'error'
      ? element('failure', { type: rule, message }, text)
      : element('system-out', {}, text);
  return element('testcase', { classname: file || rule, name, file: file || undefined, line: place?.line }, [
    told,
  ]);
}
