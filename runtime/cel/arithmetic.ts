// Exact int64, and arithmetic of dyn values. An int is a number within ±(2^53-1), else a bigint.
import { Box, boxDouble, boxDuration, boxTimestamp } from './box.ts';
import { fail } from './error.ts';
import { addTime, timeSpan } from './time.ts';

type Int = number | bigint;

/** The one form of an int64. @throws celError beyond 64 bits */
function narrow(value: bigint): Int {
  if (value !== BigInt.asIntN(64, value)) return fail();
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

/** @throws celError on overflow, as all of these */
export function addInt(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return narrow(BigInt(a) + BigInt(b));
}

export function subtractInt(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return narrow(BigInt(a) - BigInt(b));
}

export function multiplyInt(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return narrow(BigInt(a) * BigInt(b));
}

/** Towards zero. @throws celError by zero */
export function divideInt(a: Int, b: Int): Int {
  if (b === 0) return fail();
  if (typeof a === 'number' && typeof b === 'number') return Math.trunc(a / b) + 0;
  return narrow(BigInt(a) / BigInt(b));
}

/** The sign of the dividend. @throws celError by zero */
export function remainderInt(a: Int, b: Int): Int {
  if (b === 0) return fail();
  if (typeof a === 'number' && typeof b === 'number') return (a % b) + 0;
  return narrow(BigInt(a) % BigInt(b));
}

export function negateInt(a: Int): Int {
  return subtractInt(0, a);
}

/** `a + b` of dyn values. @throws celError unless both are of types that add */
export function add(a: unknown, b: unknown): unknown {
  if (isInt(a) && isInt(b)) return addInt(a, b);
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (isDouble(a) && isDouble(b)) return boxDouble(unbox(a) + unbox(b));
  return addTimes(a, b);
}

function addTimes(a: unknown, b: unknown): unknown {
  if (!isTime(a) || !isTime(b) || (a.kind === 'timestamp' && b.kind === 'timestamp')) return fail();
  if (a.kind === 'duration' && b.kind === 'duration') return boxDuration(timeSpan(a.value + b.value));
  return boxTimestamp(addTime(a.value, b.value));
}

/** `a - b` of dyn values. @throws celError unless both are of types that subtract */
export function subtract(a: unknown, b: unknown): unknown {
  if (isInt(a) && isInt(b)) return subtractInt(a, b);
  if (isDouble(a) && isDouble(b)) return boxDouble(unbox(a) - unbox(b));
  if (!isTime(a) || !isTime(b) || (a.kind === 'duration' && b.kind === 'timestamp')) return fail();
  return a.kind === b.kind
    ? boxDuration(timeSpan(a.value - b.value))
    : boxTimestamp(addTime(a.value, -b.value));
}

/** `a * b` of dyn values. @throws celError unless both are numbers of one type */
export function multiply(a: unknown, b: unknown): unknown {
  if (isInt(a) && isInt(b)) return multiplyInt(a, b);
  return isDouble(a) && isDouble(b) ? boxDouble(unbox(a) * unbox(b)) : fail();
}

/** `a / b` of dyn values. @throws celError unless both are numbers of one type */
export function divide(a: unknown, b: unknown): unknown {
  if (isInt(a) && isInt(b)) return divideInt(a, b);
  return isDouble(a) && isDouble(b) ? boxDouble(unbox(a) / unbox(b)) : fail();
}

/** `a % b` of dyn values. @throws celError unless both are ints */
export function remainder(a: unknown, b: unknown): unknown {
  return isInt(a) && isInt(b) ? remainderInt(a, b) : fail();
}

/** `-a` of a dyn value. @throws celError unless it is a number */
export function negate(a: unknown): unknown {
  return isInt(a) ? negateInt(a) : isDouble(a) ? boxDouble(-unbox(a)) : fail();
}

function isInt(value: unknown): value is Int {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));
}

/** True for what is no int. */
function isDouble(value: unknown): value is number | Box {
  return (
    (typeof value === 'number' && !Number.isSafeInteger(value)) ||
    (value instanceof Box && value.kind === 'double')
  );
}

function unbox(value: number | Box): number {
  return typeof value === 'number' ? value : value.value;
}

function isTime(value: unknown): value is Box {
  return value instanceof Box && value.kind !== 'double';
}
