// Maps. Where every key is a string a map is a plain object, as JSON gives it; any other map is `Entries`.
import { fail } from './error.ts';
import { Box, Optional, Special } from './value.ts';

/** A key as one primitive: numbers of one value are one key, whatever their type. */
type Key = string | number | bigint | boolean;

/** A map that has keys other than strings. */
export class Entries extends Special {
  readonly of: ReadonlyMap<Key, readonly [key: unknown, value: unknown]>;
  constructor(of: ReadonlyMap<Key, readonly [key: unknown, value: unknown]>) {
    super();
    this.of = of;
  }
}

/** What plain objects inherit from: a name that is in it may be there and not be an object's own. */
export const base: object = /* @__PURE__ */ Object.getPrototypeOf({});

/** A map that is a plain object: an object that is neither a list nor a value of ours. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Special);
}

/** The key as a primitive; undefined for what is no key. A double is the key of the int it equals. */
export function keyOf(value: unknown): Key | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return value;
  const plain =
    value instanceof Box && (value.kind === 'uint' || value.kind === 'double') ? value.value : value;
  if (typeof plain === 'bigint') return plain;
  if (typeof plain !== 'number') return undefined;
  if (Number.isSafeInteger(plain)) return plain + 0;
  return Number.isInteger(plain) ? BigInt(plain) : undefined;
}

/** Is the value one that a map literal takes as key? A double is none. */
function isKey(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  return value instanceof Box ? value.kind === 'uint' : keyOf(value) !== undefined;
}

/** The entry of a key, or undefined. @throws celError for what is no map, or no key */
export function entryOf(map: unknown, name: unknown): { readonly value: unknown } | undefined {
  const key = keyOf(name);
  if (isRecord(map)) {
    if (key === undefined) return keyless(name);
    return typeof key === 'string' && Object.hasOwn(map, key) ? { value: map[key] } : undefined;
  }
  if (!(map instanceof Entries)) return fail();
  if (key === undefined) return keyless(name);
  const found = map.of.get(key);
  return found === undefined ? undefined : { value: found[1] };
}

/** A fraction is the key of nothing; what is no number is no key at all. */
function keyless(name: unknown): undefined {
  return typeof name === 'number' ? undefined : fail();
}

/** Is there such a key? Of any value: what can be no key is not there. @throws celError for what is no map */
export function holdsKey(map: unknown, name: unknown): boolean {
  const key = keyOf(name);
  if (isRecord(map)) return typeof key === 'string' && Object.hasOwn(map, key);
  return map instanceof Entries ? key !== undefined && map.of.has(key) : fail();
}

/** Keys in dyn form. @throws celError for what is no map */
export function keysOf(map: unknown): readonly unknown[] {
  if (isRecord(map)) return Object.keys(map);
  return map instanceof Entries ? Array.from(map.of.values(), ([key]) => key) : fail();
}

/** Keys with their values. @throws celError for what is no map */
export function entriesOf(map: unknown): readonly (readonly [unknown, unknown])[] {
  if (isRecord(map)) return Object.entries(map);
  return map instanceof Entries ? [...map.of.values()] : fail();
}

/** A map of these entries in its one form. @throws celError for a key that is none, or there twice */
export function mapOf(entries: readonly (readonly [unknown, unknown])[]): unknown {
  const found = new Map<Key, readonly [unknown, unknown]>();
  let plain = true;
  for (const entry of entries) {
    const key = keyOf(entry[0]);
    if (key === undefined || !isKey(entry[0]) || found.has(key)) return fail();
    plain &&= typeof key === 'string';
    found.set(key, entry);
  }
  return plain ? Object.fromEntries(entries as readonly (readonly [string, unknown])[]) : new Entries(found);
}

/** A map whose keys are strings. @throws celError unless every key is one, once */
export function recordOf(entries: readonly (readonly [unknown, unknown])[]): unknown {
  return entries.every(([key]) => typeof key === 'string') ? mapOf(entries) : fail();
}

/** A map; an entry that is marked takes an optional value, and is left out where that is not there. */
export function mapOfSome(entries: readonly (readonly [unknown, unknown, boolean])[]): unknown {
  return mapOf(
    entries.flatMap(([key, value, optional]) =>
      optional ? some(value).map((one) => [key, one] as const) : [[key, value] as const],
    ),
  );
}

/** An optional value as a list of one, or of none. @throws celError for what is no optional value */
export function some(value: unknown): readonly unknown[] {
  if (!(value instanceof Optional)) return fail();
  return value.present ? [value.value] : [];
}
