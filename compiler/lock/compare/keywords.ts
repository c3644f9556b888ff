// What a change of each keyword of a schema means for values that were valid.
import { isSchema, type Schema } from '../schema/walk.ts';
import { brief, type Detail } from './change.ts';
import { type Same, sameData } from './same.ts';

export interface Walk {
  /** Compares parts of the two, which stand at this place below them. */
  part(at: string, before: unknown, after: unknown): readonly Detail[];
  /** Are two parts the same, whatever their references are called? */
  readonly same: Same;
}

/** The changes of one keyword; places are below the schema that has it. */
export type Keyword = (a: Schema, b: Schema, walk: Walk) => readonly Detail[];

/** Of these a larger number lets less through; of those a smaller one. */
const lower = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']);
const upper = new Set([
  'maximum',
  'exclusiveMaximum',
  'maxLength',
  'maxItems',
  'maxProperties',
  'maxContains',
]);

/** A number that bounds, or a keyword of which it is not known what a change of it means: less of it is no harm. */
const plain =
  (name: string): Keyword =>
  (a, b) => {
    const [old, now] = [a[name], b[name]];
    if (sameData(old, now)) return [];
    const number = typeof now === 'number' && typeof old === 'number';
    const looser = number && ((lower.has(name) && now < old) || (upper.has(name) && now > old));
    return [{ at: name, what: arrow(old, now), breaking: now !== undefined && !looser }];
  };

/** One whose schemas may be the same under other names; any other change of it breaks, unless it is gone. */
const whole =
  (name: string): Keyword =>
  (a, b, { same }) => {
    if (same({ [name]: a[name] }, { [name]: b[name] })) return [];
    return [{ at: name, what: arrow(a[name], b[name]), breaking: b[name] !== undefined }];
  };

/** One schema, which values of the part must fit; left out, anything does. */
const single =
  (name: string): Keyword =>
  (a, b, { part }) =>
    part(name, a[name], b[name]);

/** Alternatives: each old one must go on being one. Conditions: each new one must have been one. */
const several =
  (name: 'allOf' | 'anyOf' | 'oneOf'): Keyword =>
  (a, b, { part, same }) => {
    const [old, now] = [listOf(a[name]), listOf(b[name])];
    if (old === null || now === null) return sameData(old, now) ? [] : plain(name)(a, b, { part, same });
    const gone = old.some((one) => !now.some((other) => same(one, other)));
    const come = now.some((other) => !old.some((one) => same(one, other)));
    const wider = name === 'anyOf' ? !gone : name === 'allOf' ? !come : !gone && !come;
    if (old.length !== now.length || (wider && (gone || come)))
      return gone || come ? [{ at: name, what: arrow(a[name], b[name]), breaking: !wider }] : [];
    const details = old.flatMap((one, at) =>
      wider && !same(one, now[at]) ? [] : part(`${name}.${at}`, one, now[at]),
    );
    if (name !== 'oneOf' || wider) return details;
    // Exactly one must fit: where one takes more, two may.
    const changed = details.length > 0 ? details : [{ at: name, what: arrow(a[name], b[name]) }];
    return changed.map((detail) => ({ ...detail, breaking: true }));
  };

