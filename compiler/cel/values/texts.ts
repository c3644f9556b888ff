// Sets of texts: listed, or by their length in code points, or by what else is known of them.
import type { Language } from '../regex/language.ts';

/** At least one text. */
export interface Texts {
  /** All there are, and none that what else is known rules out; null where they are not listed. */
  readonly only: ReadonlySet<string> | null;
  readonly least: number;
  readonly most: number;
  /** Is there one that is this text, or begins with it? Null where nothing is known. */
  readonly may: ((text: string, how: 'is' | 'begins') => boolean) | null;
  /** Patterns of which each is found in each of them, as they are written; none where they are listed. */
  readonly like: readonly Pattern[];
}

export interface Pattern {
  readonly text: string;
  readonly language: Language;
}

export const anyText: Texts = {
  ...{ only: null, least: 0, most: Number.POSITIVE_INFINITY },
  ...{ may: null, like: [] },
};

/** The texts of a list; null for none. */
export function textsOf(all: Iterable<string>): Texts | null {
  const only = new Set(all);
  if (only.size === 0) return null;
  const sizes = [...only].map(sizeOf);
  return { only, least: Math.min(...sizes), most: Math.max(...sizes), may: null, like: [] };
}

export function sizeOf(text: string): number {
  let size = 0;
  for (const _ of text) size++;
  return size;
}

export function admitsText({ only, least, most, may, like }: Texts, text: string): boolean {
  if (only !== null) return only.has(text);
  const size = sizeOf(text);
  if (size < least || size > most || may?.(text, 'is') === false) return false;
  return like.every(({ language }) => language.has(text));
}

/** Texts of both sets; null where there are none. */
export function meetTexts(a: Texts, b: Texts): Texts | null {
  if (isAny(b)) return a;
  if (isAny(a)) return b;
  const listed = shorter(a, b);
  if (listed !== null) return textsOf([...listed].filter((one) => admitsText(a, one) && admitsText(b, one)));
  const [least, most] = [Math.max(a.least, b.least), Math.min(a.most, b.most)];
  const { may } = a;
  const both: Texts['may'] =
    may !== null && b.may !== null ? (text, how) => may(text, how) && b.may!(text, how) : (may ?? b.may);
  const like = [...a.like, ...b.like.filter(({ text }) => a.like.every((one) => one.text !== text))];
  return least > most ? null : { only: null, least, most, may: both, like };
}

/** May one text be of both? */
export function shareText(a: Texts, b: Texts): boolean {
  const listed = shorter(a, b);
  if (listed === null) return meetTexts(a, b) !== null;
  for (const one of listed) if (admitsText(a, one) && admitsText(b, one)) return true;
  return false;
}

function isAny({ only, least, most, may, like }: Texts): boolean {
  return (
    only === null && may === null && like.length === 0 && least === 0 && most === Number.POSITIVE_INFINITY
  );
}

/** The list that there is; of two, the one with fewer texts. */
function shorter(a: Texts, b: Texts): ReadonlySet<string> | null {
  if (a.only === null || b.only === null) return a.only ?? b.only;
  return a.only.size < b.only.size ? a.only : b.only;
}

/** Texts of either set. */
export function joinTexts(a: Texts, b: Texts): Texts {
  const { may } = a;
  return {
    only: a.only === null || b.only === null ? null : new Set([...a.only, ...b.only]),
    least: Math.min(a.least, b.least),
    most: Math.max(a.most, b.most),
    may: may === null || b.may === null ? null : (text, how) => may(text, how) || b.may!(text, how),
    like: a.like.filter(({ text }) => b.like.some((one) => one.text === text)),
  };
}
