// Do two schemas hold the same values valid, as far as their keywords are the same, whatever their references are called?
import { canonical } from '../../../runtime/lock/canonical.ts';
import { isSchema, type Schema } from '../schema/walk.ts';
import { type Follow, noted, silent } from './follow.ts';

/** Deepest nesting that is compared; beyond, nothing is the same. */
const deepest = 128;

const lists = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const maps = new Set(['properties', 'patternProperties', 'dependentSchemas', 'dependencies']);
const single = new Set([
  ...[
    'additionalProperties',
    'propertyNames',
    'unevaluatedProperties',
    'contains',
    'not',
    'if',
    'then',
    'else',
  ],
  ...['items', 'additionalItems', 'unevaluatedItems'],
]);
/** Lists of which the order means nothing. */
const sets = new Set(['type', 'enum', 'required']);

export type Same = (one: unknown, other: unknown) => boolean;

/** Says of a schema of one document and one of another whether they are the same; words count for nothing. */
export function sameness(left: Follow, right: Follow): Same {
  /** Pairs that are the same. */
  const known = new Map<Schema, Set<Schema>>();

  return (one, other) => {
    // A pair met again within itself is the same unless something else differs: then all that was taken so is forgotten.
    const assumed: (readonly [Schema, Schema])[] = [];
    const found = schemas(one, other, 0, assumed);
    if (!found) for (const [a, b] of assumed) known.get(a)!.delete(b);
    return found;
  };

  function schemas(
    one: unknown,
    other: unknown,
    depth: number,
    assumed: (readonly [Schema, Schema])[],
  ): boolean {
    const [a, b] = [left(one), right(other)];
    if (!isSchema(a) || !isSchema(b)) return a === b;
    const pairs = known.get(a) ?? new Set();
    if (pairs.has(b)) return true;
    if (depth > deepest) return false;
    known.set(a, pairs.add(b));
    assumed.push([a, b]);
    const part = (x: unknown, y: unknown): boolean => schemas(x, y, depth + 1, assumed);
    return spokenIn(a, b).every((key) => member(key, a[key], b[key], part));
  }
}

/** The keywords of either that say which values are valid. */
export function spokenIn(a: Schema, b: Schema): readonly string[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].filter((key) => !silent.has(key) && !noted.has(key));
}

function member(key: string, a: unknown, b: unknown, part: Same): boolean {
  if (a === undefined || b === undefined) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (sets.has(key)) return inOrder(a) === inOrder(b);
    if (lists.has(key) || key === 'items')
      return a.length === b.length && a.every((one, at) => part(one, b[at]));
  }
  if (maps.has(key) && isSchema(a) && isSchema(b)) {
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && partOrNames(a[name], b[name], part))
    );
  }
  return single.has(key) ? part(a, b) : sameData(a, b);
}

/** Of draft-07, `dependencies` holds schemas and lists of names. */
function partOrNames(a: unknown, b: unknown, part: Same): boolean {
  return Array.isArray(a) ? sameData(a, b) : part(a, b);
}

function inOrder(all: readonly unknown[]): string {
  return all.map(canonical).sort().join();
}

/** Two values that are no schemas. */
export function sameData(a: unknown, b: unknown): boolean {
  return a === undefined || b === undefined ? a === b : canonical(a) === canonical(b);
}
