// The order in which findings are shown.
import type { Finding } from './finding.ts';

/**
 * Sorted by place: findings without one first, then by file, in the order of `files` and then by name, then by where they
 * begin and end, then by rule and message. The same finding is kept once.
 */
export function sortFindings(
  findings: readonly Finding[],
  files: readonly string[] = [],
): readonly Finding[] {
  const order = new Map(files.map((file, index) => [file, index]));
  const sorted = [...findings].sort((a, b) => compare(a, b, order));
  return Object.freeze(sorted.filter((finding, index) => index === 0 || !same(sorted[index - 1], finding)));
}

function compare(a: Finding, b: Finding, order: ReadonlyMap<string, number>): number {
  return (
    Number(a.range !== null) - Number(b.range !== null) ||
    rank(a, order) - rank(b, order) ||
    text(a.range?.file ?? '', b.range?.file ?? '') ||
    (a.range?.start ?? 0) - (b.range?.start ?? 0) ||
    (a.range?.end ?? 0) - (b.range?.end ?? 0) ||
    text(a.rule, b.rule) ||
    text(a.message, b.message)
  );
}

function rank(finding: Finding, order: ReadonlyMap<string, number>): number {
  return order.get(finding.range?.file ?? '') ?? order.size;
}

/** By code units, the same on every machine. */
function text(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function same(a: Finding | undefined, b: Finding): boolean {
  return a !== undefined && compare(a, b, new Map()) === 0;
}
