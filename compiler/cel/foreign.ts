// What other languages write where CEL writes something else: operators, and words between operands.
import type { Words } from './problem.ts';

export interface Foreign {
  readonly written: string;
  /** The operator of CEL that it stands for; null where it is written in another way altogether. */
  readonly meant: string | null;
  readonly help: string;
}

const as = (written: string, meant: string): Foreign => ({ written, meant, help: `Write \`${meant}\`.` });
const otherwise = (written: string, help: string): Foreign => ({ written, meant: null, help });

/** Longer ones first. None begins what CEL itself may have there. */
const symbols: readonly Foreign[] = [
  as('===', '=='),
  as('!==', '!='),
  as('<>', '!='),
  as('=<', '<='),
  as('=>', '>='),
  otherwise('=~', 'Write `text.matches("…")`.'),
  otherwise('~=', 'Write `text.matches("…")`.'),
  otherwise('!~', 'Write `!text.matches("…")`.'),
  otherwise('??', 'Give a default with `args.?name.orValue(…)`.'),
  otherwise('**', 'Write `x * x`.'),
  otherwise('<<', 'Write `math.bitShiftLeft(a, b)`.'),
  otherwise('>>', 'Write `math.bitShiftRight(a, b)`.'),
  otherwise('^', 'Write `math.bitXor(a, b)`.'),
];

/** What is reported only where nothing of CEL can be read. */
const last: readonly Foreign[] = [as('=', '=='), as('&', '&&'), as('|', '||')];

const strange: ReadonlySet<string> = new Set(
  symbols.filter(({ meant }) => meant === null).map(({ written }) => written),
);

/** The foreign operator that begins at a place of the text. */
export function foreignAt(text: string, at: number): Foreign | undefined {
  return symbols.find(({ written }) => text.startsWith(written, at));
}

/** The same where nothing else can be read. */
export function lastAt(text: string, at: number): Foreign | undefined {
  return last.find(({ written }) => text.startsWith(written, at));
}

/** True for an operator that CEL has no operator for. */
export function isStrange(symbol: string): boolean {
  return strange.has(symbol);
}

const words: ReadonlyMap<string, string> = new Map([
  ['is', 'Write `==`.'],
  ['is not', 'Write `!=`.'],
  ['eq', 'Write `==`.'],
  ['equals', 'Write `==`.'],
  ['ne', 'Write `!=`.'],
  ['lt', 'Write `<`.'],
  ['le', 'Write `<=`.'],
  ['gt', 'Write `>`.'],
  ['ge', 'Write `>=`.'],
  ['mod', 'Write `%`.'],
  ['xor', 'Write `!=`.'],
  ['not in', 'Write `!(value in list)`.'],
  ['between', 'Write `x >= least && x <= most`.'],
  ...['like', 'ilike'].map(
    (name) => [name, 'Write `text.contains("…")`, `text.startsWith("…")` or `text.matches("…")`.'] as const,
  ),
  ['in', 'Write `in`.'],
  ['instanceof', 'Write `type(x) == string`.'],
  ...['contains', 'startsWith', 'endsWith', 'matches'].map(
    (name) => [name, `Write \`text.${name}("…")\`.`] as const,
  ),
]);

/** What is said of a word between two operands; null where it is none that other languages have there. */
export function wordsFor(word: string): Words | null {
  const help = words.get(word) ?? words.get(word.toLowerCase());
  return help === undefined ? null : { message: `\`${word}\` is no operator of CEL.`, help };
}

/** Characters that stand before names elsewhere, and what begins a comment. */
export function helpForCharacter(character: string, after: string): string {
  if (/[\u2018\u2019\u201c\u201d]/.test(character)) return 'Strings stand in straight quotes: "…" or \'…\'.';
  if (character === '~') return 'Write `math.bitNot(…)`.';
  if (character === '#') return 'A comment begins with `//`.';
  if (/[$@]/.test(character) && /^[A-Za-z_]/.test(after)) return 'Names stand without it: `args.limit`.';
  return 'Remove it, or put it in a string.';
}
