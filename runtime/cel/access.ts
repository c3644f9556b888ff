// Keys, indices and sizes. Own properties only: `constructor` and `__proto__` are keys like any other.
import { isMap } from './cast.ts';
import { fail } from './error.ts';
import { sizeOfString } from './strings.ts';

/** The value of a key. @throws celError when it is missing, or `value` is no map */
export function get(value: unknown, key: string): unknown {
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : fail();
}

/** The value of a key of what is known to be a map. @throws celError when it is missing */
export function key<Value>(map: Readonly<Record<string, Value>>, name: string): Value {
  return Object.hasOwn(map, name) ? (map[name] as Value) : fail();
}

/** Is the key there? @throws celError when `value` is no map */
export function has(value: unknown, name: string): boolean {
  return isMap(value) ? Object.hasOwn(value, name) : fail();
}

/** An element by its int index, from 0. @throws celError beyond the ends */
export function element(list: readonly unknown[], index: number | bigint): unknown {
  return typeof index === 'number' && index >= 0 && index < list.length ? list[index] : fail();
}

/** A key of a map or an index of a list. A whole double counts as an int. @throws celError where there is none */
export function at(value: unknown, index: unknown): unknown {
  if (typeof index === 'string') return get(value, index);
  return Array.isArray(value) && typeof index === 'number' && Number.isSafeInteger(index)
    ? element(value, index)
    : fail();
}

/** What a macro goes over: the elements of a list, the keys of a map. @throws celError for anything else */
export function items(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isMap(value) ? Object.keys(value) : fail();
}

/** Code points, elements or keys. @throws celError for what has no size */
export function size(value: unknown): number {
  return typeof value === 'string' ? sizeOfString(value) : items(value).length;
}

/** A map of keys that are worked out at run time. @throws celError when one is no string, or there twice */
export function mapOf(entries: readonly (readonly [unknown, unknown])[]): Readonly<Record<string, unknown>> {
  const seen = new Map<string, unknown>();
  for (const [name, value] of entries) {
    if (typeof name !== 'string' || seen.has(name)) fail();
    else seen.set(name, value);
  }
  return Object.fromEntries(seen);
}
