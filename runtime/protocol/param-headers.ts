// Arguments that a tool wants mirrored in header fields: `x-mcp-header` in its input schema, `Mcp-Param-*` on the wire.
// Specification 2026-07-28, basic/transports/streamable-http, "Custom Headers from Tool Parameters".
import {
  decodeHeaderValue,
  encodeHeaderValue,
  type FieldOf,
  type HeaderProblem,
  mismatch,
} from './headers.ts';

/** One argument that is mirrored. */
export interface ParamHeader {
  /** The field's name in lower case, as `mcp-param-region`. */
  readonly field: string;
  /** The keys that lead to the value in the arguments. */
  readonly path: readonly string[];
}

/** What is mirrored, or why the tool's definition is invalid and must not be listed. */
export type ParamHeaders = { readonly paths: readonly ParamHeader[] } | { readonly invalid: string };

/** Schemas of one property below these keywords are not reachable by `properties` alone. */
const ONE_SCHEMA = [
  'items',
  'contains',
  'additionalItems',
  'additionalProperties',
  'unevaluatedProperties',
].concat(['unevaluatedItems', 'propertyNames', 'contentSchema', 'not', 'if', 'then', 'else']);
const SCHEMA_LISTS = ['prefixItems', 'items', 'oneOf', 'anyOf', 'allOf'];
const SCHEMA_MAPS = ['patternProperties', 'dependentSchemas', 'dependencies', '$defs', 'definitions'];

const ANNOTATION = 'x-mcp-header';
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const MAX_DEPTH = 128;

type Schema = Readonly<Record<string, unknown>>;

interface Walk {
  readonly found: Map<string, ParamHeader>;
  invalid: string | null;
}

/**
 * Reads the `x-mcp-header` annotations of an input schema and checks every constraint on them: a token, unique without
 * case, on a string, integer or boolean that is reachable through `properties` alone.
 */
export function paramHeaders(inputSchema: unknown): ParamHeaders {
  const walk: Walk = { found: new Map(), invalid: null };
  visit(walk, inputSchema, [], true, 0);
  return walk.invalid === null ? { paths: [...walk.found.values()] } : { invalid: walk.invalid };
}

function visit(walk: Walk, node: unknown, path: readonly string[], reachable: boolean, depth: number): void {
  if (walk.invalid !== null || !isObject(node)) return;
  if (depth > MAX_DEPTH) {
    walk.invalid = `the input schema is nested deeper than ${MAX_DEPTH}`;
    return;
  }
  if (Object.hasOwn(node, ANNOTATION)) annotated(walk, node, path, reachable);
  const properties = node.properties;
  if (isObject(properties)) {
    for (const [key, child] of Object.entries(properties))
      visit(walk, child, [...path, key], reachable, depth + 1);
  }
  for (const child of unreachable(node)) visit(walk, child, path, false, depth + 1);
}

function unreachable(node: Schema): unknown[] {
  const lists = SCHEMA_LISTS.flatMap((key) => (Array.isArray(node[key]) ? (node[key] as unknown[]) : []));
  const maps = SCHEMA_MAPS.flatMap((key) => (isObject(node[key]) ? Object.values(node[key]) : []));
  return [...ONE_SCHEMA.map((key) => node[key]), ...lists, ...maps];
}

function annotated(walk: Walk, node: Schema, path: readonly string[], reachable: boolean): void {
  const name = node[ANNOTATION];
  const where = path.length === 0 ? 'the input schema itself' : `property ${path.join('.')}`;
  const field = `mcp-param-${String(name).toLowerCase()}`;
  if (!reachable || path.length === 0)
    walk.invalid = `${ANNOTATION} at ${where}: reachable by properties alone it must be`;
  else if (typeof name !== 'string' || !TOKEN.test(name))
    walk.invalid = `${ANNOTATION} at ${where} is no header name`;
  else if (!['string', 'integer', 'boolean'].includes(node.type as string)) {
    walk.invalid = `${ANNOTATION} at ${where}: its type must be string, integer or boolean`;
  } else if (walk.found.has(field))
    walk.invalid = `${ANNOTATION} at ${where}: ${name} stands twice, case aside`;
  else walk.found.set(field, { field, path });
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields that mirror a call's arguments, flat: name, value, name, value … Absent and null values have none. */
export function paramFields(paths: readonly ParamHeader[], args: unknown): string[] {
  const fields: string[] = [];
  for (const { field, path } of paths) {
    const text = mirrored(valueAt(args, path));
    if (text !== null) fields.push(field, encodeHeaderValue(text));
  }
  return fields;
}

/** Checks that a client's fields agree with its arguments. Null when they do. */
export function checkParamFields(
  paths: readonly ParamHeader[],
  args: unknown,
  field: FieldOf,
): HeaderProblem | null {
  for (const { field: name, path } of paths) {
    const problem = disagreement(field(name), valueAt(args, path));
    if (problem !== null) return mismatch(`${name} ${problem}`);
  }
  return null;
}

function disagreement(field: string | null, value: unknown): string | null {
  const expected = mirrored(value);
  if (field === null) return expected === null ? null : 'is missing';
  const text = decodeHeaderValue(field);
  if (text === null) return 'is not validly encoded';
  if (text === expected) return null;
  const numeric = /^-?\d{1,16}(\.\d{1,16})?$/.test(text) && Number(text) === value;
  return numeric ? null : 'does not match the arguments of the body';
}

function valueAt(args: unknown, path: readonly string[]): unknown {
  let value = args;
  for (const key of path) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** A primitive as a field says it; null for what has no field: absent, null, no primitive, an integer out of range. */
function mirrored(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? null : String(value);
}
