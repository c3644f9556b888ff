// Where a part of a schema is left out, the whole must not refuse more for it: what turns a part around goes with it.
import type { Read } from './walk.ts';

/** So many items of any kind are compared with each other; of numbers and texts all are. */
const mostCompared = 100;

/** The schema of what was read, so that every value that is valid by the author's is valid by it. */
export function widen(read: Record<string, unknown>, inexact: ReadonlySet<string>): Read {
  // As most are.
  if (inexact.size === 0 && read.uniqueItems !== true) return { schema: read, exact: true };
  const schema = { ...read };
  const lost = (...keywords: readonly string[]): boolean => keywords.some((keyword) => inexact.has(keyword));
  const drop = (...keywords: readonly string[]): void => {
    for (const keyword of keywords) delete schema[keyword];
  };
  if (lost('not')) drop('not');
  if (lost('if')) drop('if', 'then', 'else');
  if (lost('contains')) drop('maxContains');
  if (lost('patternProperties', 'properties')) dropRest(schema, inexact);
  if (lost('prefixItems') && !Array.isArray(schema.prefixItems)) drop('items');
  if (inexact.size > 0) drop('unevaluatedProperties', 'unevaluatedItems');
  const unique = cappedUnique(schema);
  const extra = [...oneOfAsAnyOf(schema, lost('oneOf')), ...unique];
  if (extra.length > 0) schema.allOf = [...((schema.allOf as unknown[]) ?? []), ...extra];
  return { schema, exact: inexact.size === 0 && unique.length === 0 };
}

/** Without a pattern, or a property's name, nobody knows which properties are the further ones. */
function dropRest(schema: Record<string, unknown>, inexact: ReadonlySet<string>): void {
  if (inexact.has('patternProperties')) delete schema.additionalProperties;
}

/** “Exactly one” of schemas that are wider than they should be may be several. */
function oneOfAsAnyOf(schema: Record<string, unknown>, lost: boolean): readonly unknown[] {
  if (!lost) return [];
  const { oneOf } = schema;
  delete schema.oneOf;
  return oneOf === undefined ? [] : [{ anyOf: oneOf }];
}

const scalars = new Set(['string', 'number', 'integer', 'boolean', 'null']);

/** Comparing all with all takes time by the square. */
function cappedUnique(schema: Record<string, unknown>): readonly unknown[] {
  if (schema.uniqueItems !== true || areScalars(schema.items)) return [];
  delete schema.uniqueItems;
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own
  return [{ if: { maxItems: mostCompared }, then: { uniqueItems: true } }];
}

function areScalars(items: unknown): boolean {
  const { type } = (typeof items === 'object' && items !== null ? items : {}) as { readonly type?: unknown };
  const all = Array.isArray(type) ? type : [type];
  return all.every((one) => scalars.has(one as string));
}
