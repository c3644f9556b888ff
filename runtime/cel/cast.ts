// A dyn value where one type is needed: the value in that type's own form, or an error.
import { fail } from './error.ts';
import { Entries, isRecord } from './map.ts';
import { Box, Bytes, Optional, TypeName } from './value.ts';

/** @throws celError unless it is a boolean: only true is true */
export function bool(value: unknown): boolean {
  return typeof value === 'boolean' ? value : fail();
}

/** @throws celError unless it is a string */
export function string(value: unknown): string {
  return typeof value === 'string' ? value : fail();
}

/** @throws celError unless it is an int: a number without fraction within 2^53, or a bigint of 64 bits */
export function int(value: unknown): number | bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  return typeof value === 'bigint' && value === BigInt.asIntN(64, value) ? value : fail();
}

/** @throws celError unless it is a uint */
export function uint(value: unknown): number | bigint {
  return value instanceof Box && value.kind === 'uint' ? value.value : fail();
}

/** A number of any type, to be compared with a whole one. @throws celError for anything else */
export function number(value: unknown): number | bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  return value instanceof Box && (value.kind === 'double' || value.kind === 'uint') ? value.value : fail();
}

/** A number of any type as a double, to be compared with one. @throws celError for anything else */
export function real(value: unknown): number {
  return typeof value === 'number' ? value : Number(number(value));
}

/** A number as a double, beside an operand that is one; no uint. @throws celError for anything else */
export function double(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return value instanceof Box && value.kind === 'double' ? Number(value.value) : fail();
}

/** Milliseconds, or finer. @throws celError unless it is a timestamp */
export function timestamp(value: unknown): number | bigint {
  return value instanceof Box && value.kind === 'timestamp' ? value.value : fail();
}

/** Milliseconds, or finer. @throws celError unless it is a duration */
export function duration(value: unknown): number | bigint {
  return value instanceof Box && value.kind === 'duration' ? value.value : fail();
}

/** @throws celError unless it is bytes */
export function bytes(value: unknown): Bytes {
  return value instanceof Bytes ? value : fail();
}

/** @throws celError unless it is a list */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : fail();
}

/** @throws celError unless it is a map */
export function map(value: unknown): Readonly<Record<string, unknown>> | Entries {
  return isRecord(value) || value instanceof Entries ? value : fail();
}

/** A plain object. @throws celError unless it is a map of which every key is a string */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : fail();
}

/** @throws celError unless it is an optional value */
export function optional(value: unknown): Optional {
  return value instanceof Optional ? value : fail();
}

/** @throws celError unless it is null */
export function nothing(value: unknown): null {
  return value === null ? null : fail();
}

/** @throws celError unless it is a type */
export function typeName(value: unknown): TypeName {
  return value instanceof TypeName ? value : fail();
}
