// Findings for people: place, what, code frame, why, how to mend it.
import { harmless } from './cells.ts';
import type { Finding, Range } from './finding.ts';
import { frame } from './frame.ts';
import { createPositions, type Positions, type SourceText } from './position.ts';

export interface HumanOptions {
  readonly sources: readonly SourceText[];
  /** ANSI colours; see `wantsColour`. */
  readonly colour?: boolean;
}

/** Colours only for a terminal, and never against NO_COLOR (https://no-color.org). */
export function wantsColour(isTty: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  return isTty && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
}

/** Prints findings in the order given, each with its frame, then one line that counts them. Empty when there are none. */
export function printHuman(findings: readonly Finding[], options: HumanOptions): string {
  if (findings.length === 0) return '';
  const positions = createPositions(options.sources);
  const paint = options.colour === true ? painted : plain;
  const blocks = findings.map((finding) => block(finding, positions, paint));
  return `${[...blocks, count(findings)].join('\n\n')}\n`;
}

/** `2 errors, 1 warning`. */
export function count(findings: readonly Finding[]): string {
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  const parts = [some(errors, 'error'), some(findings.length - errors, 'warning')];
  return parts.filter((part) => part !== '').join(', ') || 'no findings';
}

function some(number: number, noun: string): string {
  if (number === 0) return '';
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function block(finding: Finding, positions: Positions, paint: Paint): string {
  const lines = [head(finding, positions, paint), harmless(finding.message)];
  if (finding.range !== null) lines.push('', ...framed(finding.range, positions, finding.severity, paint));
  if (finding.why !== undefined || finding.help !== undefined) lines.push('');
  if (finding.why !== undefined) lines.push(note('why', finding.why, paint));
  if (finding.help !== undefined) lines.push(note('help', finding.help, paint));
  for (const { message, range } of finding.related ?? []) {
    lines.push('', `  ${where(range, positions)}: ${harmless(message)}`);
    lines.push(...framed(range, positions, 'note', paint));
  }
  return lines.join('\n');
}

function head({ rule, severity, range }: Finding, positions: Positions, paint: Paint): string {
  const place = range === null ? '' : `${paint('place', where(range, positions))} `;
  return `${place}${paint(severity, severity)} ${paint('note', rule)}`;
}

function where(range: Range, positions: Positions): string {
  const { line, column } = positions.position(range.file, range.start);
  return harmless(`${range.file}:${line}:${column}`);
}

function framed(range: Range, positions: Positions, ink: Ink, paint: Paint): readonly string[] {
  return frame(range, positions).map((line) => `  ${/^ *\| *\^/.test(line) ? paint(ink, line) : line}`);
}

function note(label: string, text: string, paint: Paint): string {
  const indent = ' '.repeat(label.length + 4);
  return `  ${paint('note', `${label}:`)} ${harmless(text).replaceAll('\n', `\n${indent}`)}`;
}

type Ink = 'error' | 'warning' | 'note' | 'place';
type Paint = (ink: Ink, text: string) => string;

const codes: Readonly<Record<Ink, number>> = { error: 31, warning: 33, note: 36, place: 1 };

function painted(ink: Ink, text: string): string {
  return `\u001b[${codes[ink]}m${text}\u001b[0m`;
}

function plain(_ink: Ink, text: string): string {
  return text;
}
