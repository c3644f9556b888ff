// A dyn value where one type is needed: the value in that type's own form, or an error.
import { Box } from './box.ts';
import { fail } from './error.ts';

/** @throws celError unless it is a boolean: only true is true */
export function bool(value: unknown): boolean {
  return typeof value === 'boolean' ? value : fail();
}

/** @throws celError unless it is a string */
export function string(value: unknown): string {
  return typeof value === 'string' ? value : fail();
}

/** @throws celError unless it is an int: a number without fraction within 2^53, or a bigint */
export function int(value: unknown): number | bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  return typeof value === 'bigint' ? value : fail();
}

/** A number of either type, for comparison. @throws celError for anything else */
export function number(value: unknown): number | bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  return value instanceof Box && value.kind === 'double' ? value.value : fail();
}

/** A number as a double, beside an operand that is one. @throws celError for anything else */
export function double(value: unknown): number {
  return Number(number(value));
}

/** Milliseconds. @throws celError unless it is a timestamp */
export function timestamp(value: unknown): number {
  return value instanceof Box && value.kind === 'timestamp' ? value.value : fail();
}

/** Milliseconds. @throws celError unless it is a duration */
export function duration(value: unknown): number {
  return value instanceof Box && value.kind === 'duration' ? value.value : fail();
}

/** @throws celError unless it is a list */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : fail();
}

/** @throws celError unless it is a map */
export function map(value: unknown): Readonly<Record<string, unknown>> {
  return isMap(value) ? value : fail();
}

/** True for a map: an object that is neither a list nor a box. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Box);
}
