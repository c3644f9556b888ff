// Equality and order of dyn values. Numbers compare by value, across their types.
import { isDouble } from './arithmetic.ts';
import { perAlike, perCompared, perPart, type Spend } from './budget.ts';
import { fail } from './error.ts';
import { Entries, holdsKey, isRecord } from './map.ts';
import { orderStrings } from './strings.ts';
import { orderTimes } from './time.ts';
import { Box, Bytes, Optional, TypeName } from './value.ts';

/**
 * Equal values, deeply. Values of different types are different, never an error.
 * @param spend counts what is gone over, where two values of any size may be compared many times
 * @throws celError beyond its bound
 */
export function eq(a: unknown, b: unknown, spend?: Spend): boolean {
  if (typeof a === 'string') return spend === undefined ? a === b : sameTexts(a, b, spend);
  // A list is not equal to itself where it holds NaN.
  if (a === b && (typeof a !== 'object' || a === null)) return true;
  if (isNumeric(a) && isNumeric(b)) return orderNumbers(a, b) === 0;
  if (Array.isArray(a)) return Array.isArray(b) && sameLists(a, b, spend);
  if (isRecord(a)) return isRecord(b) && sameRecords(a, b, spend);
  return sameSpecial(a, b, spend);
}

/** Only texts as long as each other are gone over; short ones cost what any comparison does. */
function sameTexts(a: string, b: unknown, spend: Spend): boolean {
  if (a.length > shortText && typeof b === 'string' && b.length === a.length) spend(a, perCompared);
  return a === b;
}

const shortText = 64;

function sameSpecial(a: unknown, b: unknown, spend?: Spend): boolean {
  if (a instanceof Box) return b instanceof Box && a.kind === b.kind && a.value === b.value;
  if (a instanceof Bytes) return b instanceof Bytes && orderBytes(a, b, spend) === 0;
  if (a instanceof TypeName) return b instanceof TypeName && a.name === b.name;
  if (a instanceof Optional)
    return b instanceof Optional && a.present === b.present && eq(a.value, b.value, spend);
  return a instanceof Entries && b instanceof Entries && sameEntries(a, b, spend);
}

type Numeric = number | bigint | Box;

function isNumeric(value: unknown): value is Numeric {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    (value instanceof Box && (value.kind === 'double' || value.kind === 'uint'))
  );
}

function plain(value: Numeric): number | bigint {
  return value instanceof Box ? value.value : value;
}

/** Of two whole numbers exactly; where one is a double, as doubles. NaN where one is NaN: it is not even itself. */
export function orderNumbers(left: Numeric, right: Numeric): number {
  const [a, b] = [plain(left), plain(right)];
  if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : a === b ? 0 : Number.NaN;
  const [x, y] = isDouble(left) || isDouble(right) ? [Number(a), Number(b)] : [a, b];
  // biome-ignore lint/suspicious/noDoubleEquals: a number and a bigint, by value
  return x < y ? -1 : x > y ? 1 : x == y ? 0 : Number.NaN;
}

function sameLists(a: readonly unknown[], b: readonly unknown[], spend?: Spend): boolean {
  if (a.length !== b.length) return false;
  spend?.(a, perPart);
  return a.every((value, i) => eq(value, b[i], spend));
}

type Plain = Readonly<Record<string, unknown>>;

function sameRecords(a: Plain, b: Plain, spend?: Spend): boolean {
  // To count its keys is to go over them: also of the one that has more.
  spend?.(a, perPart);
  spend?.(b, perPart);
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && eq(a[key], b[key], spend));
}

function sameEntries(a: Entries, b: Entries, spend?: Spend): boolean {
  if (a.of.size !== b.of.size) return false;
  spend?.(a, perPart);
  for (const [key, [, value]] of a.of) {
    const other = b.of.get(key);
    if (other === undefined || !eq(value, other[1], spend)) return false;
  }
  return true;
}

/** Is the value an element of the list, or a key of the map? @throws celError for anything else, or as `eq` */
export function isIn(value: unknown, range: unknown, spend?: Spend): boolean {
  return Array.isArray(range) ? holds(range, value, spend) : holdsKey(range, value);
}

/** Is an element of the list equal to the value? @throws celError as `eq` */
export function holds(list: readonly unknown[], value: unknown, spend?: Spend): boolean {
  if (typeof value === 'string' && (spend === undefined || value.length <= shortText))
    return list.includes(value);
  for (const element of list) if (eq(element, value, spend)) return true;
  return false;
}

/** `a < b`. @throws celError unless both are of one ordered type; as `eq` */
export function less(a: unknown, b: unknown, spend?: Spend): boolean {
  return isNumeric(a) && isNumeric(b) ? orderNumbers(a, b) < 0 : order(a, b, spend) < 0;
}

/** `a <= b`. @throws celError unless both are of one ordered type; as `eq` */
export function atMost(a: unknown, b: unknown, spend?: Spend): boolean {
  return isNumeric(a) && isNumeric(b) ? orderNumbers(a, b) <= 0 : order(a, b, spend) <= 0;
}

function order(a: unknown, b: unknown, spend?: Spend): number {
  if (typeof a === 'string' && typeof b === 'string') return orderStrings(a, b, spend);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Bytes && b instanceof Bytes) return orderBytes(a, b, spend);
  if (!(a instanceof Box && b instanceof Box) || a.kind !== b.kind) return fail();
  return orderTimes(a.value, b.value);
}

/** Negative, zero or positive, byte by byte. @throws celError as `eq` */
export function orderBytes({ data: a }: Bytes, { data: b }: Bytes, spend?: Spend): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a[at] === b[at]) at++;
  spend?.(null, at * perAlike);
  return at < end ? a[at]! - b[at]! : a.length - b.length;
}
