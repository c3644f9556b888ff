// How commands print findings, and the exit status that follows.
import { dirname, relative } from 'node:path';
import type { Finding } from '../diagnostics/finding.ts';
import { seenFrom } from '../diagnostics/places.ts';
import type { SourceText } from '../diagnostics/position.ts';
import { findingPrinters } from '../diagnostics/printers.ts';
import { version } from '../version.ts';
import { exit, type Given, type Io } from './command.ts';
import { type Format, printAs } from './formats.ts';

export interface Reported {
  readonly findings: readonly Finding[];
  readonly sources: readonly SourceText[];
  /** The gateway file, from whose folder findings name files; this folder where none is. */
  readonly file?: string;
}

/** With `--deny-warnings` every warning is an error. */
export function denied(findings: readonly Finding[], given: Given): readonly Finding[] {
  if (!given.switch('deny-warnings')) return findings;
  return findings.map((finding) => ({ ...finding, severity: 'error' as const }));
}

/** Prints findings in every form that was asked for. */
export function report({ findings, sources, file = '' }: Reported, formats: readonly Format[], io: Io): void {
  const seen = seenFromHere({ findings, sources, file });
  printAs(formats, findingPrinters(seen.findings, seen.sources, { folder: '', version: version() }), io);
}

/** With files named from where the command runs: what is printed can be opened, and stands at its line in a pull request. */
export function seenFromHere({ findings, sources, file = '' }: Reported): Omit<Reported, 'file'> {
  const folder = relative('', dirname(file)).replaceAll('\\', '/');
  return seenFrom({ folder }, findings, sources);
}

/** Clean, findings, or 2 when a file could not be read at all: then a finding has no place. */
export function statusOf(findings: readonly Finding[]): number {
  const errors = findings.filter((finding) => finding.severity === 'error');
  if (errors.some((finding) => finding.range === null)) return exit.usage;
  return errors.length > 0 ? exit.findings : exit.clean;
}
