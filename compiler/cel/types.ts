// Types of CEL, and how values of each look at run time.
//
//   bool string null   the JavaScript value; strings are well-formed, lengths and order are by code points
//   int uint           number within ±(2^53-1), bigint beyond: one form for each value, so `===` compares
//   double             number
//   timestamp duration number of whole milliseconds (since the epoch for a timestamp); bigint of nanoseconds where they
//                      are not whole, which only a type that is `fine` allows: again one form for each value
//   bytes type         Bytes, TypeName (runtime/cel/value.ts)
//   list               Array of values in dyn form
//   map                plain object where every key is a string; else Entries (runtime/cel/map.ts), values in dyn form
//   object             plain object of JSON, as a schema describes it
//   optional           Optional (runtime/cel/value.ts), its value in dyn form
//   struct             the runtime's own object, fields always present
//
// The dyn form is the same, save that double, uint, timestamp and duration are boxed (`Box` in runtime/cel/value.ts),
// so that they stay apart from int. What JSON holds is in dyn form as it is: a number without fraction within 2^53
// and a bigint are int, every other number is double. Beside an operand known to be double, a dyn int counts as
// double, since JSON does not tell `1` from `1.0`.

import type { Range } from './range.ts';

export type Type =
  | { readonly kind: 'bool' | 'uint' | 'double' | 'bytes' | 'null' | 'type' }
  /** `range`: all that it can be. */
  | { readonly kind: 'int'; readonly range?: Range }
  /** `options`: it is of one of these types, where a schema says so. */
  | { readonly kind: 'dyn'; readonly options?: readonly Type[] }
  /** `values`: all there are, where a schema lists them. `most`: its greatest length in code points. */
  | { readonly kind: 'string'; readonly values?: readonly string[]; readonly most?: number }
  /** `fine`: finer than milliseconds, perhaps. */
  | { readonly kind: 'timestamp' | 'duration'; readonly fine?: boolean }
  /** `most`: how many elements it has at most. */
  | { readonly kind: 'list'; readonly element: Type; readonly most?: number }
  | { readonly kind: 'map'; readonly key: Type; readonly value: Type; readonly most?: number }
  | ObjectType
  | { readonly kind: 'optional'; readonly of: Type }
  | { readonly kind: 'struct'; readonly name: string; readonly fields: readonly Field[] }
  /** What an empty list or map holds: it goes with anything. */
  | { readonly kind: 'free' }
  /** The type of what is wrong already: it fits everywhere, so that one mistake is told once. */
  | { readonly kind: 'error' };

/** The kind of value that an expression must give; `dyn` for any. */
export type Want = 'bool' | 'string' | 'list' | 'map' | 'dyn';

export interface Field {
  readonly name: string;
  readonly type: Type;
}

/** An object of a JSON Schema. */
export interface ObjectType {
  readonly kind: 'object';
  readonly name: string;
  readonly properties: ReadonlyMap<string, Property>;
  /** The type of further properties; null where there are none. */
  readonly rest: Type | null;
  /** Most properties that it has. */
  readonly most?: number;
  /** The greatest length of their names in code points; absent where the schema sets none. */
  readonly longestName?: number;
}

export interface Property {
  readonly type: Type;
  readonly required: boolean;
}

export const boolType: Type = { kind: 'bool' };
export const intType: Type = { kind: 'int' };
export const uintType: Type = { kind: 'uint' };
export const doubleType: Type = { kind: 'double' };
export const stringType: Type = { kind: 'string' };
export const bytesType: Type = { kind: 'bytes' };
export const nullType: Type = { kind: 'null' };
export const typeType: Type = { kind: 'type' };
export const timestampType: Type = { kind: 'timestamp' };
export const durationType: Type = { kind: 'duration' };
export const dynType: Type = { kind: 'dyn' };
export const freeType: Type = { kind: 'free' };
export const errorType: Type = { kind: 'error' };

export function listOf(element: Type): Type {
  return { kind: 'list', element };
}

/** A map, of string keys unless said otherwise. */
export function mapOf(value: Type, key: Type = stringType): Type {
  return { kind: 'map', key, value };
}

export function optionalOf(of: Type): Type {
  return { kind: 'optional', of };
}

/** True where nothing is known of the value before it is there. */
export function isOpen(type: Type): boolean {
  return type.kind === 'dyn' || type.kind === 'error' || type.kind === 'free';
}

/** May a value of this type be of one that holds? Of what is not known at all it may. */
export function mayBe(type: Type, holds: (type: Type) => boolean): boolean {
  if (type.kind === 'dyn' && type.options !== undefined) return type.options.some(holds);
  return isOpen(type) || holds(type);
}

export function isNumber(type: Type): boolean {
  return type.kind === 'int' || type.kind === 'uint' || type.kind === 'double';
}

/** True for what may be finer than milliseconds. */
export function isFine(type: Type): boolean {
  return (type.kind === 'timestamp' || type.kind === 'duration') && type.fine === true;
}

/** A map whose keys are strings: a plain object at run time. */
export function isRecord(type: Type): boolean {
  return type.kind === 'object' || (type.kind === 'map' && type.key.kind === 'string');
}

/** The type as a person writes it: `map(string, dyn)`. */
export function showType(type: Type): string {
  switch (type.kind) {
    case 'list':
      return `list(${showType(type.element)})`;
    case 'map':
      return `map(${showType(type.key)}, ${showType(type.value)})`;
    case 'optional':
      return `optional_type(${showType(type.of)})`;
    case 'struct':
    case 'object':
      return type.name;
    case 'dyn':
      return type.options?.map(showType).join(' or ') ?? 'dyn';
    case 'free':
      return 'dyn';
    default:
      return type.kind;
  }
}
