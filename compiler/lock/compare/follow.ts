// Schemas as they are compared: references followed, `true` as the schema that says nothing.
import { resolvePointer } from '../../schema/pointer.ts';
import { isSchema, type Schema } from '../schema/walk.ts';

/** Keywords that say nothing of which values are valid, and are shown where they changed. */
export const noted: ReadonlySet<string> = new Set([
  ...['default', 'examples', 'deprecated', 'readOnly', 'writeOnly'],
  ...['contentEncoding', 'contentMediaType', 'contentSchema'],
]);

/** Keywords that say nothing of which values are valid, and are shown elsewhere or not at all. */
export const silent: ReadonlySet<string> = new Set([
  ...['$schema', '$id', 'id', '$comment', '$vocabulary', '$defs', 'definitions', 'title', 'description'],
  ...['$anchor', '$dynamicAnchor', '$recursiveAnchor'],
]);

/** The same object for the same schema, always, so that pairs of them can be remembered. */
export type Follow = (schema: unknown) => unknown;

const anything: Schema = Object.freeze({});
/** So many references may lead one to the next. */
const longest = 16;

/** @param root the document that references are in */
export function follower(root: unknown): Follow {
  const old = isSchema(root) && /draft-0[3-7]/.test(String(root.$schema ?? ''));
  const known = new Map<Schema, unknown>();
  let named: ReadonlyMap<string, unknown> | null = null;

  function target(ref: string): unknown {
    const found = resolvePointer(root, ref);
    if (found !== undefined || ref.startsWith('#/')) return found;
    named ??= new Map(namesIn(root));
    return named.get(ref);
  }

  function follow(schema: unknown, steps: number): unknown {
    if (schema === undefined || schema === true) return anything;
    if (!isSchema(schema)) return schema;
    const before = known.get(schema);
    if (before !== undefined) return before;
    const found = step(schema, steps);
    known.set(schema, found);
    return found;
  }

  /** One that is nothing but another is that other. */
  function step(schema: Schema, steps: number): unknown {
    const { $ref, $dynamicRef, $recursiveRef, ...beside } = schema;
    const ref = $ref ?? $dynamicRef ?? $recursiveRef;
    const spoken = Object.keys(beside).filter((key) => !silent.has(key) && !noted.has(key));
    if (typeof ref === 'string') {
      const referred = target(ref);
      if (referred === undefined || steps > longest) return schema;
      if (old || spoken.length === 0) return follow(referred, steps + 1);
      const { allOf } = beside;
      return { ...beside, allOf: [...(Array.isArray(allOf) ? allOf : []), referred] };
    }
    const { allOf } = schema;
    const only = spoken.join() === 'allOf' && Array.isArray(allOf) && allOf.length === 1;
    return only && steps <= longest ? follow(allOf[0], steps + 1) : schema;
  }

  return (schema) => follow(schema, 0);
}

/** What references call otherwise than by its place: `#anchor`, or an `$id` as it is written. */
function* namesIn(part: unknown): Generator<readonly [string, unknown]> {
  if (typeof part !== 'object' || part === null) return;
  const { $anchor, $dynamicAnchor, $id } = part as Schema;
  for (const anchor of [$anchor, $dynamicAnchor]) if (typeof anchor === 'string') yield [`#${anchor}`, part];
  if (typeof $id === 'string') yield [$id, part];
  for (const member of Object.values(part)) yield* namesIn(member);
}
