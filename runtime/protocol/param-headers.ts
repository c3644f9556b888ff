// Arguments that a tool wants mirrored in header fields: `x-mcp-header` in its input schema, `Mcp-Param-*` on the wire.
// Specification 2026-07-28, basic/transports/streamable-http, "Custom Headers from Tool Parameters".
import type { Fields } from '../contract/http.ts';
import type { ClientMessage } from '../contract/message.ts';
import type { Mirror } from '../contract/server.ts';
import { jsonOf } from './bytes.ts';
import { decodeHeaderValue, encodeHeaderValue } from './headers.ts';
import { isRecord } from './record.ts';

/** One argument that is mirrored. */
export interface ParamHeader {
  /** The field's name in lower case, as `mcp-param-region`. */
  readonly field: string;
  /** The keys that lead to the value in the arguments. */
  readonly path: readonly string[];
}

/** What is mirrored, or why the tool's definition is invalid and must not be listed. */
export type ParamHeaders = { readonly paths: readonly ParamHeader[] } | { readonly invalid: string };

const ANNOTATION = 'x-mcp-header';
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const MAX_DEPTH = 128;
/** Keywords that hold schemas: one, a list or a map of them. What stands there is not reached by `properties` alone. */
const HOLDERS = (
  'items contains additionalItems additionalProperties unevaluatedProperties unevaluatedItems propertyNames contentSchema ' +
  'not if then else prefixItems oneOf anyOf allOf patternProperties dependentSchemas dependencies $defs definitions'
).split(' ');
/** Of these, the ones whose keys are names, not keywords. */
const MAPS = HOLDERS.slice(-5);

type Schema = Readonly<Record<string, unknown>>;
type Found = Map<string, ParamHeader>;

/** The mirror of an input schema, null if it asks for none; a text says why its annotations are invalid. */
export function mirrorOf(inputSchema: unknown): Mirror | null | string {
  const headers = paramHeaders(inputSchema);
  if ('invalid' in headers) return headers.invalid;
  const { paths } = headers;
  if (paths.length === 0) return null;
  return {
    unfit: (message) => unfitParam(paths, argsOf(message)),
    check: (message, fields) => checkParamFields(paths, argsOf(message), fields),
    fields: (message) => paramFields(paths, argsOf(message)),
  };
}

// Integers that a double may not hold have no field: they need no exact reading here.
function argsOf({ bytes, args }: ClientMessage): unknown {
  return args === null ? {} : jsonOf(bytes, args);
}

/**
 * Reads the `x-mcp-header` annotations of an input schema and checks every constraint on them: a token, unique without
 * case, on a string, integer or boolean that is reachable through `properties` alone.
 */
export function paramHeaders(inputSchema: unknown): ParamHeaders {
  const found: Found = new Map();
  const invalid = visit(found, inputSchema, [], true, 0);
  return invalid === null ? { paths: [...found.values()] } : { invalid };
}

/** Notes all annotations at and below `node`; the text says which is invalid. */
function visit(
  found: Found,
  node: unknown,
  path: readonly string[],
  reachable: boolean,
  depth: number,
): string | null {
  if (!isRecord(node)) return null;
  if (depth > MAX_DEPTH) return `the input schema is nested deeper than ${MAX_DEPTH}`;
  let invalid = Object.hasOwn(node, ANNOTATION) ? annotated(found, node, path, reachable) : null;
  if (isRecord(node.properties)) {
    for (const [key, child] of Object.entries(node.properties))
      invalid ??= visit(found, child, [...path, key], reachable, depth + 1);
  }
  for (const child of HOLDERS.flatMap((key) => held(key, node[key])))
    invalid ??= visit(found, child, path, false, depth + 1);
  return invalid;
}

function held(key: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isRecord(value) && MAPS.includes(key) ? Object.values(value) : [value];
}

function annotated(found: Found, node: Schema, path: readonly string[], reachable: boolean): string | null {
  const name = node[ANNOTATION];
  const field = `mcp-param-${String(name).toLowerCase()}`;
  const where = `${ANNOTATION} at ${path.length === 0 ? 'the input schema itself' : `property ${path.join('.')}`}`;
  if (!reachable || path.length === 0) return `${where}: reachable by properties alone it must be`;
  if (typeof name !== 'string' || !TOKEN.test(name)) return `${where} is no header name`;
  if (!['string', 'integer', 'boolean'].includes(node.type as string))
    return `${where}: its type must be string, integer or boolean`;
  if (found.has(field)) return `${where}: ${name} stands twice, case aside`;
  found.set(field, { field, path });
  return null;
}

/** The fields that mirror a call's arguments, flat: name, value, name, value … Absent and null values have none. */
export function paramFields(paths: readonly ParamHeader[], args: unknown): string[] {
  return paths.flatMap(({ field, path }) => {
    const text = mirrored(valueAt(args, path));
    return text === null ? [] : [field, encodeHeaderValue(text)];
  });
}

/** The argument that a field should mirror and none can, by its path; null when there is none. */
export function unfitParam(paths: readonly ParamHeader[], args: unknown): string | null {
  for (const { path } of paths) {
    const value = valueAt(args, path);
    if (value != null && mirrored(value) === null) return path.join('.');
  }
  return null;
}

/** Which of a client's fields does not agree with its arguments, and how. Null when all do. */
export function checkParamFields(
  paths: readonly ParamHeader[],
  args: unknown,
  fields: Fields,
): string | null {
  for (const { field, path } of paths) {
    const sent = fields.filter((_, at) => at % 2 === 1 && fields[at - 1] === field);
    const problem =
      sent.length > 1 ? 'stands more than once' : disagreement(sent[0] ?? null, valueAt(args, path));
    if (problem !== null) return `${field} ${problem}`;
  }
  return null;
}

function disagreement(field: string | null, value: unknown): string | null {
  const expected = mirrored(value);
  if (field === null) return expected === null ? null : 'is missing';
  const text = decodeHeaderValue(field);
  if (text === null) return 'is not validly encoded';
  const numeric = typeof value === 'number' && expected !== null && /^-?\d{1,16}(\.\d{1,16})?$/.test(text);
  if (text === expected || (numeric && Number(text) === value)) return null;
  return 'does not match the arguments of the body';
}

function valueAt(args: unknown, path: readonly string[]): unknown {
  let value = args;
  for (const key of path) {
    if (!isRecord(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** A primitive as a field says it; null for what has no field: absent, null, no primitive, an integer out of range. */
function mirrored(value: unknown): string | null {
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? null : String(value);
}
