// What a validator found, in words for people, at the very place. One entry for each keyword of the schema language.
import type { Finding, Range } from '../diagnostics/finding.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { Finder } from '../source/find.ts';
import type { SchemaError } from './generated/gateway.validate.mjs';
import { keyMeant, knownKeys } from './misspelt.ts';
import { eitherCode, kindText, type Path, quoted, subject, typesText } from './words.ts';

/** An error with its place in the document. */
export interface Placed {
  readonly error: SchemaError;
  readonly path: Path;
  readonly find: Finder;
}

type Said = {
  readonly rule: string;
  readonly message: string;
  readonly range: Range;
  readonly help?: string | undefined;
};
type Explain = (placed: Placed) => Said;

/** The finding for one error. */
export function explain(placed: Placed): Finding {
  const { rule, message, range, help } = (byKeyword[placed.error.keyword] ?? other)(placed);
  return {
    rule: `schema/${rule}`,
    severity: 'error',
    message,
    range,
    ...(help === undefined ? {} : { help }),
  };
}

const byKeyword: Readonly<Record<string, Explain>> = {
  additionalProperties: unknownKey,
  const: (placed) => wrongValue(placed, [placed.error.params.allowedValue]),
  dependentRequired: dependent,
  enum: (placed) => wrongValue(placed, listOf(placed.error.params.allowedValues)),
  maximum: (placed) => bound(placed, `must be at most ${placed.error.params.limit}`),
  maxItems: (placed) => bound(placed, `may have at most ${placed.error.params.limit} items`),
  maxLength: (placed) => bound(placed, `may have at most ${placed.error.params.limit} characters`),
  maxProperties: (placed) => bound(placed, `may have at most ${placed.error.params.limit} keys`),
  minimum: (placed) => bound(placed, `must be at least ${placed.error.params.limit}`),
  minItems: (placed) => atLeast(placed, 'items'),
  minLength: (placed) => atLeast(placed, 'characters'),
  minProperties: (placed) => atLeast(placed, 'keys'),
  oneOf: exactlyOne,
  pattern: misshapen,
  required: missingKey,
  type: wrongType,
};

function other(placed: Placed): Said {
  return { rule: 'shape', message: `${who(placed)} does not have the right shape.`, range: rangeOf(placed) };
}

/** The subject of a sentence: a value by its path, a key by itself. */
function who({ error, path }: Placed): string {
  return error.propertyName === undefined ? subject(path) : `The key ${quoted(error.propertyName)}`;
}

/** The value's place, or its key's where the value is empty or the key itself is wrong. */
function rangeOf({ error, path, find }: Placed): Range {
  if (error.propertyName !== undefined) return find.keyRange([...path, error.propertyName]);
  const range = find.range(path);
  return range.end > range.start ? range : find.keyRange(path);
}

/** The key of a map, or the first key in a map that has none: a whole map is too much to mark. */
function keyOf({ path, find }: Placed): Range {
  const entry = find.entry(path);
  if (entry !== undefined) return entry.key.range;
  const node = find.node(path);
  return (node?.kind === 'map' ? node.entries[0]?.key.range : undefined) ?? find.range(path);
}

function unknownKey({ error, path, find }: Placed): Said {
  const key = String(error.params.additionalProperty);
  const near = keyMeant(error);
  const help =
    near === undefined
      ? `Known keys: ${knownKeys(error.parentSchema).join(', ')}.`
      : `Did you mean \`${near}\`?`;
  const message = `${subject(path)} has no key ${quoted(key)}.`;
  return { rule: 'unknown-key', message, range: find.keyRange([...path, key]), help };
}

function missingKey(placed: Placed): Said {
  const key = String(placed.error.params.missingProperty);
  const schema = record(record(placed.error.parentSchema?.properties)[key]);
  const note = typeof schema.description === 'string' ? `\`${key}\`: ${schema.description}` : undefined;
  return {
    rule: 'missing-key',
    message: `${subject(placed.path)} needs \`${key}\`.`,
    range: keyOf(placed),
    help: note,
  };
}

function dependent({ error, path, find }: Placed): Said {
  const key = String(error.params.property);
  const message = `In ${subject(path)}, \`${key}\` goes only with \`${error.params.missingProperty}\`.`;
  return { rule: 'missing-key', message, range: find.keyRange([...path, key]) };
}

