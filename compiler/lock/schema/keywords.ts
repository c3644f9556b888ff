// The keywords that the gateway checks, each with the shape its value must have: what is not here is not checked.
import { isSchema, mapped, type Read, type Schema, type Walk } from './walk.ts';

type Reader = (value: unknown, walk: Walk) => { readonly value: unknown; readonly exact: boolean } | null;

const keep =
  (fits: (value: unknown) => boolean): Reader =>
  (value) =>
    fits(value) ? { value, exact: true } : null;

const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isNames = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
const types = new Set(['string', 'number', 'integer', 'boolean', 'null', 'array', 'object']);
const isType = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length > 0 && new Set(value).size === value.length && value.every((one) => types.has(one))
    : types.has(value as string);

const part: Reader = (value, walk) => asValue(walk.part(value));
const same: Reader = (value, walk) => asValue(walk.same(value));
const parts: Reader = (value, walk) => {
  const { schemas, exact } = mapped(value, walk.part);
  return { value: schemas, exact };
};
const several =
  (read: 'part' | 'same'): Reader =>
  (value, walk) => {
    if (!Array.isArray(value) || value.length === 0) return null;
    const all = value.map((one) => walk[read](one));
    return { value: all.map(({ schema }) => schema), exact: all.every(({ exact }) => exact) };
  };

function asValue({ schema, exact }: Read): { readonly value: unknown; readonly exact: boolean } {
  return { value: schema, exact };
}

/** Patterns and schemas: a pattern that is not checked takes its properties along. */
const byPattern: Reader = (value, walk) => {
  const kept = Object.entries(isSchema(value) ? value : {}).filter(([pattern]) => walk.linear(pattern));
  const { schemas, exact } = mapped(Object.fromEntries(kept), walk.part);
  const all = isSchema(value) && kept.length === Object.keys(value).length;
  return { value: schemas, exact: exact && all };
};

/** By keyword. Order is that of checking: what costs least first. */
export const readers: Readonly<Record<string, Reader>> = {
  type: keep(isType),
  const: keep(() => true),
  enum: keep((value) => Array.isArray(value) && value.length > 0),
  minimum: keep(isNumber),
  maximum: keep(isNumber),
  exclusiveMinimum: keep(isNumber),
  exclusiveMaximum: keep(isNumber),
  multipleOf: keep((value) => isNumber(value) && (value as number) > 0),
  minLength: keep(isCount),
  maxLength: keep(isCount),
  pattern: (value, walk) => (typeof value === 'string' && walk.linear(value) ? { value, exact: true } : null),
  minItems: keep(isCount),
  maxItems: keep(isCount),
  minProperties: keep(isCount),
  maxProperties: keep(isCount),
  required: keep(isNames),
  dependentRequired: keep((value) => isSchema(value) && Object.values(value).every(isNames)),
  properties: parts,
  patternProperties: byPattern,
  additionalProperties: part,
  propertyNames: part,
  prefixItems: several('part'),
  items: part,
  contains: part,
  minContains: keep(isCount),
  maxContains: keep(isCount),
  uniqueItems: keep((value) => typeof value === 'boolean'),
  allOf: several('same'),
  anyOf: several('same'),
  oneOf: several('same'),
  not: same,
  if: same,
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own
  then: same,
  else: same,
  dependentSchemas: (value, walk) => {
    const { schemas, exact } = mapped(value, walk.same);
    return { value: schemas, exact };
  },
  unevaluatedProperties: part,
  unevaluatedItems: part,
};

const keywords = Object.keys(readers);

/** Keywords that say nothing of which values are valid. */
const silent = new Set([
  ...['$schema', '$id', '$comment', '$anchor', '$defs', 'definitions', '$vocabulary', 'id'],
  ...['title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly', 'format'],
  ...['contentEncoding', 'contentMediaType', 'contentSchema'],
]);

/** Keywords that refer elsewhere in ways that are not followed. */
const unfollowed = new Set(['$dynamicRef', '$recursiveRef', '$dynamicAnchor', '$recursiveAnchor']);

/** Reads the keywords of one schema, one by one. `inexact` are those that more values fit than the author says. */
export function readKeywords(
  schema: Schema,
  walk: Walk,
): { readonly read: Record<string, unknown>; readonly inexact: ReadonlySet<string> } {
  const read: Record<string, unknown> = {};
  const inexact = new Set<string>();
  for (const keyword of keywords) {
    if (!Object.hasOwn(schema, keyword)) continue;
    const found = readers[keyword]!(schema[keyword], walk);
    if (found !== null) read[keyword] = found.value;
    if (!found?.exact) inexact.add(keyword);
  }
  for (const keyword of Object.keys(schema))
    if (unfollowed.has(keyword) && !silent.has(keyword)) inexact.add(keyword);
  return { read, inexact };
}
