// Predicates that many rules have are written once: the file stays small, and what is asked often is soon optimized.
import type { Builder } from '../../emit/builder.ts';
import type { Code } from '../../emit/code.ts';

/** Code that many have becomes a function of the plan, named after `hint`; any other stays as it is. */
export type Shared = (hint: string, of: Code) => Code;

/** What holds for all tools, or all callers. */
const anything = '() => true';

/** What so many have is shared. */
export const many = 4;

export function createShared(all: readonly Code[], builder: Builder): Shared {
  const counts = countsOf(all.map(({ text }) => text));
  return (hint, of) => {
    if ((counts.get(of.text) ?? 0) < many) return of;
    return builder.fn(of.text === anything ? 'any' : hint, [], of);
  };
}

/** How often each stands in the list. */
export function countsOf(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
