// Patterns over names: exact, or with `*` for any run of characters. Compared at compile time, printed as plain JavaScript.
import type { Range } from '../diagnostics/finding.ts';
import type { Builder } from '../emit/builder.ts';
import { type Code, code, join } from '../emit/code.ts';

/** A pattern and the characters it was written with. */
export interface Pattern {
  readonly text: string;
  /** The runs between the stars; one piece means an exact name. */
  readonly pieces: readonly string[];
  readonly range: Range;
}

export function pattern(text: string, range: Range): Pattern {
  return Object.freeze({ text, pieces: Object.freeze(text.split(/\*+/)), range });
}

export const isExact = (p: Pattern): boolean => p.pieces.length === 1;

const first = (p: Pattern): string => p.pieces[0] ?? '';
const last = (p: Pattern): string => p.pieces[p.pieces.length - 1] ?? '';

/** Does the pattern match a name? Linear in the name. */
export function matches(p: Pattern, name: string): boolean {
  if (isExact(p)) return p.text === name;
  const head = first(p);
  const tail = last(p);
  const end = name.length - tail.length;
  if (end < head.length || !name.startsWith(head) || !name.endsWith(tail)) return false;
  let at = head.length;
  for (let i = 1; i < p.pieces.length - 1; i++) {
    const piece = p.pieces[i]!;
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= end;
}

/** A character that stands for "any run" in a name: no pattern can spell it, so only a star matches it. */
const anything = '\uFFFF';

/** Does `wide` match every name that `narrow` matches? */
export function covers(wide: Pattern, narrow: Pattern): boolean {
  if (isExact(narrow)) return matches(wide, narrow.text);
  return !isExact(wide) && matches(wide, narrow.pieces.join(anything));
}

/** Is there a name that both match? */
export function overlap(a: Pattern, b: Pattern): boolean {
  if (isExact(a)) return matches(b, a.text);
  if (isExact(b)) return matches(a, b.text);
  // Both have a star: everything between the fixed ends can be made to agree, only the ends can clash.
  return agree(first(a), first(b), 'startsWith') && agree(last(a), last(b), 'endsWith');
}

function agree(a: string, b: string, how: 'startsWith' | 'endsWith'): boolean {
  return a.length >= b.length ? a[how](b) : b[how](a);
}

/** Is any of them the star alone? */
export const matchesAll = (patterns: readonly Pattern[]): boolean =>
  patterns.some((p) => /^\*+$/.test(p.text));

/** Prints patterns as a predicate over a name: `(n) => n.startsWith("crm__get_") || n === "crm__search"`. */
export function printPredicate(patterns: readonly Pattern[], builder: Builder): Code {
  if (matchesAll(patterns)) return code`() => true`;
  return code`(n) => ${printTest(patterns, code`n`, builder)}`;
}

/** Prints the test alone, for a name at hand. No patterns match nothing. */
export function printTest(patterns: readonly Pattern[], name: Code, builder: Builder): Code {
  if (matchesAll(patterns)) return code`true`;
  if (patterns.length === 0) return code`false`;
  const seen = new Map(patterns.map((p) => [p.text, p]));
  const tests = [...seen.values()].map((p) => printOne(p, name, builder));
  return join(tests, ' || ');
}

function printOne(p: Pattern, name: Code, builder: Builder): Code {
  if (isExact(p)) return code`${name} === ${p.text}`;
  const head = first(p);
  const tail = last(p);
  if (p.pieces.length > 2) return code`${printSeveral(p, builder)}(${name})`;
  if (tail === '') return head === '' ? code`true` : code`${name}.startsWith(${head})`;
  if (head === '') return code`${name}.endsWith(${tail})`;
  const least = head.length + tail.length;
  return code`(${name}.length >= ${least} && ${name}.startsWith(${head}) && ${name}.endsWith(${tail}))`;
}

/** Several stars: the runs between are found from left to right, each once, so the work is linear. */
function printSeveral(p: Pattern, builder: Builder): Code {
  const head = first(p);
  const tail = last(p);
  const steps = p.pieces
    .slice(1, -1)
    .map((piece) => code`at = n.indexOf(${piece}, at); if (at < 0) return false; at += ${piece.length};`);
  const lines = [
    ...(head === '' ? [] : [code`if (!n.startsWith(${head})) return false;`]),
    code`let at = ${head.length};`,
    ...steps,
    tail === '' ? code`return true;` : code`return at + ${tail.length} <= n.length && n.endsWith(${tail});`,
  ];
  return builder.fn(`matches ${p.pieces.join(' ')}`, [], code`(n) => {\n${join(lines, '\n')}\n}`);
}
