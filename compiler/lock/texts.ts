// The words of a definition that a model reads: its description, and those within its schemas.
import type { Definition } from './model.ts';

export interface Text {
  /** Where it stands in the definition, as `inputSchema.properties.query.description`. */
  readonly at: string;
  readonly text: string;
}

const words = new Set(['title', 'description', '$comment', 'default', 'examples', 'enum', 'const']);

/** Every text that reaches a model, by where it stands. Names of properties are texts too. */
export function textsOf(definition: Definition): readonly Text[] {
  const { title, description, annotations, inputSchema, outputSchema, instructions } = definition;
  return [
    ...(definition.uriTemplate === undefined ? [] : textAt('name', definition.name)),
    ...textAt('uriTemplate', definition.uriTemplate),
    ...textAt('title', title),
    ...textAt('description', description),
    ...textAt('annotations.title', (annotations as Definition | undefined)?.title),
    ...textAt('instructions', instructions),
    ...inArguments(definition.arguments),
    ...inSchema('inputSchema', inputSchema),
    ...inSchema('outputSchema', outputSchema),
  ];
}

/** Of a prompt's. */
function inArguments(given: unknown): readonly Text[] {
  if (!Array.isArray(given)) return [];
  return given.flatMap((one: Definition | null) =>
    ['name', 'title', 'description'].flatMap((key) => textAt(`arguments.${one?.name}.${key}`, one?.[key])),
  );
}

function textAt(at: string, value: unknown): readonly Text[] {
  if (typeof value === 'string') return [{ at, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => textAt(`${at}.${key}`, member));
}

function inSchema(at: string, schema: unknown): readonly Text[] {
  const found: Text[] = [];
  collect(at, schema, found);
  return found;
}

/** Into one list: schemas are many and deep. */
function collect(at: string, schema: unknown, found: Text[]): void {
  if (typeof schema !== 'object' || schema === null) return;
  const named = !Array.isArray(schema);
  for (const [key, value] of Object.entries(schema)) {
    const here = `${at}.${key}`;
    // A word may also be the name of a property, whose schema is an object.
    if (words.has(key) && (typeof value === 'string' || Array.isArray(value))) {
      found.push(...textAt(here, value));
      continue;
    }
    if (named) found.push({ at: here, text: key });
    collect(here, value, found);
  }
}
