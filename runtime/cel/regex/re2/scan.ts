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
  /** Names of groups so far. */
  readonly names: Set<string>;
  readonly unicode: Unicode;
  /** The set of one character; the same one each time. */
  single(point: number): Ranges;
  /** A class as the flags mean it: folded first, negated then. The same one each time. @throws RegexProblem */
  meant(set: Ranges, flags: Flags, negated: boolean): Ranges;
  /** Counts the ranges of a set that is new. @throws RegexProblem when the pattern holds too many. */
  count(set: Ranges): void;
}

export function createScan(text: string): Scan {
  let ranges = 0;
  const unicode = createUnicode();
  const singles = new Map<number, Ranges>();
  const folded = new Map<Ranges, Ranges>();
  const negations = new Map<Ranges, Ranges>();

  const count = (set: Ranges): void => {
    ranges += set.length / 2;
    if (ranges <= mostRanges) return;
    throw new RegexProblem(0, text.length, 'The classes of the pattern are too large together.');
  };
  const once = (known: Map<Ranges, Ranges>, set: Ranges, make: (set: Ranges) => Ranges): Ranges => {
    const before = known.get(set);
    if (before !== undefined) return before;
    const made = make(set);
    count(made);
    known.set(set, made);
    return made;
  };
  return {
    text,
    at: 0,
    names: new Set(),
    unicode,
    single(point) {
      const known = singles.get(point) ?? [point, point];
      singles.set(point, known);
      return known;
    },
    meant(set, flags, negated) {
      const right = flags.fold ? once(folded, set, unicode.fold) : set;
      return negated ? once(negations, right, complement) : right;
    },
    count,
  };
}

/** The character at `at` as it stands: two units beyond U+FFFF, empty at the end. */
export function charAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? '' : String.fromCodePoint(point);
}
