// Exact 64-bit numbers, with sign and without. A number within ±(2^53-1), else a bigint.
import { fail } from './error.ts';

export type Int = number | bigint;

/** The one form of an int64. @throws celError beyond 64 bits */
export function narrowInt(value: bigint): Int {
  return value === BigInt.asIntN(64, value) ? small(value) : fail();
}

/** The one form of a uint64. @throws celError beyond 64 bits, and below zero */
export function narrowUint(value: bigint): Int {
  return value === BigInt.asUintN(64, value) ? small(value) : fail();
}

function small(value: bigint): Int {
  const plain = Number(value);
  return Number.isSafeInteger(plain) ? plain : value;
}

/** @throws celError on overflow, as all of these */
export function addInt(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return narrowInt(BigInt(a) + BigInt(b));
}

export function subtractInt(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return narrowInt(BigInt(a) - BigInt(b));
}

export function multiplyInt(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return narrowInt(BigInt(a) * BigInt(b));
}

/** Towards zero. @throws celError by zero */
export function divideInt(a: Int, b: Int): Int {
  if (b === 0) return fail();
  if (typeof a === 'number' && typeof b === 'number') return Math.trunc(a / b) + 0;
  return narrowInt(BigInt(a) / BigInt(b));
}

/** The sign of the dividend. @throws celError by zero */
export function remainderInt(a: Int, b: Int): Int {
  if (b === 0) return fail();
  if (typeof a === 'number' && typeof b === 'number') return (a % b) + 0;
  const least = -(2n ** 63n);
  return BigInt(a) === least && b === -1 ? fail() : narrowInt(BigInt(a) % BigInt(b));
}

export function negateInt(a: Int): Int {
  return subtractInt(0, a);
}

export function addUint(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return narrowUint(BigInt(a) + BigInt(b));
}

/** @throws celError below zero */
export function subtractUint(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') return a >= b ? a - b : fail();
  return narrowUint(BigInt(a) - BigInt(b));
}

export function multiplyUint(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product;
  }
  return narrowUint(BigInt(a) * BigInt(b));
}

/** @throws celError by zero */
export function divideUint(a: Int, b: Int): Int {
  if (b === 0) return fail();
  if (typeof a === 'number' && typeof b === 'number') return Math.trunc(a / b);
  return narrowUint(BigInt(a) / BigInt(b));
}

/** @throws celError by zero */
export function remainderUint(a: Int, b: Int): Int {
  if (b === 0) return fail();
  if (typeof a === 'number' && typeof b === 'number') return a % b;
  return narrowUint(BigInt(a) % BigInt(b));
}
