// "Did you mean …?": the known word that a misspelt one most likely stands for.

/**
 * The candidate nearest to `word`, or undefined if none is near enough: at most one slip for short words, one in three
 * characters for long ones. A slip is a character too many, missing, wrong, or swapped with its neighbour; other case
 * alone is no slip. Of equals the first candidate is taken.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let fewest = slipsAllowed(wanted) + 1;
  for (const candidate of candidates) {
    if (candidate === word) continue;
    const slips = slipsBetween(wanted, candidate.toLowerCase(), fewest);
    if (slips >= fewest) continue;
    fewest = slips;
    best = candidate;
  }
  return best;
}

const longest = 64;

function slipsAllowed(word: string): number {
  if (word.length > longest) return 0;
  return Math.max(1, Math.floor(word.length / 3));
}

/** Optimal string alignment distance, given up (as `limit`) once it cannot be below `limit`. */
function slipsBetween(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = nextRow(a, b, i, above, before);
    if (Math.min(...row) >= limit) return limit;
    before = above;
    above = row;
  }
  return above[b.length] ?? limit;
}

function nextRow(
  a: string,
  b: string,
  i: number,
  above: readonly number[],
  before: readonly number[],
): number[] {
  const row = [i];
  for (let j = 1; j <= b.length; j += 1) {
    const same = a[i - 1] === b[j - 1] ? 0 : 1;
    let cost = Math.min(at(above, j) + 1, at(row, j - 1) + 1, at(above, j - 1) + same);
    const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
    if (swapped) cost = Math.min(cost, at(before, j - 2) + 1);
    row.push(cost);
  }
  return row;
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