function exactlyOne(placed: Placed): Said {
  const { error, path, find } = placed;
  const branches = listOf(error.schema).map((branch) => listOf(record(branch).required).map(String));
  const names = branches.flat();
  const present = names.filter((name) => find.entry([...path, name]) !== undefined);
  const second = present[1];
  if (second === undefined) {
    const message = `${subject(path)} needs ${eitherCode(names)}.`;
    return { rule: 'exactly-one', message, range: keyOf(placed) };
  }
  const message = `${subject(path)} has both ${present.map((name) => `\`${name}\``).join(' and ')}.`;
  const help = `Keep ${present.length === 2 ? 'one of the two' : 'one of them'}.`;
  // Of two files the one that goes over the other has brought the second.
  const home = find.range(path).file;
  const brought = present.find((name) => find.keyRange([...path, name]).file !== home) ?? second;
  return { rule: 'exactly-one', message, range: find.keyRange([...path, brought]), help };
}

function wrongType(placed: Placed): Said {
  const { error, path, find } = placed;
  const wanted = listOf(error.params.type).map(String);
  const node = find.node(path);
  const got = kindText(node);
  const message = `${who(placed)} must be ${typesText(wanted)}, ${got === 'empty' ? 'and is empty' : `not ${got}`}.`;
  const value = node?.kind === 'scalar' ? node.value : undefined;
  const help = wordsOf(error, 'errorMessage') ?? formHelp(error, wanted, value) ?? typeHelp(wanted, value);
  return { rule: 'type', message, range: rangeOf(placed), help };
}

/** A number that as text would be wrong too, as `timeout: 10`: quotes alone do not mend it. */
function formHelp(error: SchemaError, wanted: readonly string[], value: unknown): string | undefined {
  const pattern = error.parentSchema?.pattern;
  if (typeof value !== 'number' || !wanted.includes('string') || typeof pattern !== 'string')
    return undefined;
  return new RegExp(pattern, 'u').test(String(value)) ? undefined : wordsOf(error, 'patternErrorMessage');
}

const yes = /^(y|yes|on|true)$/i;
const no = /^(n|no|off|false)$/i;

/** `value` is undefined for maps and lists. */
function typeHelp(wanted: readonly string[], value: unknown): string | undefined {
  if (value === null && wanted.includes('object')) return 'Write `{}` for an empty map, or remove the key.';
  if (value === null && wanted.includes('array')) return 'Write `[]` for an empty list, or remove the key.';
  if (value === null) return 'Write a value, or remove the key.';
  if (value === undefined) return undefined;
  if (wanted.includes('string') && typeof value !== 'string') return 'Put it in quotes.';
  if (typeof value !== 'string') return undefined;
  if (wanted.includes('boolean') && yes.test(value)) return 'Write `true`, without quotes.';
  if (wanted.includes('boolean') && no.test(value)) return 'Write `false`, without quotes.';
  if (wanted.includes('array')) return `Write a list: \`[${value}]\`.`;
  const number = (wanted.includes('integer') || wanted.includes('number')) && /^-?\d+(\.\d+)?$/.test(value);
  return number ? 'Write the number without quotes.' : undefined;
}

function wrongValue(placed: Placed, allowed: readonly unknown[]): Said {
  const words = allowed.map((value) => String(value));
  const { data } = placed.error;
  const near = typeof data === 'string' && words.length > 1 ? nearest(data, words) : undefined;
  const message = `${who(placed)} must be ${eitherCode(words)}.`;
  const help = near === undefined ? unquoted(data, allowed) : `Did you mean \`${near}\`?`;
  return { rule: 'value', message, range: rangeOf(placed), help };
}

/** A number in quotes looks right, and is text. */
function unquoted(data: unknown, allowed: readonly unknown[]): string | undefined {
  const meant =
    typeof data === 'string' && allowed.some((one) => typeof one === 'number' && String(one) === data);
  return meant ? `Write it without quotes: \`${data}\`.` : undefined;
}

function misshapen(placed: Placed): Said {
  const { error } = placed;
  const examples = listOf(error.parentSchema?.examples).filter((example) => typeof example === 'string');
  const example = examples.length === 0 ? undefined : `An example: \`${examples[0]}\`.`;
  const help = wordsOf(error, 'patternErrorMessage') ?? example;
  if (error.propertyName !== undefined) {
    const message = `${quoted(error.propertyName)} cannot be a key of ${subject(placed.path)}.`;
    return { rule: 'pattern', message, range: rangeOf(placed), help };
  }
  const message = `${quoted(String(error.data))} cannot be the value of ${subject(placed.path)}.`;
  return { rule: 'pattern', message, range: rangeOf(placed), help };
}

function bound(placed: Placed, what: string): Said {
  return { rule: 'bounds', message: `${who(placed)} ${what}.`, range: rangeOf(placed) };
}

function atLeast(placed: Placed, what: string): Said {
  const limit = Number(placed.error.params.limit);
  return bound(placed, limit === 1 ? 'must not be empty' : `must have at least ${limit} ${what}`);
}

/** Errors of `anyOf` that all say the value is of a wrong type, as one. */
export function wrongTypes(errors: readonly SchemaError[]): SchemaError {
  const [first] = errors as readonly [SchemaError, ...SchemaError[]];
  const type = errors.flatMap((error) => listOf(error.params.type));
  return { ...first, params: { type: [...new Set(type)] } };
}

function wordsOf(error: SchemaError, keyword: string): string | undefined {
  const words = error.parentSchema?.[keyword];
  return typeof words === 'string' ? words : undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}