const byHand: Readonly<Record<string, Keyword>> = {
  type(a, b) {
    const [old, now] = [typesOf(a.type), typesOf(b.type)];
    if (old.join() === now.join()) return [];
    const kept = old.every((one) => now.includes(one) || (one === 'integer' && now.includes('number')));
    return [{ at: 'type', what: arrow(a.type, b.type), breaking: !kept }];
  },
  enum: (a, b) => choice('enum', a, b),
  const: (a, b) => (a.enum === undefined && b.enum === undefined ? choice('const', a, b) : []),
  required(a, b) {
    const [old, now] = [namesOf(a.required), namesOf(b.required)];
    const said = (name: string, what: string, breaking: boolean): Detail => ({
      at: 'required',
      what: `“${name}” ${what}`,
      breaking,
    });
    return [
      ...now.filter((name) => !old.includes(name)).map((name) => said(name, 'is required now', true)),
      ...old
        .filter((name) => !now.includes(name))
        .map((name) => said(name, 'is not required any more', false)),
    ];
  },
  properties(a, b, { part }) {
    const [old, now] = [membersOf(a.properties), membersOf(b.properties)];
    const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    return names.flatMap((name) => {
      const at = `properties.${name}`;
      if (Object.hasOwn(now, name) && Object.hasOwn(old, name)) return part(at, old[name], now[name]);
      // From now on it is a further one, or was one before; whoever sent what nobody had declared relied on nothing.
      const kept = Object.hasOwn(old, name)
        ? furtherOf(b).flatMap((rest) => part(at, old[name], rest))
        : isSchema(a.additionalProperties)
          ? part(at, a.additionalProperties, now[name])
          : [];
      const what = Object.hasOwn(old, name) ? 'removed' : 'added';
      return [{ at, what, breaking: kept.some(({ breaking }) => breaking) }];
    });
  },
  patternProperties(a, b, { part }) {
    const [old, now] = [membersOf(a.patternProperties), membersOf(b.patternProperties)];
    const patterns = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    return patterns.flatMap((pattern) => {
      const at = `patternProperties.${pattern}`;
      if (!Object.hasOwn(old, pattern)) return [{ at, what: 'added', breaking: true }];
      if (Object.hasOwn(now, pattern)) return part(at, old[pattern], now[pattern]);
      const rest = part(at, old[pattern], b.additionalProperties);
      return [{ at, what: 'removed', breaking: rest.some(({ breaking }) => breaking) }];
    });
  },
  additionalProperties: single('additionalProperties'),
  propertyNames: single('propertyNames'),
  additionalItems: single('additionalItems'),
  items(a, b, walk) {
    if (!Array.isArray(a.items) && !Array.isArray(b.items)) return walk.part('items', a.items, b.items);
    return tuple('items')(a, b, walk);
  },
  prefixItems: (a, b, walk) => tuple('prefixItems')(a, b, walk),
  minContains(a, b) {
    // Left out, one must fit.
    const breaking = Number(b.minContains ?? 1) > Number(a.minContains ?? 1);
    return [{ at: 'minContains', what: arrow(a.minContains, b.minContains), breaking }].filter(
      () => !sameData(a.minContains, b.minContains),
    );
  },
  uniqueItems: (a, b, walk) =>
    plain('uniqueItems')(a, b, walk).map((one) => ({ ...one, breaking: b.uniqueItems === true })),
  multipleOf: (a, b, walk) =>
    plain('multipleOf')(a, b, walk).map((one) => ({
      ...one,
      breaking: !dividesAll(a.multipleOf, b.multipleOf),
    })),
  allOf: several('allOf'),
  anyOf: several('anyOf'),
  oneOf: several('oneOf'),
  ...Object.fromEntries(
    ['contains', 'not', 'if', 'then', 'else', 'dependentSchemas', 'dependencies'].map((name) => [
      name,
      whole(name),
    ]),
  ),
  ...Object.fromEntries(['unevaluatedProperties', 'unevaluatedItems'].map((name) => [name, whole(name)])),
};

/** What compares the keyword of this name. */
export function keyword(name: string): Keyword {
  return Object.hasOwn(byHand, name) ? byHand[name]! : plain(name);
}

/** Which values there are, where a schema names them all. */
function choice(at: string, a: Schema, b: Schema): readonly Detail[] {
  const [old, now] = [valuesOf(a), valuesOf(b)];
  if (old?.join() === now?.join()) return [];
  const breaking = now !== null && (old === null || !old.every((one) => now.includes(one)));
  return [{ at, what: arrow(a.enum ?? a.const, b.enum ?? b.const), breaking }];
}

function valuesOf(schema: Schema): readonly string[] | null {
  const all = listOf(schema.enum);
  const only = Object.hasOwn(schema, 'const') ? JSON.stringify(schema.const) : null;
  if (all === null) return only === null ? null : [only];
  return all.map((one) => JSON.stringify(one)).filter((one) => only === null || one === only);
}

/** The first items, one by one. */
const tuple =
  (name: string): Keyword =>
  (a, b, walk) => {
    const [old, now] = [listOf(a[name]), listOf(b[name])];
    if (old !== null && now !== null && old.length === now.length)
      return old.flatMap((one, at) => walk.part(`${name}.${at}`, one, now[at]));
    // The rest begins elsewhere now.
    const breaking = b[name] !== undefined || b.items !== undefined || b.unevaluatedItems !== undefined;
    return [{ at: name, what: arrow(a[name], b[name]), breaking }];
  };

/** What a property must fit that is not declared. */
function furtherOf(schema: Schema): readonly unknown[] {
  return [
    schema.additionalProperties ?? schema.unevaluatedProperties,
    ...Object.values(membersOf(schema.patternProperties)),
  ];
}

const every = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

function typesOf(type: unknown): readonly string[] {
  if (type === undefined) return every;
  return (Array.isArray(type) ? type : [type]).map(String).sort();
}

function dividesAll(old: unknown, now: unknown): boolean {
  if (now === undefined) return true;
  return Number.isSafeInteger(old) && Number.isSafeInteger(now) && (old as number) % (now as number) === 0;
}

function namesOf(names: unknown): readonly string[] {
  return Array.isArray(names) ? names.map(String) : [];
}

function listOf(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? value : null;
}

function membersOf(value: unknown): Schema {
  return isSchema(value) ? value : {};
}

export function arrow(before: unknown, after: unknown): string {
  return `${brief(before)} → ${brief(after)}`;
}
