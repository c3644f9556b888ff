// Findings to be read aloud: one paragraph each, in words, without frames, colours or drawing characters.
import { harmless } from './cells.ts';
import type { Finding, Range } from './finding.ts';
import { count } from './human.ts';
import { createPositions, type Positions, type SourceText } from './position.ts';

/** Characters of source that are quoted; of longer ranges, and of several lines, the place alone is said. */
const mostQuoted = 80;

/** Prints findings in the order given, a line each with an empty one between, then how many there are. Empty when there are none. */
export function printPlain(findings: readonly Finding[], sources: readonly SourceText[]): string {
  if (findings.length === 0) return '';
  const positions = createPositions(sources);
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  const paragraphs = findings.map((finding) => paragraph(finding, positions, texts));
  return `${[...paragraphs, `${count(findings)}.`].join('\n\n')}\n`;
}

function paragraph(finding: Finding, positions: Positions, texts: ReadonlyMap<string, string>): string {
  const { rule, severity, message, range, why, help, related = [] } = finding;
  const head = `${severity === 'error' ? 'Error' : 'Warning'} ${rule}`;
  const parts = [
    range === null ? `${head}:` : `${head} in ${where(range, positions)}:`,
    message,
    ...quoted(range, texts),
    why ?? '',
    help === undefined ? '' : `To mend it: ${help}`,
    ...related.map((other) => `See ${where(other.range, positions)}: ${other.message}`),
  ];
  return parts
    .filter((part) => part !== '')
    .map((part) => harmless(part).replace(/\s+/g, ' '))
    .join(' ');
}

function where({ file, start }: Range, positions: Positions): string {
  const { line, column } = positions.position(file, start);
  return `${file}, line ${line}, column ${column}`;
}

function quoted(range: Range | null, texts: ReadonlyMap<string, string>): readonly string[] {
  const text = range === null ? '' : (texts.get(range.file) ?? '').slice(range.start, range.end);
  return text === '' || text.length > mostQuoted || text.includes('\n') ? [] : [`It says: ${text}.`];
}
