// Every function there is, and the names that people try instead.
import { conversionFunctions } from './conversions.ts';
import type { CelFunction } from './function.ts';
import { matchesFunctions } from './matches.ts';
import { mathFunctions } from './math.ts';
import { optionalFunctions } from './optionals.ts';
import { sizeFunctions } from './size.ts';
import { stringFunctions } from './strings.ts';
import { timeFunctions } from './times.ts';

export { dynFunction } from './conversions.ts';
export { literalFunctions } from './literals.ts';

export const functions: readonly CelFunction[] = [
  ...stringFunctions,
  ...sizeFunctions,
  ...timeFunctions,
  ...conversionFunctions,
  ...mathFunctions,
  ...optionalFunctions,
  ...matchesFunctions,
];

/** Overloads by name, methods and functions apart. */
const byName: Readonly<Record<'method' | 'plain', ReadonlyMap<string, readonly CelFunction[]>>> = {
  method: grouped(functions.filter(({ method }) => method)),
  plain: grouped(functions.filter(({ method }) => !method)),
};

function grouped(all: readonly CelFunction[]): ReadonlyMap<string, readonly CelFunction[]> {
  const groups = new Map<string, CelFunction[]>();
  for (const fn of all) groups.set(fn.name, [...(groups.get(fn.name) ?? []), fn]);
  return groups;
}

/** The overloads of a name; none for a name that there is not. */
export function overloadsOf(name: string, method: boolean): readonly CelFunction[] {
  return byName[method ? 'method' : 'plain'].get(name) ?? [];
}

/** What may stand before a function as its namespace. */
export const namespaces: ReadonlySet<string> = new Set(['math', 'strings', 'base64', 'optional', 'cel']);

/** Types that have a name as values. */
export const typeNames: ReadonlySet<string> = new Set([
  'bool',
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'list',
  'map',
  'null_type',
  'type',
  'optional_type',
  'google.protobuf.Timestamp',
  'google.protobuf.Duration',
]);

/** Functions of CEL's extensions that this version does not have. */
export const absent: ReadonlySet<string> = new Set([
  'sort',
  'sortBy',
  'distinct',
  'flatten',
  'slice',
  'range',
  'first',
  'last',
  'block',
  'index',
  'iterVar',
  'hasExt',
  'getExt',
  'extract',
  'extractAll',
  'intersects',
  'equivalent',
]);

/** What other languages call it. */
export const otherwise: ReadonlyMap<string, string> = new Map([
  ['includes', 'contains'],
  ['has', 'contains'],
  ['length', 'size'],
  ['len', 'size'],
  ['count', 'size'],
  ['toLowerCase', 'lowerAscii'],
  ['lower', 'lowerAscii'],
  ['toUpperCase', 'upperAscii'],
  ['upper', 'upperAscii'],
  ['some', 'exists'],
  ['any', 'exists'],
  ['every', 'all'],
  ['strip', 'trim'],
  ['substr', 'substring'],
  ['replaceAll', 'replace'],
  ['getDay', 'getDayOfWeek'],
  ['getYear', 'getFullYear'],
  ['now', 'request.time'],
  ['hasPrefix', 'startsWith'],
  ['hasSuffix', 'endsWith'],
  ['parseInt', 'int'],
  ['Number', 'double'],
  ['float', 'double'],
  ['parseFloat', 'double'],
  ['String', 'string'],
  ['str', 'string'],
  ['toString', 'string'],
  ['typeof', 'type'],
  ['match', 'matches'],
  ['test', 'matches'],
  ['search', 'matches'],
  ['sprintf', 'format'],
  ['max', 'math.greatest'],
  ['min', 'math.least'],
]);

/** What other languages have a function for, and how CEL writes it. */
export const idioms: ReadonlyMap<string, string> = new Map([
  ...['isEmpty', 'is_empty', 'empty'].map((name) => [name, 'Write `size(x) == 0`.'] as const),
  ...['isset', 'defined', 'hasKey', 'containsKey', 'hasOwnProperty'].map(
    (name) => [name, 'Whether a key is there is asked with `has(x.key)`.'] as const,
  ),
  ...['get', 'coalesce', 'getOrDefault', 'default'].map(
    (name) => [name, 'Give a default with `x.?key.orValue(…)`.'] as const,
  ),
  ['equals', 'Write `==`.'],
  ['not', 'Write `!(…)`.'],
  ['and', 'Write `&&`.'],
  ['or', 'Write `||`.'],
]);
