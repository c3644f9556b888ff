// Unicode's general categories, scripts and case folding, unpacked from the generated tables on first use.
import { categories, categoryNames, folds, scriptNames, scripts } from './generated/unicode.ts';
import { unpack } from './packed.ts';
import { everything, firstFrom, type Ranges, setOf } from './ranges.ts';

/** What one parse has unpacked. */
export interface Unicode {
  /** `L`, `Lu`, `Greek`, `Any`; undefined for a name that RE2 does not know. */
  classOf(name: string): Ranges | undefined;
  /** The set with every character that differs from one of it only in case (simple folding, as RE2). */
  fold(set: Ranges): Ranges;
}

export function createUnicode(): Unicode {
  const known = new Map<string, Ranges | undefined>();
  let runs: readonly number[] | null = null;
  return {
    classOf(name) {
      if (!known.has(name)) known.set(name, readClass(name));
      return known.get(name);
    },
    fold(set) {
      runs ??= readFolds();
      return foldSet(set, runs);
    },
  };
}

/** Every name of a class, sorted. */
export function classNames(): readonly string[] {
  const named = categoryNames.split(' ').filter((name) => name !== 'Cn');
  const initials = new Set(named.map((name) => name.charAt(0)));
  return ['Any', ...initials, ...named, ...scriptNames.split(' ').slice(1)].sort();
}

function readClass(name: string): Ranges | undefined {
  if (name === 'Any') return everything;
  if (name === 'Cn' || name === '') return undefined;
  const names = categoryNames.split(' ');
  const wanted = new Set<number>();
  for (const [i, one] of names.entries())
    if (one === name || (one.charAt(0) === name && one !== 'Cn')) wanted.add(i);
  if (wanted.size > 0) return select(categories, wanted);
  // The first is what belongs to no script: it has no name.
  const script = scriptNames.split(' ').indexOf(name);
  return script > 0 ? select(scripts, new Set([script])) : undefined;
}

/** Tables hold length and value of one run of code points after another. */
function select(table: string, wanted: ReadonlySet<number>): Ranges {
  const runs = unpack(table);
  const pairs: number[] = [];
  let low = 0;
  for (let i = 0; i < runs.length; i += 2) {
    const next = low + runs[i]!;
    if (wanted.has(runs[i + 1]!)) pairs.push(low, next - 1);
    low = next;
  }
  return setOf(pairs);
}

/** Flat quadruples: low, high, step, and how far the next character of the same letter is. */
function readFolds(): readonly number[] {
  const packed = unpack(folds);
  const runs: number[] = [];
  let low = 0;
  for (let i = 0; i < packed.length; i += 4) {
    low += packed[i]!;
    const delta = packed[i + 3]!;
    runs.push(low, low + packed[i + 1]!, packed[i + 2]!, delta & 1 ? -(delta + 1) / 2 : delta / 2);
  }
  return runs;
}

function foldSet(set: Ranges, runs: readonly number[]): Ranges {
  // The characters of one letter are at most four.
  let folded = set;
  for (let round = 0; round < 3; round++) {
    const next = setOf([...folded, ...successors(folded, runs)]);
    if (next.length === folded.length && next.every((point, i) => point === folded[i])) break;
    folded = next;
  }
  return folded;
}

function successors(set: Ranges, runs: readonly number[]): number[] {
  const found: number[] = [];
  for (let i = 0; i < runs.length; i += 4) {
    const [low, high, step, delta] = [runs[i]!, runs[i + 1]!, runs[i + 2]!, runs[i + 3]!];
    for (let at = firstFrom(set, low); at < set.length && set[at]! <= high; at += 2) {
      const from = Math.max(low, set[at]!);
      const to = Math.min(high, set[at + 1]!);
      if (step === 1) found.push(from + delta, to + delta);
      else for (let p = from + ((from - low) & 1); p <= to; p += 2) found.push(p + delta, p + delta);
    }
  }
  return found;
}
