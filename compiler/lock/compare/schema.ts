// Two schemas of arguments: what was valid by the old one and is not by the new one breaks who relied on it.
import { isSchema, type Schema } from '../schema/walk.ts';
import type { Detail } from './change.ts';
import { follower, noted } from './follow.ts';
import { arrow, keyword, type Walk } from './keywords.ts';
import { sameData, sameness, spokenIn } from './same.ts';

/** Deepest nesting that is compared; beyond, any difference counts as breaking. */
const deepest = 64;
/** So many details are told of one schema and its parts, what breaks before the rest. */
const most = 100;

/** A detail for each keyword by which other values are valid than before, and for each that is noted. */
export function compareSchemas(before: unknown, after: unknown, at: string): readonly Detail[] {
  const [left, right] = [follower(before), follower(after)];
  const same = sameness(left, right);
  /** Pairs that were compared, with what is told of them; null while that is going on: it is told there. */
  const known = new Map<Schema, Map<Schema, readonly Detail[] | null>>();
  let depth = 0;

  function compare(one: unknown, other: unknown): readonly Detail[] {
    const [a, b] = [left(one), right(other)];
    if (!isSchema(a) || !isSchema(b) || depth > deepest) {
      if (same(a, b) || (!isSchema(a) && !isSchema(b) && sameData(a, b))) return [];
      return [{ at: '', what: arrow(one ?? true, other ?? true), breaking: a !== false }];
    }
    const pairs = known.get(a) ?? new Map<Schema, readonly Detail[] | null>();
    known.set(a, pairs);
    const found = pairs.get(b);
    if (found !== undefined) return found ?? [];
    pairs.set(b, null);
    depth += 1;
    const details = few([
      ...spokenIn(a, b).flatMap((name) => keyword(name)(a, b, walk)),
      ...notes(one, other),
    ]);
    depth -= 1;
    pairs.set(b, details);
    return details;
  }

  const walk: Walk = {
    same,
    part: (here, x, y) => compare(x, y).map((detail) => ({ ...detail, at: below(here, detail.at) })),
  };
  const told = compare(before, after).map((detail) => ({ ...detail, at: below(at, detail.at) }));
  // Where what no keyword looks at is refused, whatever loosens a keyword may refuse more.
  const strict = JSON.stringify(after ?? null).includes('"unevaluated');
  return strict
    ? told.map((detail) => ({ ...detail, breaking: detail.breaking || !isNote(detail.at) }))
    : told;
}

function below(at: string, rest: string): string {
  return rest === '' ? at : at === '' ? rest : `${at}.${rest}`;
}

/** What says nothing of which values are valid, and is told to the model or the server. */
function notes(a: unknown, b: unknown): readonly Detail[] {
  const [old, now] = [a, b].map((one) => (isSchema(one) ? one : {}));
  return [...noted].flatMap((name) =>
    sameData(old![name], now![name])
      ? []
      : [{ at: name, what: arrow(old![name], now![name]), breaking: false }],
  );
}

function isNote(at: string): boolean {
  return noted.has(at.slice(at.lastIndexOf('.') + 1));
}

function few(details: readonly Detail[]): readonly Detail[] {
  if (details.length <= most) return details;
  const sorted = [...details].sort((a, b) => Number(b.breaking) - Number(a.breaking));
  return sorted.slice(0, most);
}
