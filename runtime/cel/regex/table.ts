// Runs the table that a literal pattern was compiled to: two looks into arrays for a character.
import { createClassifier } from './re2/classify.ts';
import { sums, unpack } from './re2/packed.ts';
import type { Search } from './search.ts';

// What a cell holds: 0 that the pattern cannot be found any more, 1 that it is, or a state by its number from 2 on.
const found = 1;
const first = 2;

/**
 * A search with a packed table: the number of classes and of intervals; how far the intervals begin from each other; the
 * class of each; then a row for each state with a cell for each class and one for the end. The search begins in the first.
 */
export function searchTable(packed: string): Search {
  const numbers = unpack(packed);
  const [classes, intervals] = [numbers[0]!, numbers[1]!];
  const width = classes + 1;
  const starts = sums(numbers.slice(2, 2 + intervals));
  const { small, kindOf } = createClassifier({
    starts,
    classes: numbers.slice(2 + intervals, 2 + 2 * intervals),
  });
  // A cell holds where the row of the next state begins, so that no character costs a multiplication.
  const table = Uint32Array.from(numbers.slice(2 + 2 * intervals), (state) =>
    state < first ? state : first + (state - first) * width,
  );
  return (text) => {
    let row = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      let kind: number;
      if (unit < small.length) kind = small[unit]!;
      else {
        const point = text.codePointAt(i)!;
        if (point > 0xffff) i++;
        kind = kindOf(point);
      }
      const next = table[row + kind]!;
      if (next <= found) return next === found;
      row = next - first;
    }
    return table[row + classes] === found;
  };
}
