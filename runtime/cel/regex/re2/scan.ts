// The place of the parser in a pattern, and what one parse shares.
import { mostRanges } from './limits.ts';
import { RegexProblem } from './problem.ts';
import { complement, type Ranges } from './ranges.ts';
import { createUnicode, type Unicode } from './unicode.ts';

export interface Flags {
  /** `(?i)` */
  readonly fold: boolean;
  /** `(?s)`: `.` is every character. */
  readonly dotAll: boolean;
  /** `(?m)`: `^` and `$` hold at lines too. */
  readonly lines: boolean;
}

export interface Scan {
  readonly text: string;
  /** Where the parser stands, in UTF-16 units. */
  at: number;
  readonly names: Set<string>;
  readonly unicode: Unicode;
  /** Counts the set's ranges; @throws RegexProblem when the pattern holds too many. */
  counted(set: Ranges): Ranges;
}

export function createScan(text: string): Scan {
  let ranges = 0;
  return {
    text,
    at: 0,
    names: new Set(),
    unicode: createUnicode(),
    counted(set) {
      ranges += set.length / 2;
      if (ranges <= mostRanges) return set;
      throw new RegexProblem(0, text.length, 'The classes of the pattern are too large together.');
    },
  };
}

/** The character at `at` as it stands: two units beyond U+FFFF, empty at the end. */
export function charAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? '' : String.fromCodePoint(point);
}

/** A named class or single character as the flags mean it: folded first, negated then. */
export function meant(scan: Scan, set: Ranges, flags: Flags, negated: boolean): Ranges {
  const folded = flags.fold ? scan.unicode.fold(set) : set;
  return scan.counted(negated ? complement(folded) : folded);
}
