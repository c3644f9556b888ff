// The forms in which findings are printed, by the names that `--format` takes.
import type { Finding } from './finding.ts';
import { printGithub } from './github.ts';
import { printHuman } from './human.ts';
import { printJson } from './json.ts';
import { printJunit } from './junit.ts';
import { printPlain } from './plain.ts';
import type { SourceText } from './position.ts';
import { printSarif, type SarifOptions } from './sarif.ts';

type Form = 'human' | 'plain' | 'json' | 'sarif' | 'junit' | 'github';

/** A printer for each form; only the one for people uses colours. */
export function findingPrinters(
  findings: readonly Finding[],
  sources: readonly SourceText[],
  options: SarifOptions,
): Readonly<Record<Form, (colour: boolean) => string>> {
  return {
    human: (colour) => printHuman(findings, { sources, colour }),
    plain: () => printPlain(findings, sources),
    json: () => printJson(findings, sources),
    sarif: () => printSarif(findings, sources, options),
    junit: () => printJunit(findings, sources, options),
    github: () => printGithub(findings, sources, options),
  };
}
