// What is asked of a text: how it begins or ends, what it holds, whether a pattern is found in it.
import { type Language, languageOf, quoted } from '../regex/language.ts';
import type { Typed } from '../typed.ts';
import { sizeOf, type Texts } from './texts.ts';

const hows = { startsWith: 'begins', endsWith: 'ends', contains: 'holds', matches: 'matches' } as const;
type How = (typeof hows)[keyof typeof hows];

/** How the function of this name searches; null where it does not. */
export function howOf(name: string): How | null {
  return Object.hasOwn(hows, name) ? hows[name as keyof typeof hows] : null;
}

/** A search for one text, or of one pattern. */
export interface Search {
  readonly how: How;
  readonly sought: string;
  /** The texts in which it is found; null where that is not known. */
  language(): Language | null;
}

const known = new WeakMap<Typed, Map<string, Search>>();

/** The search that a call makes for one of the texts that its argument can be: each is worked out once. */
export function searchOf(call: Typed, how: How, sought: string): Search {
  const searches = known.get(call) ?? new Map<string, Search>();
  known.set(call, searches);
  const before = searches.get(sought);
  if (before !== undefined) return before;
  let language: Language | null | undefined;
  const search: Search = {
    how,
    sought,
    language() {
      language ??= languageOf(how === 'matches' ? sought : quoted(sought, how));
      return language;
    },
  };
  searches.set(sought, search);
  return search;
}

/** May it be found in one of the texts; may it not? */
export function outcomesOf(texts: Texts, search: Search): { readonly yes: boolean; readonly no: boolean } {
  const { only, most, may, like } = texts;
  const { how, sought } = search;
  if (only !== null) {
    const found = new Set([...only].map((text) => finds(text, search)));
    return { yes: found.has(true) || found.has(null), no: found.has(false) || found.has(null) };
  }
  if (how !== 'matches' && sizeOf(sought) > most) return { yes: false, no: true };
  if (how === 'begins' && may !== null && !may(sought, 'begins')) return { yes: false, no: true };
  const language = like.length > 0 ? search.language() : null;
  if (language === null) return { yes: true, no: true };
  const every = (wanted: boolean): boolean => like.every((one) => one.language.meets(language, wanted));
  return { yes: every(true), no: every(false) };
}

/** Null where it is not known. */
function finds(text: string, { how, sought, language }: Search): boolean | null {
  if (how === 'begins') return text.startsWith(sought);
  if (how === 'ends') return text.endsWith(sought);
  return how === 'holds' ? text.includes(sought) : (language()?.has(text) ?? null);
}
