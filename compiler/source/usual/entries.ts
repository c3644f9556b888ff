// Entries of a map of usual YAML: each key once, and none that means more than a name.
import type { MapEntry } from '../node.ts';
import { giveUp } from './cursor.ts';

export function entriesOf(entries: MapEntry[]): readonly MapEntry[] {
  const { length } = entries;
  // A few are sooner compared with each other than put into a set.
  const isTwice = length <= 8 ? twiceAmongFew(entries) : new Set(entries.map(nameOf)).size < length;
  if (isTwice || entries.some(isReserved)) giveUp();
  return Object.freeze(entries);
}

function nameOf({ key }: MapEntry): unknown {
  return key.value;
}

function isReserved({ key: { value } }: MapEntry): boolean {
  return value === '__proto__' || value === '<<';
}

function twiceAmongFew(entries: readonly MapEntry[]): boolean {
  return entries.some(({ key }, at) => {
    for (let before = 0; before < at; before += 1) if (entries[before]?.key.value === key.value) return true;
    return false;
  });
}
