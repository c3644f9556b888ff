// Two schemas of arguments: what was valid by the old one and is not by the new one breaks who relied on it.
import { resolvePointer } from '../schema/pointer.ts';
import { isSchema, type Schema } from '../schema/walk.ts';
import { brief, type Detail } from './change.ts';

/** Deepest nesting that is compared; beyond, any difference counts as breaking. */
const deepest = 32;

/** Keywords that say nothing of which values are valid. */
const silent = new Set([
  ...['$schema', '$id', '$comment', '$anchor', '$defs', 'definitions', 'title', 'description', 'default'],
  ...['examples', 'deprecated', 'readOnly', 'writeOnly', 'format', 'contentEncoding', 'contentMediaType'],
]);
/** Of these a larger number lets less through; of those a smaller one. */
const lower = new Set([
  'minimum',
  'exclusiveMinimum',
  'minLength',
  'minItems',
  'minProperties',
  'minContains',
]);
const upper = new Set([
  'maximum',
  'exclusiveMaximum',
  'maxLength',
  'maxItems',
  'maxProperties',
  'maxContains',
]);

type Keyword = (a: Schema, b: Schema, walk: Walk) => readonly Detail[];

interface Walk {
  readonly at: string;
  /** Compares parts of the two, which stand at `at.key`. */
  part(key: string, before: unknown, after: unknown): readonly Detail[];
}

/** A detail for each keyword by which other values are valid than before. */
export function compareSchemas(before: unknown, after: unknown, at: string): readonly Detail[] {
  const compare = (one: unknown, other: unknown, here: string, depth: number): readonly Detail[] => {
    const [a, b] = [followed(one, before), followed(other, after)];
    if (!isSchema(a) || !isSchema(b) || depth > deepest) {
      if (same(a, b)) return [];
      return [{ at: here, what: arrow(a, b), breaking: b !== true && a !== false }];
    }
    const part: Walk['part'] = (key, x, y) => compare(x, y, `${here}.${key}`, depth + 1);
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => !silent.has(key));
    return names.flatMap((name) => (byHand[name] ?? plain(name))(a, b, { at: here, part }));
  };
  return compare(before, after, at, 0);
}

/** The schema that a reference means. Where references go in a circle, the depth ends it. */
function followed(schema: unknown, root: unknown): unknown {
  let found = schema;
  for (let step = 0; step < 8 && isSchema(found) && typeof found.$ref === 'string'; step++)
    found = resolvePointer(root, found.$ref) ?? {};
  return found;
}

/** A number that bounds, or a keyword of which it is not known what a change of it means. */
const plain =
  (name: string): Keyword =>
  (a, b, { at }) => {
    const [old, now] = [a[name], b[name]];
    if (same(old, now)) return [];
    const number = typeof now === 'number' && typeof old === 'number';
    const looser = number && ((lower.has(name) && now < old) || (upper.has(name) && now > old));
    return [{ at: `${at}.${name}`, what: arrow(old, now), breaking: now !== undefined && !looser }];
  };

const byHand: Readonly<Record<string, Keyword>> = {
  type(a, b, { at }) {
    const [old, now] = [typesOf(a.type), typesOf(b.type)];
    if (old.join() === now.join()) return [];
    const kept = old.every((one) => now.includes(one) || (one === 'integer' && now.includes('number')));
    return [{ at: `${at}.type`, what: arrow(a.type, b.type), breaking: !kept }];
  },
  enum(a, b, { at }) {
    if (same(a.enum, b.enum)) return [];
    const [old, now] = [a.enum, b.enum].map((all) =>
      Array.isArray(all) ? all.map((one) => JSON.stringify(one)) : null,
    );
    const breaking = now != null && (old == null || !old.every((one) => now.includes(one)));
    return [{ at: `${at}.enum`, what: arrow(a.enum, b.enum), breaking }];
  },
  required(a, b, { at }) {
    const [old, now] = [namesOf(a.required), namesOf(b.required)];
    return [
      ...now
        .filter((name) => !old.includes(name))
        .map((name) => ({ at: `${at}.required`, what: `“${name}” is required now`, breaking: true })),
      ...old
        .filter((name) => !now.includes(name))
        .map((name) => ({
          at: `${at}.required`,
          what: `“${name}” is not required any more`,
          breaking: false,
        })),
    ];
  },
  properties(a, b, { at, part }) {
    const [old, now] = [a.properties, b.properties].map((all) => (isSchema(all) ? all : {})) as [
      Schema,
      Schema,
    ];
    const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    return names.flatMap((name) => {
      const here = `${at}.properties.${name}`;
      if (!Object.hasOwn(now, name)) {
        // From now on it is a further one.
        const rest = part(`properties.${name}`, old[name], b.additionalProperties ?? true);
        return [{ at: here, what: 'removed', breaking: rest.some(({ breaking }) => breaking) }];
      }
      // Whoever sent it before it was declared relied on nothing.
      if (!Object.hasOwn(old, name)) return [{ at: here, what: 'added', breaking: false }];
      return part(`properties.${name}`, old[name], now[name]);
    });
  },
  additionalProperties: (a, b, { part }) =>
    part('additionalProperties', a.additionalProperties ?? true, b.additionalProperties ?? true),
  items: (a, b, { part }) => part('items', a.items ?? true, b.items ?? true),
  anyOf(a, b, { at }) {
    if (same(a.anyOf, b.anyOf)) return [];
    const [old, now] = [a.anyOf, b.anyOf].map((all) =>
      Array.isArray(all) ? all.map((one) => JSON.stringify(one)) : [],
    );
    const wider = b.anyOf === undefined || (a.anyOf !== undefined && old!.every((one) => now!.includes(one)));
    return [{ at: `${at}.anyOf`, what: arrow(a.anyOf, b.anyOf), breaking: !wider }];
  },
};

const every = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

function typesOf(type: unknown): readonly string[] {
  if (type === undefined) return every;
  return (Array.isArray(type) ? type : [type]).map(String).sort();
}

function namesOf(names: unknown): readonly string[] {
  return Array.isArray(names) ? names.map(String) : [];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(bare(a)) === JSON.stringify(bare(b));
}

/** A value without words, keys sorted. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (!isSchema(value)) return value;
  const members = Object.entries(value).filter(
    ([key, member]) => !(silent.has(key) && typeof member !== 'object'),
  );
  return Object.fromEntries(
    members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, bare(member)]),
  );
}

function arrow(before: unknown, after: unknown): string {
  return `${brief(before)} → ${brief(after)}`;
}
