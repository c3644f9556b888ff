// Findings for programs. The shape is stable: members are added, never changed or taken away.
import type { Finding, Range } from './finding.ts';
import { createPositions, type Positions, type SourceText } from './position.ts';

/** A range: lines and columns from 1, columns in UTF-16 units; the end is the first character after it. */
export interface JsonPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One finding. `place` is null where no source could be read; `why` and `help` are null where there is nothing to say. */
export interface JsonFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly place: JsonPlace | null;
  readonly why: string | null;
  readonly help: string | null;
  readonly related: readonly { readonly message: string; readonly place: JsonPlace }[];
}

/** What `--format json` prints. */
export interface JsonReport {
  readonly findings: readonly JsonFinding[];
  readonly errors: number;
  readonly warnings: number;
}

/** The report as data, in the order given. */
export function jsonReport(findings: readonly Finding[], sources: readonly SourceText[]): JsonReport {
  const positions = createPositions(sources);
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  return {
    findings: findings.map((finding) => jsonFinding(finding, positions)),
    errors,
    warnings: findings.length - errors,
  };
}

/** The report as text with a final line break. */
export function printJson(findings: readonly Finding[], sources: readonly SourceText[]): string {
  return `${JSON.stringify(jsonReport(findings, sources), null, 2)}\n`;
}

function jsonFinding(finding: Finding, positions: Positions): JsonFinding {
  const { rule, severity, message, range, why, help, related } = finding;
  return {
    rule,
    severity,
    message,
    place: range === null ? null : placeOf(range, positions),
    why: why ?? null,
    help: help ?? null,
    related: (related ?? []).map((other) => ({
      message: other.message,
      place: placeOf(other.range, positions),
    })),
  };
}

function placeOf({ file, start, end }: Range, positions: Positions): JsonPlace {
  const from = positions.position(file, start);
  const to = positions.position(file, end);
  return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}
