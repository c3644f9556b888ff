// Comments that would suppress what may not be suppressed.
import type { Finding } from '../diagnostics/finding.ts';
import type { Suppression } from '../diagnostics/suppress.ts';
import { rooms } from './rooms.ts';

/** Rules of single values: without the value there is nothing to go on with. */
const values = ['hosts/host', 'limits/rate', 'servers/timeout'];

/** The suppressions that may count, and what is to be said of the others. */
export function holdFirm(suppressions: readonly Suppression[]): {
  readonly held: readonly Suppression[];
  readonly vain: readonly Finding[];
} {
  const firm = new Set([...rooms.firm, ...values]);
  return {
    held: suppressions.filter(({ rule }) => !firm.has(rule)),
    vain: suppressions.filter(({ rule }) => firm.has(rule)).map(complaint),
  };
}

function complaint({ rule, range }: Suppression): Finding {
  return {
    rule: 'source/not-suppressible',
    severity: 'error',
    message: `Findings of ${rule} cannot be ignored.`,
    range,
    why: 'The gateway relies on what they guard.',
    help: 'Mend the finding and remove this comment.',
  };
}
