// Types of CEL, and how values of each look at run time.
//
//   bool string null   the JavaScript value; strings are well-formed, lengths and order are by code points
//   int                number within ±(2^53-1), bigint beyond: one form for each value, so `===` compares
//   double             number
//   timestamp duration number of whole milliseconds, since the epoch for a timestamp
//   list               Array of values in dyn form
//   map                plain object, keys are own properties, values in dyn form
//   struct             the runtime's own object, fields always present
//
// The dyn form is the same, save that double, timestamp and duration are boxed (`Box` in runtime/cel/box.ts),
// so that they stay apart from int. What JSON holds is in dyn form as it is: a number without fraction within 2^53
// and a bigint are int, every other number is double. Beside an operand known to be double, a dyn int counts as
// double, since JSON does not tell `1` from `1.0`.

export type Type =
  | { readonly kind: 'bool' | 'int' | 'double' | 'string' | 'null' | 'timestamp' | 'duration' | 'dyn' }
  | { readonly kind: 'list'; readonly element: Type }
  /** Keys are strings. */
  | { readonly kind: 'map'; readonly value: Type }
  | { readonly kind: 'struct'; readonly name: string; readonly fields: readonly Field[] }
  /** The type of what is wrong already: it fits everywhere, so that one mistake is told once. */
  | { readonly kind: 'error' };

export interface Field {
  readonly name: string;
  readonly type: Type;
}

export const boolType: Type = { kind: 'bool' };
export const intType: Type = { kind: 'int' };
export const doubleType: Type = { kind: 'double' };
export const stringType: Type = { kind: 'string' };
export const nullType: Type = { kind: 'null' };
export const timestampType: Type = { kind: 'timestamp' };
export const durationType: Type = { kind: 'duration' };
export const dynType: Type = { kind: 'dyn' };
export const errorType: Type = { kind: 'error' };

export function listOf(element: Type): Type {
  return { kind: 'list', element };
}

export function mapOf(value: Type): Type {
  return { kind: 'map', value };
}

/** True where nothing is known of the value before it is there. */
export function isOpen(type: Type): boolean {
  return type.kind === 'dyn' || type.kind === 'error';
}

export function isNumber(type: Type): boolean {
  return type.kind === 'int' || type.kind === 'double';
}

/** The type as a person writes it: `map(string, dyn)`. */
export function showType(type: Type): string {
  switch (type.kind) {
    case 'list':
      return `list(${showType(type.element)})`;
    case 'map':
      return `map(string, ${showType(type.value)})`;
    case 'struct':
      return type.name;
    default:
      return type.kind;
  }
}

/** Could a value of one be equal to a value of the other? Numbers compare across their types. */
export function comparable(a: Type, b: Type): boolean {
  if (isOpen(a) || isOpen(b) || (isNumber(a) && isNumber(b))) return true;
  if (a.kind === 'list' && b.kind === 'list') return comparable(a.element, b.element);
  if (a.kind === 'map' && b.kind === 'map') return comparable(a.value, b.value);
  return a.kind === b.kind && a.kind !== 'struct';
}

/** The type of values that are of one or the other. */
export function union(a: Type, b: Type): Type {
  if (a.kind === 'error' || b.kind === 'error') return errorType;
  if (a.kind === 'list' && b.kind === 'list') return listOf(union(a.element, b.element));
  if (a.kind === 'map' && b.kind === 'map') return mapOf(union(a.value, b.value));
  if (a.kind === 'struct' || b.kind === 'struct') return dynType;
  return a.kind === b.kind ? a : dynType;
}
