// The values that a JSON Schema lets through, read as far as it is asked for. What is not understood narrows nothing.
import { between, isExact, type Numbers, numbersOf, oneNumber } from './numbers.ts';
import { anyText, type Pattern, type Texts, textsOf } from './texts.ts';
import {
  anyList,
  anyMap,
  anything,
  type Held,
  isNone,
  join,
  type Lists,
  type Maps,
  meet,
  none,
  type Sized,
  type Values,
} from './values.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Deepest nesting of schemas for one value; what is deeper, or comes back to itself, is anything. */
const deepest = 24;

/** What JSON can hold. A number is int or double, as it is written and as it is read. */
const json: Values = {
  ...anything,
  numbers: numbersOf('int', 'double'),
  types: none.types,
  others: none.others,
};

/** What a `pattern` of a schema means; null where that is not known. */
export type ReadPattern = (pattern: string) => Pattern | null;

/** @param schema as the gateway checks it: 2020-12, with references only into itself */
export function valuesOfSchema(schema: unknown, pattern: ReadPattern = () => null): Values {
  const known = new WeakMap<object, Values>();
  const read = (part: unknown, depth: number): Values => {
    if (part === false) return none;
    if (!isSchema(part) || depth > deepest) return json;
    const before = known.get(part);
    if (before !== undefined) return before;
    const values = all(part, depth).reduce(meet, own(part, { part: (one) => read(one, 0), pattern }));
    if (depth === 0) known.set(part, values);
    return values;
  };
  /** What stands in other schemas for the same value. */
  const all = (part: Schema, depth: number): readonly Values[] => {
    const same = (one: unknown): Values => read(one, depth + 1);
    const { $ref: ref, allOf, anyOf, oneOf } = part;
    return [
      ...(typeof ref === 'string' ? [same(resolve(schema, ref))] : []),
      ...(Array.isArray(allOf) ? allOf.map(same) : []),
      ...[anyOf, oneOf].filter(Array.isArray).map((of) => of.map(same).reduce(join, none)),
    ];
  };
  return read(schema, 0);
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function resolve(root: unknown, ref: string): unknown {
  const [, name] = /^#\/\$defs\/([^/~%]+)$/.exec(ref) ?? [];
  const defs = isSchema(root) ? root.$defs : undefined;
  return name !== undefined && isSchema(defs) && Object.hasOwn(defs, name) ? defs[name] : true;
}

interface Read {
  /** Reads the schema of a part of the value. */
  part(schema: unknown): Values;
  readonly pattern: ReadPattern;
}

function own(schema: Schema, read: Read): Values {
  const found = meet(typed(schema.type), limited(schema, read));
  const listed = 'const' in schema ? [schema.const] : schema.enum;
  return Array.isArray(listed) ? meet(found, listed.map(oneOf).reduce(join, none)) : found;
}

function typed(type: unknown): Values {
  if (Array.isArray(type)) return type.map(typed).reduce(join, none);
  switch (type) {
    case 'string':
      return { ...none, texts: anyText };
    case 'boolean':
      return { ...none, bools: anything.bools };
    case 'integer':
      return { ...none, numbers: { ...numbersOf('int', 'double'), step: 1 } };
    case 'number':
      return { ...none, numbers: json.numbers };
    case 'null':
      return { ...none, nothing: true };
    case 'array':
      return { ...none, lists: anyList };
    case 'object':
      return { ...none, maps: anyMap };
    default:
      return json;
  }
}

/** By the keywords that limit what is of one kind. */
function limited(schema: Schema, read: Read): Values {
  return {
    ...json,
    numbers: numbersIn(schema),
    texts: textsIn(schema, read),
    lists: listsIn(schema, read),
    maps: mapsIn(schema, read),
  };
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

function numbersIn({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: Schema): Numbers {
  const end = (at: unknown, open: boolean) => (isNumber(at) ? { at, open } : null);
  const step = isNumber(multipleOf) && Number.isInteger(multipleOf) && isExact(multipleOf) ? multipleOf : 0;
  const ends = [
    between(end(minimum, false), end(maximum, false)),
    between(end(exclusiveMinimum, true), end(exclusiveMaximum, true)),
  ];
  return { ...json.numbers!, ...stronger(ends[0]!, ends[1]!), step };
}

function stronger(a: Numbers, b: Numbers): Pick<Numbers, 'low' | 'high'> {
  return {
    low: b.low.at >= a.low.at ? b.low : a.low,
    high: b.high.at <= a.high.at ? b.high : a.high,
  };
}

/** Null where the limits leave nothing. */
function sized<Of extends Sized>(of: Of, least: unknown, most: unknown): Of | null {
  const limits = { least: isNumber(least) ? least : of.least, most: isNumber(most) ? most : of.most };
  return limits.least > limits.most ? null : { ...of, ...limits };
}

function textsIn({ minLength, maxLength, pattern }: Schema, read: Read): Texts | null {
  const like = typeof pattern === 'string' ? read.pattern(pattern) : null;
  return sized(like === null ? anyText : { ...anyText, like: [like] }, minLength, maxLength);
}

function listsIn({ items, prefixItems, minItems, maxItems }: Schema, read: Read): Lists | null {
  const each = prefixItems === undefined && items !== undefined;
  const lists = each ? { ...anyList, element: () => read.part(items) } : anyList;
  return sized(lists, minItems, maxItems);
}

function mapsIn(schema: Schema, read: Read): Maps | null {
  const { minProperties, maxProperties, required } = schema;
  const needed = new Set(Array.isArray(required) ? required : []);
  const at = (key: string): Held => {
    const values = propertyOf(schema, key, read);
    if (isNone(values)) return { values, missing: 'always' };
    return { values, missing: needed.has(key) ? 'never' : 'perhaps' };
  };
  return sized({ ...anyMap, at }, minProperties, maxProperties);
}

function propertyOf(schema: Schema, key: string, read: Read): Values {
  const { properties, patternProperties, additionalProperties: rest = true } = schema;
  if (isSchema(properties) && Object.hasOwn(properties, key)) return read.part(properties[key]);
  return patternProperties === undefined ? read.part(rest) : json;
}

/** One value that is written out. */
function oneOf(value: unknown): Values {
  if (value === null) return { ...none, nothing: true };
  if (typeof value === 'boolean') return { ...none, bools: new Set([value]) };
  if (typeof value === 'string') return { ...none, texts: textsOf([value]) };
  if (typeof value === 'number') return { ...none, numbers: oneNumber(value, 'int', 'double') };
  return Array.isArray(value) ? { ...none, lists: anyList } : { ...none, maps: anyMap };
}
