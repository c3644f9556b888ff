// Findings as annotations of a pull request: workflow commands that GitHub Actions reads from standard output.
import { harmless } from './cells.ts';
import type { Finding } from './finding.ts';
import { fileOf, type MachineOptions, regionOf } from './places.ts';
import { createPositions, type Positions, type SourceText } from './position.ts';

/** One line a finding, in the order given; empty when there are none. */
export function printGithub(
  findings: readonly Finding[],
  sources: readonly SourceText[],
  options: MachineOptions,
): string {
  const positions = createPositions(sources);
  return findings.map((finding) => `${annotation(finding, positions, options)}\n`).join('');
}

function annotation(finding: Finding, positions: Positions, options: MachineOptions): string {
  const { rule, severity, message, why, help } = finding;
  const properties = { ...placeOf(finding, positions, options), title: rule };
  const text = [message, why, help].filter((part) => part !== undefined).join('\n');
  return workflowCommand(severity, properties, text);
}

/** `::error file=…,line=…::text`, everything escaped as the runner unescapes it. */
export function workflowCommand(
  name: 'error' | 'warning' | 'notice',
  properties: Readonly<Record<string, string | number>>,
  text: string,
): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name} ${given.join(',')}::${data(text)}`;
}

function placeOf({ range }: Finding, positions: Positions, options: MachineOptions) {
  if (range === null) return {};
  const { startLine: line, endLine, startColumn: col, endColumn } = regionOf(range, positions);
  // Columns are for ranges within one line.
  return { file: fileOf(range, options), line, endLine, ...(line === endLine ? { col, endColumn } : {}) };
}

const data = (text: string): string =>
  harmless(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
