// Types from a JSON Schema, as a tool declares its arguments. What a schema says beyond types is left to its validator.

import { resolvePointer } from '../schema/pointer.ts';
import { intOf, intWithin, rangeOfSchema } from './range.ts';
import { anyOf, both } from './relation.ts';
import {
  boolType,
  doubleType,
  dynType,
  freeType,
  listOf,
  nullType,
  type ObjectType,
  type Property,
  stringType,
  type Type,
} from './types.ts';

/** A JSON Schema: an object of keywords, or true or false. */
export type JsonSchema = unknown;

interface Reading {
  readonly root: JsonSchema;
  /** Where the value is, for messages: `args.rows[]`. */
  readonly name: string;
  /** References followed on the way here. */
  readonly through: readonly string[];
  /** Takes one from what may still be read: definitions that refer to each other have no end of paths. */
  readonly spend: () => boolean;
}

/** Deepest nesting that is typed; what is deeper is dyn. */
const deepest = 24;

/** How often a reference is followed on its way: what comes back to itself has types so many turns in. */
const mostTurns = 4;

/** Most parts of a schema that are typed; beyond, dyn. */
const most = 5000;

/**
 * The type of values that are valid by `schema`. Where the schema says nothing, or what is not understood, dyn.
 * @param name how the value is called in messages, as `args`
 */
export function typeOfSchema(schema: JsonSchema, name: string): Type {
  let left = most;
  return read(schema, { root: schema, name, through: [], spend: () => --left >= 0 });
}

function read(schema: JsonSchema, at: Reading): Type {
  if (!isObject(schema) || at.through.length > deepest || !at.spend()) return dynType;
  if (typeof schema.$ref === 'string') return readReference(schema, schema.$ref, at);
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (Array.isArray(alternatives)) return readAlternatives(schema, alternatives, at);
  if (Array.isArray(schema.allOf) || schema.if !== undefined) return readAll(schema, at);
  if (Array.isArray(schema.enum)) return readEnum(schema.enum);
  if ('const' in schema) return readEnum([schema.const]);
  return readTyped(schema, at);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const annotations: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  '$comment',
  '$defs',
  'definitions',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
]);

/** A reference inside the document; beside it nothing else is typed. */
function readReference(schema: Readonly<Record<string, unknown>>, ref: string, at: Reading): Type {
  const beside = Object.keys(schema).filter((key) => !annotations.has(key) && key !== '$ref');
  const turns = at.through.filter((one) => one === ref).length;
  if (beside.length > 0 || turns >= mostTurns) return dynType;
  const target = resolvePointer(at.root, ref);
  return target === undefined ? dynType : read(target, { ...at, through: [...at.through, ref] });
}

/** One of several: what all have in common. What stands beside them holds for each. */
function readAlternatives(
  schema: Readonly<Record<string, unknown>>,
  alternatives: readonly unknown[],
  at: Reading,
): Type {
  const { oneOf: _one, anyOf: _any, ...rest } = schema;
  const own = Object.keys(rest).some((key) => !annotations.has(key)) ? read(rest, at) : null;
  const through = [...at.through, '|'];
  const joined = alternatives.map((one) => read(one, { ...at, through })).reduce(anyOf, freeType);
  const either = joined.kind === 'free' ? dynType : joined;
  return own === null ? either : both(own, either);
}

/** All of several. A condition (`if`) only narrows, so it is left out. */
function readAll(schema: Readonly<Record<string, unknown>>, at: Reading): Type {
  const { allOf, if: _if, then: _then, else: _else, ...rest } = schema;
  const through = [...at.through, '&'];
  const parts = Array.isArray(allOf) ? allOf.map((one) => read(one, { ...at, through })) : [];
  const own = 'type' in rest || 'properties' in rest || 'enum' in rest ? read(rest, at) : dynType;
  return parts.reduce(both, own);
}

function readEnum(values: readonly unknown[]): Type {
  if (values.length > 0 && values.every((value) => typeof value === 'string')) {
    return { kind: 'string', values: values as readonly string[] };
  }
  return values.map(typeOfValue).reduce(anyOf, freeType);
}

function typeOfValue(value: unknown): Type {
  if (value === null) return nullType;
  if (typeof value === 'boolean') return boolType;
  if (typeof value === 'string') return { kind: 'string', values: [value] };
  if (typeof value !== 'number') return dynType;
  return Number.isSafeInteger(value) ? intOf(value) : doubleType;
}

function readTyped(schema: Readonly<Record<string, unknown>>, at: Reading): Type {
  const { type } = schema;
  if (Array.isArray(type)) {
    return type.map((one) => readTyped({ ...schema, type: one }, at)).reduce(anyOf, freeType);
  }
  switch (type) {
    case 'string':
      return limited(stringType, schema.maxLength);
    case 'boolean':
      return boolType;
    case 'integer':
      return intWithin(rangeOfSchema(schema));
    case 'number':
      return doubleType;
    case 'null':
      return nullType;
    case 'array':
      return readArray(schema, at);
    case 'object':
      return readObject(schema, at);
    default:
      return dynType;
  }
}

function readArray(schema: Readonly<Record<string, unknown>>, at: Reading): Type {
  const first = Array.isArray(schema.prefixItems) || Array.isArray(schema.items);
  const through = [...at.through, '[]'];
  const element = first ? dynType : read(schema.items, { ...at, name: `${at.name}[]`, through });
  return limited(listOf(element), schema.maxItems);
}

/** With the greatest size that a schema allows. */
function limited<Of extends Type>(type: Of, most: unknown): Of {
  return isLimit(most) ? { ...type, most } : type;
}

function isLimit(most: unknown): most is number {
  return typeof most === 'number' && most >= 0;
}

function readObject(schema: Readonly<Record<string, unknown>>, at: Reading): ObjectType {
  const declared = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = new Map<string, Property>();
  for (const [name, property] of Object.entries(declared)) {
    const through = [...at.through, '.'];
    const type = read(property, { ...at, name: `${at.name}.${name}`, through });
    properties.set(name, { type, required: required.includes(name) });
  }
  for (const name of required) {
    if (typeof name === 'string' && !properties.has(name))
      properties.set(name, { type: dynType, required: true });
  }
  const type: ObjectType = { kind: 'object', name: at.name, properties, rest: restOf(schema, at) };
  const { maxLength } = isObject(schema.propertyNames) ? schema.propertyNames : {};
  const named = isLimit(maxLength) ? { ...type, longestName: maxLength } : type;
  return limited(named, schema.maxProperties);
}

/** Properties that are not declared: none where the schema closes the object, else of any type. */
function restOf(schema: Readonly<Record<string, unknown>>, at: Reading): Type | null {
  const open = schema.patternProperties !== undefined || schema.unevaluatedProperties !== undefined;
  if (open) return dynType;
  const { additionalProperties: rest } = schema;
  if (rest === false) return null;
  return isObject(rest)
    ? read(rest, { ...at, name: `${at.name}.*`, through: [...at.through, '.'] })
    : dynType;
}
