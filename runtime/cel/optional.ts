// Optional values: `optional.of`, and what is asked of them.
import { fail } from './error.ts';
import { Entries, isRecord } from './map.ts';
import { Box, Bytes, Optional } from './value.ts';

/** A value that is there. */
export function optionalOf(value: unknown): Optional {
  return new Optional(true, value);
}

/** A value that is not there. */
export function optionalNone(): Optional {
  return new Optional(false, null);
}

/** There unless it is null, false, zero, or empty. */
export function optionalOfNonZero(value: unknown): Optional {
  return isZero(value) ? optionalNone() : optionalOf(value);
}

function isZero(value: unknown): boolean {
  if (value instanceof Box) return value.value === 0 && value.kind !== 'timestamp';
  if (value instanceof Bytes) return value.data.length === 0;
  if (value instanceof Entries) return value.of.size === 0;
  if (value instanceof Optional) return !value.present;
  if (Array.isArray(value)) return value.length === 0;
  if (isRecord(value)) return Object.keys(value).length === 0;
  return value === null || value === false || value === 0 || value === '';
}

/** The value. @throws celError when it is not there */
export function heldOf(of: Optional): unknown {
  return of.present ? of.value : fail();
}

/** The value, or another. */
export function orValue(of: Optional, other: () => unknown): unknown {
  return of.present ? of.value : other();
}

/** This one, or another. */
export function orOptional(of: Optional, other: () => Optional): Optional {
  return of.present ? of : other();
}

/** What becomes of the value, where it is there. */
export function optMap(of: Optional, change: (value: unknown) => unknown): Optional {
  return of.present ? optionalOf(change(of.value)) : of;
}

/** What optional value becomes of the value, where it is there. */
export function optFlatMap(of: Optional, change: (value: unknown) => Optional): Optional {
  return of.present ? change(of.value) : of;
}
