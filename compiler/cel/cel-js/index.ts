// Where an expression means something else than in the npm package `cel-js`, for those who bring rules from it.
// What `cel-js` cannot evaluate at all, as `startsWith`, is not told: no rule that worked there holds it.
import { type Problem, type Report, reporter, type Words } from '../problem.ts';
import type { Typed } from '../typed.ts';
import type { Difference } from './difference.ts';
import { guardedParts } from './guard.ts';
import { logic } from './logic.ts';
import { members } from './members.ts';
import { numbers } from './numbers.ts';
import { strings } from './strings.ts';

export const differences: readonly Difference[] = Object.freeze([
  ...numbers,
  ...strings,
  ...members,
  ...logic,
]);

/** An expression as it is written, and what it is for: an error of an allow comes to the same as false. */
export interface Brought {
  readonly text: string;
  readonly written: Typed;
  readonly effect?: 'allow' | 'deny';
}

/** One warning for each difference, at the first place that shows it; it tells how many more there are. */
export function celJsWarnings({ text, written, effect }: Brought): readonly Problem[] {
  const found = new Map<Difference, Seen[]>();
  const visit = (node: Typed, guarded: ReadonlySet<string>, errorIsFalse: boolean): void => {
    const place = { source: text.slice(node.start, node.end), guarded, errorIsFalse };
    for (const difference of differences) {
      const words = difference.see(node, place);
      if (words !== null) found.set(difference, [...(found.get(difference) ?? []), { node, words }]);
    }
    const inside = errorIsFalse && node.kind === 'logic' && node.op === '&&';
    for (const [part, known] of guardedParts(node, guarded)) visit(part, known, inside);
  };
  visit(written, new Set(), effect === 'allow');
  const problems: Problem[] = [];
  const report = reporter(problems);
  for (const seen of found.values()) tell(seen, report);
  return Object.freeze(problems.sort((a, b) => a.start - b.start || a.end - b.end));
}

interface Seen {
  readonly node: Typed;
  readonly words: Words;
}

function tell([first, ...more]: readonly Seen[], report: Report): void {
  if (first === undefined) return;
  const { why, ...words } = first.words;
  const places = more.length === 1 ? 'one more place' : `${more.length} more places`;
  const also = more.length === 0 ? '' : ` So it is at ${places} of this expression.`;
  report('cel/cel-js-differs', first.node, { ...words, why: `${why ?? ''}${also}`.trim() });
}
