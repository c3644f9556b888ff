// The math extension, over values in dyn form.
import { isBox, isDouble, isInt, negate } from './arithmetic.ts';
import { number } from './cast.ts';
import { fail } from './error.ts';
import { type Int, narrowInt } from './int.ts';
import { Box, boxDouble, boxUint } from './value.ts';

/** The greatest of numbers, of any types; the first of equal ones. @throws celError for none, and what is no number */
export function greatest(values: readonly unknown[]): unknown {
  return outermost(values, (a, b) => number(b) > number(a));
}

/** The least of numbers, of any types; the first of equal ones. @throws celError for none, and what is no number */
export function least(values: readonly unknown[]): unknown {
  return outermost(values, (a, b) => number(b) < number(a));
}

function outermost(values: readonly unknown[], beats: (a: unknown, b: unknown) => boolean): unknown {
  if (values.length === 0) return fail();
  number(values[0]);
  return values.reduce((best, value) => (beats(best, value) ? value : best));
}

/** To the nearest whole number, halves away from zero. */
export function roundDouble(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}

/** @throws celError for the least int, and for what is no number */
export function abs(value: unknown): unknown {
  if (isBox(value, 'uint')) return value;
  if (isInt(value)) return value < 0 ? negate(value) : value;
  return isDouble(value) ? boxDouble(Math.abs(Number(number(value)))) : fail();
}

/** -1, 0 or 1, of the number's own type. @throws celError for what is no number */
export function sign(value: unknown): unknown {
  if (isBox(value, 'uint')) return boxUint(value.value === 0 ? 0 : 1);
  if (isInt(value)) return value < 0 ? -1 : value > 0 ? 1 : 0;
  return isDouble(value) ? boxDouble(Math.sign(Number(number(value)))) : fail();
}

type Bits = (a: bigint, b: bigint) => bigint;

/** Both int, or both uint. @throws celError for anything else */
function bitwise(a: unknown, b: unknown, work: Bits): unknown {
  if (isInt(a) && isInt(b)) return narrowInt(BigInt.asIntN(64, work(BigInt(a), BigInt(b))));
  return isBox(a, 'uint') && isBox(b, 'uint') ? uintOf(work(BigInt(a.value), BigInt(b.value))) : fail();
}

function uintOf(bits: bigint): unknown {
  const value = BigInt.asUintN(64, bits);
  return boxUint(Number.isSafeInteger(Number(value)) ? Number(value) : value);
}

/** @throws celError unless both are int, or both uint; as the next two */
export function bitAnd(a: unknown, b: unknown): unknown {
  return bitwise(a, b, (x, y) => x & y);
}

export function bitOr(a: unknown, b: unknown): unknown {
  return bitwise(a, b, (x, y) => x | y);
}

export function bitXor(a: unknown, b: unknown): unknown {
  return bitwise(a, b, (x, y) => x ^ y);
}

/** @throws celError unless it is int or uint */
export function bitNot(a: unknown): unknown {
  return bitwise(a, a, (x) => ~x);
}

/** Zeros come in. @throws celError for a negative shift, and unless it shifts int or uint */
export function bitShiftLeft(a: unknown, by: Int): unknown {
  if (by < 0) return fail();
  return by >= 64 ? bitwise(a, a, () => 0n) : bitwise(a, a, (x) => x << BigInt(by));
}

/** Zeros come in, also for a negative int. @throws celError for a negative shift, and unless it shifts int or uint */
export function bitShiftRight(a: unknown, by: Int): unknown {
  if (by < 0) return fail();
  return by >= 64 ? bitwise(a, a, () => 0n) : bitwise(a, a, (x) => BigInt.asUintN(64, x) >> BigInt(by));
}

/** @throws celError for what is no number */
export function sqrt(value: unknown): number {
  return value instanceof Box || isInt(value) || isDouble(value) ? Math.sqrt(Number(number(value))) : fail();
}
