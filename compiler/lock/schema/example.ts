// A value that fits a schema, as small as one may be: for a first test of a tool that the lock has.
import { languageOf } from '../../cel/regex/language.ts';
import { re2Of } from './ecma.ts';
import { isSchema, type Schema } from './walk.ts';

/** Deeper values are left out. */
const deepest = 12;

/**
 * Probably fits; whether it does is to be asked.
 *
 * @param schema as `checkedSchema` gives it
 */
export function exampleOf(schema: Schema): unknown {
  const whole = (part: unknown, depth: number): Schema => {
    if (!isSchema(part) || depth > deepest) return {};
    const { $ref: ref, allOf, anyOf, oneOf, ...own } = part;
    const { $defs } = schema as { readonly $defs?: Schema };
    const referred = typeof ref === 'string' ? [$defs?.[ref.slice('#/$defs/'.length)]] : [];
    const first = [anyOf, oneOf].flatMap((all) => (Array.isArray(all) ? all.slice(0, 1) : []));
    const parts = [...referred, ...(Array.isArray(allOf) ? allOf : []), ...first];
    return parts.map((one) => whole(one, depth + 1)).reduce(both, own);
  };
  const value = (part: unknown, depth: number): unknown => {
    const own = whole(part, depth);
    if (Object.hasOwn(own, 'const')) return own.const;
    if (Array.isArray(own.enum)) return own.enum[0];
    return depth > deepest ? null : made[typeOf(own)](own, (one) => value(one, depth + 1));
  };
  return value(schema, 0);
}

/** What two schemas for one value say together. */
function both(a: Schema, b: Schema): Schema {
  const members = (of: unknown): Schema => (isSchema(of) ? of : {});
  const names = (of: unknown): readonly unknown[] => (Array.isArray(of) ? of : []);
  return {
    ...a,
    ...b,
    properties: { ...members(a.properties), ...members(b.properties) },
    required: [...names(a.required), ...names(b.required)],
  };
}

type Kind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
type Make = (schema: Schema, part: (schema: unknown) => unknown) => unknown;

function typeOf({ type, ...schema }: Schema): Kind {
  const [first] = [type].flat();
  if (first !== undefined) return first === 'integer' ? 'number' : (first as Kind);
  const has = (...keys: readonly string[]): boolean => keys.some((key) => Object.hasOwn(schema, key));
  if (has('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf')) return 'number';
  if (has('items', 'prefixItems', 'minItems', 'contains')) return 'array';
  const required = Array.isArray(schema.required) && schema.required.length > 0;
  return required || (isSchema(schema.properties) && Object.keys(schema.properties).length > 0)
    ? 'object'
    : 'string';
}

const made: Readonly<Record<Kind, Make>> = {
  null: () => null,
  boolean: () => false,
  number: numberOf,
  string: textOf,
  array({ items, prefixItems, minItems, maxItems, contains }, part) {
    const firsts = Array.isArray(prefixItems) ? prefixItems : [];
    const described = maxItems !== 0 && (isSchema(items) || contains !== undefined || firsts.length > 0);
    const least = Math.min(Number(minItems ?? 0), 100);
    return Array.from({ length: Math.max(least, described ? 1 : 0) }, (_, at) =>
      part(at < firsts.length ? firsts[at] : (contains ?? items)),
    );
  },
  object({ properties, required }, part) {
    const names = [...new Set(Array.isArray(required) ? required : [])] as readonly string[];
    const declared = isSchema(properties) ? properties : {};
    return Object.fromEntries(
      names.map((name) => [name, part(Object.hasOwn(declared, name) ? declared[name] : undefined)]),
    );
  },
};

function numberOf(schema: Schema): number {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const step = typeof multipleOf === 'number' ? multipleOf : 1;
  const whole = (at: number): number => Math.ceil(at / step) * step;
  const over = typeof exclusiveMinimum === 'number' ? Math.floor(exclusiveMinimum / step + 1) * step : null;
  const least = Math.max(
    typeof minimum === 'number' ? whole(minimum) : Number.NEGATIVE_INFINITY,
    over ?? Number.NEGATIVE_INFINITY,
  );
  const most = Math.min(Number(maximum ?? Infinity), Number(exclusiveMaximum ?? Infinity));
  if (Number.isFinite(least)) return least < most || least === maximum ? least : (least - step + most) / 2;
  return step < most ? step : Math.floor(most / step - 1) * step;
}

function textOf({ pattern, minLength, maxLength }: Schema): string {
  const least = Math.min(Number(minLength ?? 0), 1000);
  const re2 = typeof pattern === 'string' ? re2Of(pattern) : null;
  const found = re2 === null ? null : (languageOf(re2)?.shortest(Math.max(least, 1)) ?? null);
  return found ?? 'x'.repeat(Math.max(least, Math.min(1, Number(maxLength ?? 1))));
}
