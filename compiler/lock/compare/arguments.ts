// The arguments of prompts, by name: which clients must give, which they may.
import { canonical } from '../../../runtime/lock/canonical.ts';
import type { Definition } from '../model.ts';
import { brief, type Detail } from './change.ts';
import { wordChanges } from './words.ts';

/** @param old `arguments` of a prompt's definition; undefined where it takes none */
export function compareArguments(old: unknown, now: unknown): readonly Detail[] {
  const [a, b] = [byName(old), byName(now)];
  const names = [...new Set([...a.keys(), ...b.keys()])];
  const found = names.flatMap((name) => changeOf(`arguments.${name}`, a.get(name), b.get(name)));
  // Their order, or what is no argument at all.
  if (found.length > 0 || canonical(old ?? null) === canonical(now ?? null)) return found;
  return [{ at: 'arguments', what: `${brief(old)} → ${brief(now)}`, breaking: false }];
}

function byName(given: unknown): ReadonlyMap<string, Definition> {
  if (!Array.isArray(given)) return new Map();
  const all = given.filter((one): one is Definition => typeof one === 'object' && one !== null);
  return new Map(all.map((one) => [String(one.name), one]));
}

function changeOf(at: string, old: Definition | undefined, now: Definition | undefined): readonly Detail[] {
  if (old === undefined) {
    const required = now?.required === true;
    return [{ at, what: required ? 'added, and required' : 'added', breaking: required }];
  }
  if (now === undefined) return [{ at, what: 'removed', breaking: true }];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return keys.flatMap((key) => {
    const [a, b] = [old[key], now[key]];
    if (canonical(a ?? null) === canonical(b ?? null)) return [];
    const words = typeof a === 'string' && typeof b === 'string';
    const what = words ? wordChanges(a, b) : `${brief(a)} → ${brief(b)}`;
    return [{ at: `${at}.${key}`, what, breaking: key === 'required' && b === true }];
  });
}
