// Runs the table that a literal pattern was compiled to: one look into an array for a character of ASCII, two for another.
import { createClassifier } from './re2/classify.ts';
import { sums, unpack } from './re2/packed.ts';
import type { Search } from './search.ts';

/** ASCII: as many cells has the row of a state, so that a character is its own place in it. */
const width = 128;

/**
 * A search with a packed table: the number of classes and of intervals; how far the intervals begin from each other; the
 * class of each; then for each state its goal for each class, and for the end: 0 never, 1 found, 2 the first state … At
 * most 510 states: where a row begins takes 16 bits.
 */
export function searchTable(packed: string): Search {
  const numbers = unpack(packed);
  const [count, intervals] = [numbers[0]!, numbers[1]!];
  const starts = sums(numbers.slice(2, 2 + intervals));
  const classes = numbers.slice(2 + intervals, 2 + 2 * intervals);
  const { small, kindOf } = createClassifier({ starts, classes });
  const columns = count + 1;
  // Cells hold where the row of a state begins among `cells`. Nobody reads the rows of the two ends, never and found.
  const ends = new Array<number>(2 * columns).fill(0);
  const goals = Uint16Array.from([...ends, ...numbers.slice(2 + 2 * intervals)], (state) => state * width);
  const cells = Uint16Array.from(
    { length: (goals.length / columns) * width },
    (_, at) => goals[Math.floor(at / width) * columns + small[at % width]!]!,
  );
  return (text) => {
    // Constants of the function's own: the machine code holds them, where others would be read for each character.
    const bits = 7;
    const ascii = 128;
    const found = 128;
    const first = 256;
    let row: number = first;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit < ascii) row = cells[row + unit]!;
      else {
        const point = text.codePointAt(i)!;
        if (point > 0xffff) i++;
        row = goals[(row >> bits) * columns + (point < small.length ? small[point]! : kindOf(point))]!;
      }
      if (row < first) return row === found;
    }
    return goals[(row >> bits) * columns + count] === found;
  };
}
