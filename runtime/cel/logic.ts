// The exact form of logic, which a function falls back to when its fast form ends in an error: an operand that decides
// absorbs the errors of the others. Operands are functions, so that each may fail by itself.
import { bool } from './cast.ts';
import { celError } from './error.ts';

type Operand = () => unknown;
type Pair = readonly [unknown, unknown];

/** False if an operand is false, true if all are. @throws celError if neither, and one fails */
export function and(...operands: readonly Operand[]): boolean {
  return !decides(operands, false, (operand) => operand());
}

/** True if an operand is true, false if all are false. @throws celError if neither, and one fails */
export function or(...operands: readonly Operand[]): boolean {
  return decides(operands, true, (operand) => operand());
}

/** The macro `all`. @throws celError if it is undecided and the condition fails for an element */
export function all(list: readonly unknown[], condition: (element: unknown) => unknown): boolean {
  return !decides(list, false, condition);
}

/** The macro `all` of two variables. @throws celError as `all` */
export function allPairs(
  list: readonly Pair[],
  condition: (first: unknown, second: unknown) => unknown,
): boolean {
  return !decides(list, false, ([first, second]) => condition(first, second));
}

/** The macro `exists` of two variables. @throws celError as `exists` */
export function existsPair(
  list: readonly Pair[],
  condition: (first: unknown, second: unknown) => unknown,
): boolean {
  return decides(list, true, ([first, second]) => condition(first, second));
}

/** The macro `exists`. @throws celError if it is undecided and the condition fails for an element */
export function exists(list: readonly unknown[], condition: (element: unknown) => unknown): boolean {
  return decides(list, true, condition);
}

/** Whether `judge` gives the deciding value for any item. Only CEL's own error is absorbed. */
function decides<Item>(items: readonly Item[], deciding: boolean, judge: (item: Item) => unknown): boolean {
  let failed = false;
  for (const item of items) {
    try {
      if (bool(judge(item)) === deciding) return true;
    } catch (error) {
      if (error !== celError) throw error;
      failed = true;
    }
  }
  if (failed) throw celError;
  return false;
}

/** Is it true? An error is no. */
export function isTrue(value: Operand): boolean {
  try {
    return value() === true;
  } catch {
    return false;
  }
}

/** Is it false? An error is no. */
export function isFalse(value: Operand): boolean {
  try {
    return value() === false;
  } catch {
    return false;
  }
}
