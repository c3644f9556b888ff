// Warnings that someone has looked at and accepted, in a comment with a reason. Errors stop the compile and are mended.
import type { Finding, Range } from './finding.ts';
import { nearest } from './nearest.ts';

/** `# mcpgw-ignore access/unused-server: reason until 2027-01-01`. */
export interface Suppression {
  readonly rule: string;
  readonly reason: string;
  /** Last day it counts, as `2027-01-01`; null: for good. */
  readonly until: string | null;
  /** The comment. */
  readonly range: Range;
  /** The line it speaks of: findings that begin there are suppressed. */
  readonly covers: Range;
}

export interface SuppressOptions {
  /** A day as `2026-11-20`; without it no suppression is out of date. Only warnings depend on it, never a bundle. */
  readonly today?: string | undefined;
  /** Names of rules, to say which one was meant. */
  readonly rules?: Iterable<string>;
}

/** Takes away the warnings that a comment covers, and reports comments that are out of date, of no use, or over an error. */
export function suppress(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  options: SuppressOptions = {},
): readonly Finding[] {
  if (suppressions.length === 0) return findings;
  const covering = finder(suppressions);
  const used = new Set<Suppression>();
  const touched = new Map<Suppression, Finding>();
  const kept = findings.filter((finding) => {
    const all = covering(finding);
    const hit = finding.severity === 'error' ? undefined : all.find((one) => holds(one, options));
    for (const one of all) touched.set(one, finding);
    if (hit !== undefined) used.add(hit);
    return hit === undefined;
  });
  // Beside an error not every rule is asked, so a comment may be of use all the same.
  const whole = !findings.some(({ severity }) => severity === 'error');
  const idle = suppressions.filter((one) => !used.has(one) && (whole || touched.has(one)));
  return Object.freeze([...kept, ...idle.map((one) => complaint(one, touched.get(one), options))]);
}

function holds({ until }: Suppression, { today }: SuppressOptions): boolean {
  return until === null || today === undefined || today <= until;
}

/** The suppressions that speak of a finding's rule and line. */
function finder(suppressions: readonly Suppression[]): (finding: Finding) => readonly Suppression[] {
  const byRule = new Map<string, Suppression[]>();
  for (const one of suppressions) byRule.set(one.rule, [...(byRule.get(one.rule) ?? []), one]);
  return ({ rule, range }) =>
    (byRule.get(rule) ?? []).filter(
      ({ covers: line }) =>
        range !== null && range.file === line.file && range.start >= line.start && range.start <= line.end,
    );
}

/** What is said of a comment that suppressed nothing; `over` is a finding that it speaks of. */
function complaint(one: Suppression, over: Finding | undefined, options: SuppressOptions): Finding {
  const { rule, until, range } = one;
  const say = (name: string, says: Pick<Finding, 'message' | 'why' | 'help'>): Finding => ({
    rule: `suppressions/${name}`,
    severity: 'warning',
    range,
    ...says,
  });
  if (over?.severity === 'error') {
    return say('error', {
      message: `This comment ignores ${rule}, which is an error.`,
      why: 'What stops the compile is mended; only warnings can be accepted.',
      help: 'Mend the finding and remove the comment.',
    });
  }
  if (over !== undefined && !holds(one, options)) {
    return say('expired', {
      message: `This comment ignores ${rule} until ${until}, which is over.`,
      help: 'Mend the finding, or give a later day.',
    });
  }
  const known = new Set(options.rules);
  const near = known.has(rule) ? undefined : nearest(rule, known);
  return say('unused', {
    message: `This comment ignores ${rule}, which the line it speaks of does not have.`,
    help: near === undefined ? 'Remove the comment.' : `Did you mean ${near}?`,
  });
}
