// The texts that a pattern is found in, as an automaton: is a text one of them, and is there one of two patterns at once?
import { createClassifier } from '../../../runtime/cel/regex/re2/classify.ts';
import { parseRegex } from '../../../runtime/cel/regex/re2/parser.ts';
import { RegexProblem } from '../../../runtime/cel/regex/re2/problem.ts';
import { programOf } from '../../../runtime/cel/regex/re2/program.ts';
import { type Automaton, automatonOf, goal } from './automaton.ts';
import { minimize } from './minimize.ts';

export interface Language {
  /** Is the pattern found in the text? */
  has(text: string): boolean;
  /** Is there a text that it is found in, and the other too; or, where not `wanted`, the other not? True where that takes long to say. */
  meets(other: Language, wanted: boolean): boolean;
  readonly automaton: Automaton;
  /** A shortest text of so many characters at least that it is found in, of letters and digits where it may be; null for none. */
  shortest(least: number): string | null;
}

/** So many pairs of states are looked at. */
const mostPairs = 20_000;

/** @param pattern in RE2's syntax; null where its automaton is large, or it is no pattern */
export function languageOf(pattern: string): Language | null {
  const automaton = built(pattern);
  if (automaton === null) return null;
  const { kindOf } = createClassifier(automaton.alphabet);
  return {
    automaton,
    has(text) {
      let state: number = goal.first;
      for (const character of text) state = next(automaton, state, kindOf(character.codePointAt(0)!));
      return isFound(automaton, state);
    },
    meets: (other, wanted) => meets(automaton, other.automaton, wanted),
    shortest: (least) => shortest(automaton, least),
  };
}

/** The pattern that finds exactly this text, at the begin, at the end or anywhere. */
export function quoted(text: string, how: 'begins' | 'ends' | 'holds'): string {
  const plain = text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
  return how === 'begins' ? `\\A${plain}` : how === 'ends' ? `${plain}\\z` : plain;
}

function built(pattern: string): Automaton | null {
  try {
    const automaton = automatonOf(programOf(parseRegex(pattern), pattern.length));
    return automaton === null ? null : minimize(automaton);
  } catch (error) {
    if (!(error instanceof RegexProblem)) throw error;
    return null;
  }
}

function next({ rows }: Automaton, state: number, kind: number): number {
  return state < goal.first ? state : rows[state - goal.first]![kind]!;
}

/** Is the pattern found in a text that ends here? */
function isFound({ rows, alphabet }: Automaton, state: number): boolean {
  return (state < goal.first ? state : rows[state - goal.first]![alphabet.count]!) === goal.found;
}

/** Of characters that mean the same, the first of these is taken. */
const preferred = 'xA1 -_./@:';

/** By breadth: over states, each with how many characters led there, up to as many as there have to be. */
function shortest(automaton: Automaton, least: number): string | null {
  const { kindOf } = createClassifier(automaton.alphabet);
  const points = [...preferred].map((character) => character.codePointAt(0)!);
  const characters = new Map<number, string>();
  for (const point of [...points, ...automaton.alphabet.starts])
    if (!characters.has(kindOf(point))) characters.set(kindOf(point), String.fromCodePoint(point));
  const key = (state: number, size: number): number => state * (least + 1) + Math.min(size, least);
  const seen = new Set([key(goal.first, 0)]);
  const queue: { readonly state: number; readonly text: string; readonly size: number }[] = [
    { state: goal.first, text: '', size: 0 },
  ];
  for (const { state, text, size } of queue) {
    if (size >= least && isFound(automaton, state)) return text;
    if (state === goal.never || queue.length > mostPairs) continue;
    for (const [kind, character] of characters) {
      const to = next(automaton, state, kind);
      if (seen.has(key(to, size + 1))) continue;
      seen.add(key(to, size + 1));
      queue.push({ state: to, text: text + character, size: size + 1 });
    }
  }
  return null;
}

/** Both automata side by side, over all texts. */
function meets(a: Automaton, b: Automaton, wanted: boolean): boolean {
  const [ofA, ofB] = [createClassifier(a.alphabet), createClassifier(b.alphabet)];
  const points = new Set([...a.alphabet.starts, ...b.alphabet.starts]);
  const kinds = new Map(
    [...points].map((point) => {
      const pair = [ofA.kindOf(point), ofB.kindOf(point)] as const;
      return [pair.join(), pair] as const;
    }),
  );
  const key = (x: number, y: number): number => x * (b.rows.length + goal.first) + y;
  const seen = new Set([key(goal.first, goal.first)]);
  const pairs: (readonly [number, number])[] = [[goal.first, goal.first]];
  for (const [x, y] of pairs) {
    if (isFound(a, x) && isFound(b, y) === wanted) return true;
    if (pairs.length > mostPairs) return true;
    if (x === goal.never) continue;
    for (const [kindA, kindB] of kinds.values()) {
      const to = [next(a, x, kindA), next(b, y, kindB)] as const;
      if (seen.has(key(...to))) continue;
      seen.add(key(...to));
      pairs.push(to);
    }
  }
  return false;
}
