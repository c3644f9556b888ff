// A pattern as a tree. Only whether it matches is asked, so groups, greed and order are not in it.
import { type Ranges, setOf } from './ranges.ts';

/** What holds between two characters: `\A \z`, `(?m)^ $`, `\b \B`. */
export type Assertion = 'begin' | 'end' | 'lineBegin' | 'lineEnd' | 'word' | 'notWord';

export type Node =
  | { readonly kind: 'empty' }
  /** One character of the set. */
  | { readonly kind: 'set'; readonly set: Ranges }
  | { readonly kind: 'assert'; readonly assertion: Assertion }
  | { readonly kind: 'concat'; readonly parts: readonly Node[] }
  | { readonly kind: 'alternate'; readonly parts: readonly Node[] }
  /** `max` may be Infinity. */
  | { readonly kind: 'repeat'; readonly body: Node; readonly min: number; readonly max: number };

export const empty: Node = /* @__PURE__ */ Object.freeze({ kind: 'empty' });

export function concat(parts: readonly Node[]): Node {
  const flat: Node[] = [];
  for (const part of parts) {
    if (part.kind === 'concat') flat.push(...part.parts);
    else if (part.kind !== 'empty') flat.push(part);
  }
  return flat.length === 0 ? empty : flat.length === 1 ? flat[0]! : { kind: 'concat', parts: flat };
}

/** Branches that are one character become one set. */
export function alternate(branches: readonly Node[]): Node {
  if (branches.length === 1) return branches[0]!;
  const sets = branches.flatMap((branch) => (branch.kind === 'set' ? [branch.set] : []));
  const rest = branches.filter((branch) => branch.kind !== 'set');
  const parts = sets.length === 0 ? rest : [...rest, { kind: 'set' as const, set: setOf(sets.flat()) }];
  const empties = parts.filter(({ kind }) => kind === 'empty').length;
  const distinct = empties > 1 ? [empty, ...parts.filter(({ kind }) => kind !== 'empty')] : parts;
  return distinct.length === 1 ? distinct[0]! : { kind: 'alternate', parts: distinct };
}

export function repeat(body: Node, min: number, max: number): Node {
  if (max === 0 || body.kind === 'empty') return empty;
  return min === 1 && max === 1 ? body : { kind: 'repeat', body, min, max };
}
