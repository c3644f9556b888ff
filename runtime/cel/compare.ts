// Equality and order of dyn values. Numbers compare by value, across int and double.
import { Box } from './box.ts';
import { isMap } from './cast.ts';
import { fail } from './error.ts';
import { orderStrings } from './strings.ts';

/** Equal values, deeply. Values of different types are different, never an error. */
export function eq(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isNumeric(a) && isNumeric(b)) return sameNumber(plain(a), plain(b));
  if (a instanceof Box && b instanceof Box) return a.kind === b.kind && a.value === b.value;
  if (Array.isArray(a)) return Array.isArray(b) && sameLists(a, b);
  return isMap(a) && isMap(b) && sameMaps(a, b);
}

type Numeric = number | bigint | Box;

function isNumeric(value: unknown): value is Numeric {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    (value instanceof Box && value.kind === 'double')
  );
}

function plain(value: Numeric): number | bigint {
  return value instanceof Box ? value.value : value;
}

/** JavaScript compares number with bigint exactly; NaN is not even itself. */
function sameNumber(a: number | bigint, b: number | bigint): boolean {
  return a <= b && a >= b;
}

function sameLists(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, i) => eq(value, b[i]));
}

function sameMaps(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && eq(a[key], b[key]))
  );
}

/** Is the value an element of the list, or a key of the map? @throws celError for anything else */
export function isIn(value: unknown, range: unknown): boolean {
  if (Array.isArray(range)) return holds(range, value);
  if (isMap(range)) return typeof value === 'string' && Object.hasOwn(range, value);
  return fail();
}

/** Is an element of the list equal to the value? */
export function holds(list: readonly unknown[], value: unknown): boolean {
  for (const element of list) if (eq(element, value)) return true;
  return false;
}

/** `a < b`. @throws celError unless both are of one ordered type */
export function less(a: unknown, b: unknown): boolean {
  return isNumeric(a) && isNumeric(b) ? plain(a) < plain(b) : order(a, b) < 0;
}

/** `a <= b`. @throws celError unless both are of one ordered type */
export function atMost(a: unknown, b: unknown): boolean {
  return isNumeric(a) && isNumeric(b) ? plain(a) <= plain(b) : order(a, b) <= 0;
}

function order(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return orderStrings(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Box && b instanceof Box && a.kind === b.kind) return a.value - b.value;
  return fail();
}
