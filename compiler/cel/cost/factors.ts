// What multiplies with each other: what a loop goes over with what stands in it, a text with the pattern that is sought.
import { childrenOf, isCounted, type Loop, type Typed } from '../typed.ts';
import type { Type } from '../types.ts';
import { partsOf } from './parts.ts';
import { isProduct } from './pattern.ts';
import { isScalar, sizeOf, unlimited } from './size.ts';
import { weightOf } from './weights.ts';

/** A value whose size is a factor of what something costs. */
export interface Factor {
  readonly node: Typed;
  /** What it is taken for, where its type is not known; dyn where any value goes. */
  readonly as: Type['kind'];
  /** All its parts count, and theirs. */
  readonly deep: boolean;
  /** It is a pattern, of which each character of a text may be held against every instruction. */
  readonly pattern?: boolean;
}

const flat = (node: Typed, as: Type['kind']): Factor => ({ node, as, deep: false });

/** What a loop goes over. */
export const rangeOf = ({ range }: Loop): Factor => flat(range, 'list');

/** Groups of what multiplies with each other, and with all the loops around. */
export function factorsOf(node: Typed): readonly (readonly Factor[])[] {
  // What grows in a loop is gone over later, where it is counted.
  if (node.kind === 'binary' && (isCounted(node) || node.op === '+')) return factorsOfBinary(node);
  if (!isCounted(node)) return [];
  if (node.kind === 'loop') return [[rangeOf(node)]];
  return node.kind === 'call' ? factorsOfCall(node) : [];
}

function factorsOfBinary({
  op,
  left,
  right,
  type,
}: Extract<Typed, { kind: 'binary' }>): readonly (readonly Factor[])[] {
  if (op === 'in') return [[flat(right, 'list')]];
  if (op === '+') return isScalar(type) ? [] : [[flat(left, type.kind)], [flat(right, type.kind)]];
  const text = left.type.kind === 'string' || right.type.kind === 'string';
  if (text) return [left, right].every((one) => sizeOf(one) === unlimited) ? [[flat(left, 'string')]] : [];
  return [left, right].map((node) => [{ node, as: 'dyn', deep: true } as const]);
}

function factorsOfCall({ fn, args }: Extract<Typed, { kind: 'call' }>): readonly (readonly Factor[])[] {
  const all = args.map((node, at) => {
    const param = fn.params[Math.min(at, fn.params.length - 1)];
    const as =
      param === 'list' || param === 'map' ? param : param === 'any' || param === 'dyn' ? 'dyn' : 'string';
    return flat(node, as);
  });
  const [first, second, third] = all;
  if (fn.name === 'replace' && first && third) return [[first, third]];
  if (fn.name === 'join' && first && second) return [[first, second]];
  if (fn.name === 'matches' && first && second && isProduct(args))
    return [[first, { ...second, pattern: true }]];
  return all.filter((_, at) => weightOf(fn, args, at) > 0).map((one) => [one]);
}

export function isUnlimited({ node, deep }: Factor): boolean {
  return (deep ? partsOf(node) : sizeOf(node)) === unlimited;
}

/** A factor at all: not something whose size the text gives. A pattern is one, whatever its size is. */
export function isSent({ node, pattern }: Factor): boolean {
  return node.unknown || pattern === true;
}

/** The variable of a macro that it is, or is reached from. */
export function localOf(node: Typed): string | null {
  if (node.kind === 'index' || node.kind === 'field') return localOf(node.operand);
  return node.kind === 'local' ? node.name : null;
}

/** The values that a caller sends, from which the factor gets its size. */
export function sourcesOf(factor: Factor): readonly Factor[] {
  const { node } = factor;
  if (['variable', 'local', 'field', 'index', 'constant'].includes(node.kind)) return [factor];
  // A loop gives as many elements as it goes over, whatever it makes of them.
  const parts = node.kind === 'loop' && !factor.deep ? [node.range] : childrenOf(node);
  const within = parts
    .filter((child) => child.unknown && child.type.kind !== 'bool')
    .map(
      (child): Factor => ({
        node: child,
        as: child.type.kind === 'dyn' ? factor.as : child.type.kind,
        deep: false,
      }),
    )
    .filter(isUnlimited)
    .flatMap(sourcesOf);
  return within.length > 0 ? within : [factor];
}
