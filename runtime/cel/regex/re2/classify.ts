// From a character to its class: a small table for the scripts that are met most, a search for the rest.
import type { Alphabet } from './alphabet.ts';

export interface Classifier {
  /** The class of each code point below its length. */
  readonly small: Uint16Array;
  /** The class of any code point. */
  kindOf(point: number): number;
}

const ascii = 0x80;
/** Latin, Greek, Cyrillic, Hebrew, Arabic. */
const alphabets = 0x800;

export function createClassifier({ starts, classes }: Pick<Alphabet, 'starts' | 'classes'>): Classifier {
  const begins = Int32Array.from(starts);
  const kinds = Uint16Array.from(classes);
  const kindOf = (point: number): number => {
    let [low, high] = [0, begins.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (begins[middle]! <= point) low = middle;
      else high = middle;
    }
    return kinds[low]!;
  };
  const plain = !starts.some((start) => start >= ascii && start < alphabets);
  const small = Uint16Array.from({ length: plain ? ascii : alphabets }, (_, point) => kindOf(point));
  return { small, kindOf };
}
