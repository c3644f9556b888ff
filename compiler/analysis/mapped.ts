// Arguments that an expression makes, against the schema that they must fit: as far as the expression itself tells.
import type { Typed } from '../cel/typed.ts';
import { isSchema } from '../lock/schema/walk.ts';

/** What cannot fit; nothing where it is not known which keys there are. */
export function mappedProblems(root: Typed, schema: unknown): readonly string[] {
  const keys = keysOf(root);
  if (keys === null || !isSchema(schema)) return [];
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  return [
    ...required.filter((name) => !keys.has(name)).map((name) => `“${name}” is required`),
    ...[...keys].flatMap(([name, value]) => {
      if (!Object.hasOwn(properties, name))
        return schema.additionalProperties === false ? [`there is no “${name}”`] : [];
      return clash(name, value, properties[name]);
    }),
  ];
}

/** The entries of a map that is written out, by their keys; null where it is not. */
function keysOf(node: Typed): ReadonlyMap<string, Typed> | null {
  if (node.kind !== 'map') return null;
  const entries = node.entries.map(({ key, value }) =>
    key.kind === 'constant' && key.constant.type === 'string'
      ? ([String(key.constant.value), value] as const)
      : null,
  );
  return entries.every((entry) => entry !== null) ? new Map(entries) : null;
}

/** Types of CEL, as JSON has them. */
const json: Readonly<Record<string, readonly string[]>> = {
  string: ['string'],
  bool: ['boolean'],
  int: ['integer', 'number'],
  uint: ['integer', 'number'],
  double: ['integer', 'number'],
  list: ['array'],
  map: ['object'],
  null: ['null'],
};

function clash(name: string, { type }: Typed, schema: unknown): readonly string[] {
  const can = json[type.kind];
  if (can === undefined || !isSchema(schema) || schema.type === undefined) return [];
  const wanted = (Array.isArray(schema.type) ? schema.type : [schema.type]).map(String);
  return wanted.some((one) => can.includes(one))
    ? []
    : [`“${name}” is ${wanted.join(' or ')}, not ${can[0]}`];
}
