// What every step of reading a schema knows, and what it gives.

export type Schema = Readonly<Record<string, unknown>>;

/** A schema as the gateway checks it. */
export interface Read {
  readonly schema: Schema | boolean;
  /** False where something was left out, so that more values are valid than the author says. */
  readonly exact: boolean;
}

export interface Walk {
  /** Reads a schema that is about a part of the value: a property, an item. */
  part(schema: unknown): Read;
  /** Reads a schema that is about the same value, as one of several. */
  same(schema: unknown): Read;
  /** Is this pattern checked? */
  linear(pattern: string): boolean;
  /** Draft-07 or older: some keywords mean something else. */
  readonly old: boolean;
}

export const anything: Read = Object.freeze({ schema: true, exact: false });

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of a map of schemas, each read. A key `__proto__` is left out: no reader of objects agrees on it. */
export function mapped(
  value: unknown,
  read: (schema: unknown) => Read,
): { readonly schemas: Schema; readonly exact: boolean } {
  const entries = isSchema(value) ? Object.entries(value) : [];
  const kept = entries.filter(([key]) => key !== '__proto__').map(([key, one]) => [key, read(one)] as const);
  return {
    schemas: Object.fromEntries(kept.map(([key, { schema }]) => [key, schema])),
    exact: kept.length === entries.length && kept.every(([, { exact }]) => exact),
  };
}
