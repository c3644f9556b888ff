// Keys that are misspelt: what is meant, and what is missing only for that.
import { nearest } from '../diagnostics/nearest.ts';
import type { SchemaError } from './generated/gateway.validate.mjs';

/** The known key that an unknown one is near to. */
export function keyMeant({ params, parentSchema }: SchemaError): string | undefined {
  return nearest(String(params.additionalProperty), knownKeys(parentSchema));
}

/** The keys of a map, by its schema. */
export function knownKeys(schema: SchemaError['parentSchema']): readonly string[] {
  const properties = schema?.properties;
  return typeof properties === 'object' && properties !== null ? Object.keys(properties).sort() : [];
}

/** The errors without keys that are missing where one that is misspelt stands for them. */
export function withoutMisspelt(errors: readonly SchemaError[]): readonly SchemaError[] {
  const meant = new Set(
    errors.flatMap((error) =>
      error.keyword === 'additionalProperties' ? [`${error.instancePath}/${keyMeant(error)}`] : [],
    ),
  );
  if (meant.size === 0) return errors;
  return errors.filter((error) => !wanted(error).some((key) => meant.has(`${error.instancePath}/${key}`)));
}

/** Keys of which an error says that one is missing. */
function wanted({ keyword, params, schema, data }: SchemaError): readonly string[] {
  if (keyword === 'required') return [String(params.missingProperty)];
  if (keyword !== 'oneOf' || !Array.isArray(schema)) return [];
  const keys = schema.flatMap(({ required = [] }: { readonly required?: readonly string[] }) => required);
  const has = (key: string): boolean => typeof data === 'object' && data !== null && Object.hasOwn(data, key);
  return keys.some(has) ? [] : keys;
}
