// How types relate: which values may be equal, and what is of one type or another.
import { intWithin, spanning } from './range.ts';
import {
  doubleType,
  dynType,
  errorType,
  isFine,
  isNumber,
  isOpen,
  listOf,
  mapOf,
  mayBe,
  type ObjectType,
  optionalOf,
  type Property,
  stringType,
  type Type,
} from './types.ts';

/** Could a value of one be equal to a value of the other? Numbers compare across their types. */
export function comparable(a: Type, b: Type): boolean {
  if (isOpen(a)) return mayBe(a, (one) => comparable(one, b));
  if (isOpen(b)) return mayBe(b, (one) => comparable(a, one));
  if (isNumber(a) && isNumber(b)) return true;
  if (a.kind === 'object' || b.kind === 'object') return comparable(plainMap(a), plainMap(b));
  if (a.kind === 'list' && b.kind === 'list') return comparable(a.element, b.element);
  if (a.kind === 'map' && b.kind === 'map') return comparable(a.key, b.key) && comparable(a.value, b.value);
  if (a.kind === 'optional' && b.kind === 'optional') return comparable(a.of, b.of);
  if (a.kind === 'string' && b.kind === 'string') return mayMeet(a.values, b.values);
  return a.kind === b.kind && a.kind !== 'struct';
}

function mayMeet(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a === undefined || b === undefined || a.some((one) => b.includes(one));
}

/** An object as the map it also is. */
export function plainMap(type: Type): Type {
  return type.kind === 'object' ? mapOf(dynType) : type;
}

/** The type of values that are of one or the other. */
export function union(a: Type, b: Type): Type {
  if (a === b) return a;
  if (a.kind === 'error' || b.kind === 'error') return errorType;
  if (a.kind === 'free') return b;
  if (b.kind === 'free') return a;
  if (a.kind === 'list' && b.kind === 'list') return listOf(union(a.element, b.element));
  if (a.kind === 'map' && b.kind === 'map') return mapOf(union(a.value, b.value), union(a.key, b.key));
  if (a.kind === 'optional' && b.kind === 'optional') return optionalOf(union(a.of, b.of));
  if (a.kind === 'struct' || b.kind === 'struct' || a.kind === 'object') return dynType;
  if (a.kind === 'string' && b.kind === 'string') return stringType;
  if (a.kind !== b.kind) return dynType;
  if (a.kind === 'dyn') return oneOf([...optionsOf(a), ...optionsOf(b)]);
  if (a.kind === 'int' && b.kind === 'int') return intWithin(spanning(a.range, b.range));
  return isFine(a) ? a : b;
}

/** The type of a value that one of several schemas describes: numbers are double, objects have what all have. */
export function anyOf(a: Type, b: Type): Type {
  if (a.kind === 'object' && b.kind === 'object') return anyObject(a, b);
  if (a.kind === 'string' && b.kind === 'string' && a.values && b.values) {
    return { kind: 'string', values: [...new Set([...a.values, ...b.values])] };
  }
  if (a.kind === 'list' && b.kind === 'list') return upTo(listOf(anyOf(a.element, b.element)), a, b);
  if (a.kind === 'string' && b.kind === 'string') return upTo(stringType, a, b);
  if (a.kind !== b.kind && isNumber(a) && isNumber(b)) return doubleType;
  const joined = union(a, b);
  return joined.kind === 'dyn' ? oneOf([...optionsOf(a), ...optionsOf(b)]) : joined;
}

/** What it may be; null among them where that is anything. */
function optionsOf(type: Type): readonly (Type | null)[] {
  return type.kind === 'dyn' ? (type.options ?? [null]) : [type];
}

/** One option of each kind; numbers are of one. */
function oneOf(types: readonly (Type | null)[]): Type {
  const options: Type[] = [];
  for (const type of types) {
    if (type === null) return dynType;
    const same = options.findIndex((one) => one.kind === type.kind || (isNumber(one) && isNumber(type)));
    if (same < 0) options.push(type);
    else options[same] = anyOf(options[same]!, type);
  }
  return { kind: 'dyn', options };
}

/** With the greater limit, where both have one. */
function upTo<Of extends Type>(type: Of, a: Limited, b: Limited): Of {
  return a.most === undefined || b.most === undefined ? type : { ...type, most: Math.max(a.most, b.most) };
}

interface Limited {
  readonly most?: number;
}

function anyObject(a: ObjectType, b: ObjectType): ObjectType {
  const names = new Set([...a.properties.keys(), ...b.properties.keys()]);
  const properties = new Map<string, Property>();
  for (const name of names) {
    const [one, other] = [propertyOf(a, name), propertyOf(b, name)];
    if (one === null || other === null) properties.set(name, { type: (one ?? other)!.type, required: false });
    else
      properties.set(name, {
        type: anyOf(one.type, other.type),
        required: one.required && other.required,
      });
  }
  const rest = a.rest === null ? b.rest : b.rest === null ? a.rest : anyOf(a.rest, b.rest);
  return upTo({ kind: 'object', name: a.name, properties, rest }, a, b);
}

/** What is known of a property, declared or further; null where there is none. */
export function propertyOf(type: ObjectType, name: string): Property | null {
  const declared = type.properties.get(name);
  if (declared !== undefined) return declared;
  return type.rest === null ? null : { type: type.rest, required: false };
}

/** Values of both types: the one that says more. */
export function both(a: Type, b: Type): Type {
  if (a.kind === 'dyn') return b;
  if (b.kind === 'dyn') return a;
  if (a.kind !== 'object' || b.kind !== 'object') return a.kind === b.kind ? a : dynType;
  const properties = new Map([...a.properties]);
  for (const [name, property] of b.properties) {
    const known = properties.get(name);
    properties.set(name, known === undefined ? property : bothProperties(known, property));
  }
  return { ...a, properties, rest: a.rest === null || b.rest === null ? dynType : both(a.rest, b.rest) };
}

function bothProperties(a: Property, b: Property): Property {
  return { type: both(a.type, b.type), required: a.required || b.required };
}
