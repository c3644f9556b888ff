// Where an expression means something else than in the npm package `cel-js`, for those who bring rules from it.
// What `cel-js` cannot evaluate at all, as `startsWith`, is not told: no rule that worked there holds it.
import { type Problem, reporter } from '../problem.ts';
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

/** One warning for each place that differs. `written` is the checked tree of `text`. */
export function celJsWarnings({
  text,
  written,
}: {
  readonly text: string;
  readonly written: Typed;
}): readonly Problem[] {
  const found: Problem[] = [];
  const report = reporter(found);
  const visit = (node: Typed, guarded: ReadonlySet<string>): void => {
    const place = { source: text.slice(node.start, node.end), guarded };
    for (const { see } of differences) {
      const words = see(node, place);
      if (words !== null) report('cel/cel-js-differs', node, words);
    }
    for (const [part, known] of guardedParts(node, guarded)) visit(part, known);
  };
  visit(written, new Set());
  return Object.freeze(found.sort((a, b) => a.start - b.start || a.end - b.end));
}
