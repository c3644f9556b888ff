// What differs between environments, read off the gateway schema: keys marked `x-environmental`, each replaced as a whole.

/**
 * Paths of the marked keys, sorted; `*` is any name in a map, `[name]` any item of a list, which its `name` tells; keys of which
 * one stands are one, as `url|urls`.
 */
export function environmentalPaths(schema) {
  const walk = (given, path) => {
    if (given['x-environmental'] === true) return [path.join('.')];
    const node = resolve(schema, given);
    const either = eitherOf(node);
    const named = Object.entries(node.properties ?? {}).flatMap(([key, inner]) => {
      if (!either.includes(key)) return walk(inner, [...path, key]);
      return key === either[0] ? [[...path, either.join('|')].join('.')] : [];
    });
    const any = isSchema(node.additionalProperties) ? walk(node.additionalProperties, [...path, '*']) : [];
    const items = isSchema(node.items) ? walk(node.items, [...path, '[name]']) : [];
    return [...named, ...any, ...items];
  };
  return walk(schema, []).sort();
}

/** The marked keys of a map that has exactly one of them, or of others. */
function eitherOf({ oneOf = [], properties }) {
  const keys = oneOf.flatMap(({ required = [] }) => required);
  const marked = keys.filter((key) => properties?.[key]?.['x-environmental'] === true);
  return marked.length > 1 ? marked : [];
}

/** The schema of an overlay, for editors: the gateway's, cut to what is marked. */
export function overlaySchema(schema) {
  const cut = cutTo(schema, schema);
  const $defs = definitions(schema, cut);
  return {
    $schema: schema.$schema,
    $id: 'overlay.schema.json',
    title: 'mcpgw overlay',
    ...cut,
    description:
      'What is different in one environment. It goes over a gateway file with `--with`; access and agents are the same everywhere.',
    $defs,
  };
}

/** The part of a schema that leads to marked keys; null where none is below. */
function cutTo(schema, given) {
  if (given['x-environmental'] === true) return unmarked(given);
  const { description, type, propertyNames, ...node } = resolve(schema, given);
  const properties = defined(node.properties, (inner) => cutTo(schema, inner));
  const any = isSchema(node.additionalProperties) ? cutTo(schema, node.additionalProperties) : null;
  const items = isSchema(node.items) ? cutTo(schema, node.items) : null;
  const said = { description: description?.replace(' Only in the gateway file.', '') };
  if (items !== null) return { ...said, type, items: named(schema, node.items, items) };
  if (any !== null) return { ...said, type, propertyNames, additionalProperties: any };
  if (Object.keys(properties).length === 0) return null;
  return { ...said, type, additionalProperties: false, properties };
}

/** Items of a list are told by their names. */
function named(schema, given, cut) {
  const { name } = resolve(schema, given).properties;
  return { ...cut, required: ['name'], properties: { name, ...cut.properties } };
}

/** The definitions that a schema refers to, and those that they refer to. */
function definitions(schema, cut) {
  const names = new Set();
  const collect = (value) => {
    for (const [, name] of JSON.stringify(value).matchAll(/"#\/\$defs\/(\w+)"/g)) {
      if (names.has(name)) continue;
      names.add(name);
      collect(schema.$defs[name]);
    }
  };
  collect(cut);
  return Object.fromEntries([...names].sort().map((name) => [name, schema.$defs[name]]));
}

function defined(object, change) {
  const entries = Object.entries(object ?? {}).map(([key, value]) => [key, change(value)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}

function resolve(schema, node) {
  return typeof node.$ref === 'string' ? schema.$defs[node.$ref.slice('#/$defs/'.length)] : node;
}

function isSchema(value) {
  return typeof value === 'object' && value !== null;
}

function unmarked({ 'x-environmental': _mark, ...rest }) {
  return rest;
}
