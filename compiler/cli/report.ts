// How commands print findings, and the exit status that follows.
import type { Finding } from '../diagnostics/finding.ts';
import { printHuman } from '../diagnostics/human.ts';
import { printJson } from '../diagnostics/json.ts';
import type { SourceText } from '../diagnostics/position.ts';
import { exit, type Given, type Io } from './command.ts';
import { type Format, printAs } from './formats.ts';

export interface Reported {
  readonly findings: readonly Finding[];
  readonly sources: readonly SourceText[];
}

/** With `--deny-warnings` every warning is an error. */
export function denied(findings: readonly Finding[], given: Given): readonly Finding[] {
  if (!given.switch('deny-warnings')) return findings;
  return findings.map((finding) => ({ ...finding, severity: 'error' as const }));
}

/** Prints findings in every form that was asked for. */
export function report({ findings, sources }: Reported, formats: readonly Format[], io: Io): void {
  const printers = {
    human: (colour: boolean) => printHuman(findings, { sources, colour }),
    json: () => printJson(findings, sources),
  };
  printAs(formats, printers, io);
}

/** Clean, findings, or 2 when a file could not be read at all: then a finding has no place. */
export function statusOf(findings: readonly Finding[]): number {
  const errors = findings.filter((finding) => finding.severity === 'error');
  if (errors.some((finding) => finding.range === null)) return exit.usage;
  return errors.length > 0 ? exit.findings : exit.clean;
}
