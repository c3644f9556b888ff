// Two sets of values side by side: may two of them be equal, is one always less?
import { admitsNumber, isAlwaysLess, mayBeLess, mayMeet } from './numbers.ts';
import { admitsText, shareText } from './texts.ts';
import type { Sized, Values } from './values.ts';

/** May a value of one be equal to a value of the other? */
export function mayEqual(a: Values, b: Values): boolean {
  if (shares(a.bools, b.bools) || (a.nothing && b.nothing)) return true;
  if (a.numbers !== null && b.numbers !== null && mayMeet(a.numbers, b.numbers)) return true;
  if (a.texts !== null && b.texts !== null && shareText(a.texts, b.texts)) return true;
  if (a.lists !== null && b.lists !== null && sizesMeet(a.lists, b.lists)) return true;
  if (a.maps !== null && b.maps !== null && sizesMeet(a.maps, b.maps)) return true;
  return shares(a.types, b.types) || shares(a.others, b.others);
}

function shares<One>(a: ReadonlySet<One>, b: ReadonlySet<One>): boolean {
  for (const one of a) if (b.has(one)) return true;
  return false;
}

const sizesMeet = (a: Sized, b: Sized): boolean => a.least <= b.most && b.least <= a.most;

/** Is each value of `values` one that is equal to one of `constants`? Only of few values is it known. */
export function isAmong(values: Values, constants: readonly Values[]): boolean {
  const { bools, nothing, numbers, texts, lists, maps, types, others } = values;
  if (lists !== null || maps !== null || others.size > 0) return false;
  const has = (holds: (constant: Values) => boolean): boolean => constants.some(holds);
  return (
    [...bools].every((one) => has((of) => of.bools.has(one))) &&
    (!nothing || has((of) => of.nothing)) &&
    each(numbers, (one) => has((of) => of.numbers !== null && admitsNumber(of.numbers, one))) &&
    each(texts, (one) => has((of) => of.texts !== null && admitsText(of.texts, one))) &&
    [...types].every((one) => has((of) => of.types.has(one)))
  );
}

/** Are they listed, and does it hold for each? */
function each<One>(
  set: { readonly only: ReadonlySet<One> | null } | null,
  holds: (one: One) => boolean,
): boolean {
  return set === null || (set.only !== null && [...set.only].every(holds));
}

/** Is it one value at most? */
export function isOne({ bools, nothing, numbers, texts, lists, maps, types, others }: Values): boolean {
  if (lists !== null || maps !== null || others.size > 0) return false;
  const many = [numbers?.only, texts?.only].some((only) => only === null);
  if (many) return false;
  return (
    bools.size + Number(nothing) + (numbers?.only?.size ?? 0) + (texts?.only?.size ?? 0) + types.size <= 1
  );
}

/** May `a < b` be true; or `a <= b`, where `orEqual`? Of what has no ends it may. */
export function mayPrecede(a: Values, b: Values, orEqual: boolean): boolean {
  if (a.numbers !== null && b.numbers !== null && mayBeLess(a.numbers, b.numbers, orEqual)) return true;
  if (a.texts !== null && b.texts !== null) return true;
  return (a.bools.size > 0 && b.bools.size > 0) || shares(a.others, b.others);
}

/** May `a < b` be false, where both can be ordered? */
export function mayNotPrecede(a: Values, b: Values, orEqual: boolean): boolean {
  if (a.numbers !== null && b.numbers !== null && !isAlwaysLess(a.numbers, b.numbers, orEqual)) return true;
  if (a.texts !== null && b.texts !== null) return true;
  return (a.bools.size > 0 && b.bools.size > 0) || shares(a.others, b.others);
}
