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

/** Things by name; answers which a pattern matches, in the order of their names. */
export function named<T extends { readonly name: string }>(
  all: readonly T[],
): (pattern: Pattern) => readonly T[] {
  const sorted = [...all].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return (pattern) => {
    // All that begin with what stands before the first star are together.
    const head = pattern.pieces[0] ?? '';
    const found: T[] = [];
    for (let at = firstFrom(sorted, head); at < sorted.length; at++) {
      const one = sorted[at]!;
      if (!one.name.startsWith(head)) break;
      if (matches(pattern, one.name)) found.push(one);
    }
    return found;
  };
}

/** The index of the first name that is not before `text`. */
function firstFrom(sorted: readonly { readonly name: string }[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.name < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
