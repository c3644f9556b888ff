// Findings that someone has looked at and accepted, in a comment with a reason.
import type { Finding, Range } from './finding.ts';

/** `# mcpgw-ignore access/unreachable-rule: reason until 2027-01-01`. */
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

/** Rooms whose findings mean that the file cannot be understood: nothing is known of what would be ignored. */
const never = ['source/', 'schema/', 'cel/'];

/**
 * Takes away the findings that a suppression covers, and reports suppressions that are out of date, cover nothing, or
 * may not be. `today` is a day as `2026-11-20`; without it no suppression is out of date.
 */
export function suppress(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  today?: string,
): readonly Finding[] {
  if (suppressions.length === 0) return findings;
  const used = new Set<Suppression>();
  const kept = findings.filter((finding) => {
    const hit = suppressions.find((one) => holds(one, today) && covers(one, finding));
    if (hit !== undefined) used.add(hit);
    return hit === undefined;
  });
  const stale = suppressions.filter((one) => !used.has(one)).map((one) => complaint(one, findings, today));
  return Object.freeze([...kept, ...stale]);
}

function holds({ rule, until }: Suppression, today: string | undefined): boolean {
  return !isNever(rule) && (until === null || today === undefined || today <= until);
}

function isNever(rule: string): boolean {
  return never.some((room) => rule.startsWith(room));
}

function covers({ rule, covers: line }: Suppression, finding: Finding): boolean {
  const { range } = finding;
  if (range === null || finding.rule !== rule || range.file !== line.file) return false;
  return range.start >= line.start && range.start <= line.end;
}

function complaint(one: Suppression, findings: readonly Finding[], today: string | undefined): Finding {
  if (isNever(one.rule)) {
    return {
      rule: 'source/not-suppressible',
      severity: 'error',
      message: `Findings of ${one.rule} cannot be ignored.`,
      range: one.range,
      why: 'They say that the file cannot be understood.',
      help: 'Mend the finding and remove this comment.',
    };
  }
  const expired = !holds(one, today) && findings.some((finding) => covers(one, finding));
  if (expired) {
    return {
      rule: 'source/suppression-expired',
      severity: 'warning',
      message: `This comment ignores ${one.rule} until ${one.until}, which is over.`,
      range: one.range,
      help: 'Mend the finding, or give a later day.',
    };
  }
  return {
    rule: 'source/suppression-unused',
    severity: 'warning',
    message: `This comment ignores ${one.rule}, which the line it speaks of does not have.`,
    range: one.range,
    help: 'Remove the comment.',
  };
}
