// Keys, indices and sizes. Own properties only: `constructor` and `__proto__` are keys like any other.
import { number } from './cast.ts';
import { fail } from './error.ts';
import { entriesOf, entryOf, holdsKey, isRecord, keysOf } from './map.ts';
import { sizeOfString } from './strings.ts';
import { Bytes, Optional } from './value.ts';

/** The value of a text key. @throws celError when it is missing, or `value` is no map */
export function get(value: unknown, key: string): unknown {
  if (isRecord(value)) return Object.hasOwn(value, key) ? value[key] : fail();
  return value instanceof Optional ? optionalAt(value, key) : (entryOf(value, key) ?? fail()).value;
}

/** The value of a key of what is known to be a plain object. @throws celError when it is missing */
export function key<Value>(map: Readonly<Record<string, Value>>, name: string): Value {
  return Object.hasOwn(map, name) ? (map[name] as Value) : fail();
}

/** Is the key there? Of an optional value: is it there, with the key? @throws celError when `value` is no map */
export function has(value: unknown, name: string): boolean {
  if (value instanceof Optional) return value.present && has(value.value, name);
  return isRecord(value) ? Object.hasOwn(value, name) : holdsKey(value, name);
}

/** An element by its int index, from 0. @throws celError beyond the ends */
export function element(list: readonly unknown[], index: number | bigint): unknown {
  return typeof index === 'number' && index >= 0 && index < list.length ? list[index] : fail();
}

/** A key of a map or an index of a list. A whole double counts as an int. @throws celError where there is none */
export function at(value: unknown, index: unknown): unknown {
  if (Array.isArray(value)) return element(value, indexOf(index));
  if (value instanceof Optional) return optionalAt(value, index);
  return (entryOf(value, index) ?? fail()).value;
}

/** An index: any whole number. @throws celError for anything else */
function indexOf(index: unknown): number | bigint {
  const plain = number(index);
  return typeof plain === 'bigint' || Number.isInteger(plain) ? plain : fail();
}

/** The value at a key or index, where it is there. @throws celError for what has neither */
export function optionalAt(value: unknown, index: unknown): Optional {
  if (value instanceof Optional) return value.present ? optionalAt(value.value, index) : value;
  if (!Array.isArray(value)) {
    const entry = entryOf(value, index);
    return new Optional(entry !== undefined, entry?.value ?? null);
  }
  const i = indexOf(index);
  const there = typeof i === 'number' && i >= 0 && i < value.length;
  return new Optional(there, there ? value[i] : null);
}

/** What a macro goes over: the elements of a list, the keys of a map. @throws celError for anything else */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : keysOf(value);
}

/** What a macro of two variables goes over: indices or keys, with what is there. @throws celError for anything else */
export function pairs(value: unknown): readonly (readonly [unknown, unknown])[] {
  return Array.isArray(value) ? value.map((one, i) => [i, one] as const) : entriesOf(value);
}

/** Code points, bytes, elements or keys. @throws celError for what has no size */
export function size(value: unknown): number {
  if (typeof value === 'string') return sizeOfString(value);
  return value instanceof Bytes ? value.data.length : items(value).length;
}
