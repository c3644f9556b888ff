// Names and patterns by the thousand: exact ones are looked up, only those with a star are compared.
import { isExact, matches, type Pattern } from './patterns.ts';

/** Answers whether any of the patterns matches a name. */
export function anyOf(patterns: readonly Pattern[]): (name: string) => boolean {
  const exact = new Set(patterns.filter(isExact).map(({ text }) => text));
  const starred = [
    ...new Map(patterns.flatMap((one) => (isExact(one) ? [] : [[one.text, one] as const]))).values(),
  ];
  return (name) => exact.has(name) || starred.some((one) => matches(one, name));
}

/** Things by name, one of each; answers which a pattern matches, in their order. */
export function named<T extends { readonly name: string }>(
  all: readonly T[],
): (pattern: Pattern) => readonly T[] {
  const known = new Map(all.map((one) => [one.name, one]));
  return (pattern) => {
    if (!isExact(pattern)) return all.filter(({ name }) => matches(pattern, name));
    const found = known.get(pattern.text);
    return found === undefined ? [] : [found];
  };
}
