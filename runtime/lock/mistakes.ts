// What else does not fit in arguments that a validator refused: a second look, so that an agent need not guess one by one.
import type { Check } from '../contract/lock.ts';
import { type CheckError, explain } from './explain.ts';
import { equal, length } from './values.ts';

/** So many sentences are said at most, of so many values that were looked at, not deeper than this. */
const MOST = 5;
const MOST_VALUES = 2000;
const DEEPEST = 32;

type Schema = Readonly<Record<string, unknown>>;
type Look = Pick<Check, 'schema' | 'linear'>;

/**
 * The validator's own error, then what a second look finds. It knows only keywords that hold by themselves, so each
 * sentence is true; what hangs on alternatives only the validator tells.
 */
export function mistakes(first: CheckError, { schema, linear }: Look, args: unknown): string {
  const said = new Set([explain(first)]);
  let values = 0;
  let more = false;

  const tell = (error: Omit<CheckError, 'schema'>): void => {
    const sentence = explain({ ...error, schema: error.parentSchema[error.keyword] });
    if (said.size < MOST) said.add(sentence);
    else more ||= !said.has(sentence);
  };

  function look(given: unknown, data: unknown, at: string, depth: number): void {
    if (more || depth > DEEPEST || ++values > MOST_VALUES) return;
    const own = typeof given === 'object' && given !== null ? (given as Schema) : {};
    const wrong = (keyword: string, params: CheckError['params'] = {}, parentSchema = own): void =>
      tell({ instancePath: at, keyword, params, parentSchema, data });
    const inside = (part: unknown, value: unknown, step: string | number): void =>
      look(part, value, `${at}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1);
    if (own.type !== undefined && ![own.type].flat().some((type) => isOf(type, data))) return wrong('type');
    for (const keyword of Object.keys(own))
      if (BOUNDS[keyword]?.(data, own[keyword], linear) === true)
        wrong(keyword, { comparison: COMPARISONS[keyword], limit: own[keyword] });
    if (typeof own.$ref === 'string') look(referred(schema, own.$ref), data, at, depth + 1);
    for (const part of listOf(own.allOf)) look(part, data, at, depth + 1);
    if (Array.isArray(data)) {
      const firsts = listOf(own.prefixItems);
      for (const [index, item] of data.entries()) {
        if (values > MOST_VALUES) break;
        inside(index < firsts.length ? firsts[index] : own.items, item, index);
      }
    } else if (typeof data === 'object' && data !== null) members(own, data as Schema, wrong, inside);
  }

  look(schema, args, '', 0);
  return [...said, ...(more ? ['There is more.'] : [])].join(' ');
}

function members(
  own: Schema,
  data: Schema,
  wrong: (keyword: string, params: CheckError['params'], parentSchema?: Schema) => void,
  inside: (part: unknown, value: unknown, step: string) => void,
): void {
  for (const missingProperty of listOf(own.required))
    if (!Object.hasOwn(data, missingProperty as string)) wrong('required', { missingProperty });
  const properties = (own.properties ?? {}) as Schema;
  const closed = own.additionalProperties === false && own.patternProperties === undefined;
  let parentSchema = own;
  for (const [name, value] of Object.entries(data)) {
    if (Object.hasOwn(properties, name)) inside(properties[name], value, name);
    else if (closed) {
      wrong('additionalProperties', { additionalProperty: name }, parentSchema);
      // Which names are known is said once.
      parentSchema = {};
    }
  }
}

const COMPARISONS: Readonly<Record<string, string>> = {
  minimum: '>=',
  maximum: '<=',
  exclusiveMinimum: '>',
  exclusiveMaximum: '<',
};

type Bound = (data: unknown, limit: unknown, linear: Look['linear']) => boolean;
const number =
  (beyond: (value: number, limit: number) => boolean): Bound =>
  (data, limit) =>
    typeof data === 'number' && beyond(data, limit as number);
const size =
  (of: (data: unknown) => number | null, beyond: (size: number, limit: number) => boolean): Bound =>
  (data, limit) => {
    const found = of(data);
    return found !== null && beyond(found, limit as number);
  };
const less = (a: number, b: number): boolean => a < b;
const more = (a: number, b: number): boolean => a > b;
const characters = (data: unknown): number | null => (typeof data === 'string' ? length(data) : null);
const items = (data: unknown): number | null => (Array.isArray(data) ? data.length : null);

/** By keyword: is the value beyond what it allows? */
const BOUNDS: Readonly<Record<string, Bound>> = {
  enum: (data, all) => !(all as readonly unknown[]).some((one) => equal(one, data)),
  const: (data, only) => !equal(data, only),
  minimum: number(less),
  maximum: number(more),
  exclusiveMinimum: number((a, b) => a <= b),
  exclusiveMaximum: number((a, b) => a >= b),
  minLength: size(characters, less),
  maxLength: size(characters, more),
  minItems: size(items, less),
  maxItems: size(items, more),
  pattern: (data, pattern, linear) =>
    typeof data === 'string' && linear !== undefined && !linear(pattern as string).test(data),
};

function isOf(type: unknown, data: unknown): boolean {
  if (type === 'integer') return Number.isInteger(data);
  if (type === 'null') return data === null;
  if (type === 'array') return Array.isArray(data);
  return typeof data === type && data !== null && !Array.isArray(data);
}

/** References of checked schemas lead into their own `$defs`. */
function referred(schema: unknown, ref: string): unknown {
  return ((schema as Schema).$defs as Schema)[ref.slice('#/$defs/'.length)];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
