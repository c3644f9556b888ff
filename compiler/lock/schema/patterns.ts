// Which patterns of schemas the gateway checks: those that become a table, read once for each character. What each means.
import { type CompiledRegex, compileRegex } from '../../cel/regex/index.ts';
import { type Language, languageOf } from '../../cel/regex/language.ts';
import { re2Of } from './ecma.ts';

type Pattern = Extract<CompiledRegex, { ok: true }>;

/** Finds the search for a pattern, or null where there is none that takes linear time. Each is worked out once. */
export function createPatterns(): (pattern: string) => Pattern | null {
  const known = new Map<string, Pattern | null>();
  return (pattern) => {
    const before = known.get(pattern);
    if (before !== undefined) return before;
    const found = search(pattern);
    known.set(pattern, found);
    return found;
  };
}

function search(pattern: string): Pattern | null {
  const re2 = re2Of(pattern);
  const compiled = re2 === null ? null : compileRegex(re2);
  return compiled?.ok && !compiled.canError() ? compiled : null;
}

/** A pattern as a schema has it, and the texts that it is found in. */
export interface Meaning {
  readonly text: string;
  readonly language: Language;
}

/** What patterns say of the texts that fit, for what is known of conditions. Each is worked out once. */
export function patternReader(): (pattern: string) => Meaning | null {
  const known = new Map<string, Meaning | null>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const re2 = re2Of(text);
    const language = re2 === null ? null : languageOf(re2);
    const found = language === null ? null : { text, language };
    known.set(text, found);
    return found;
  };
}
