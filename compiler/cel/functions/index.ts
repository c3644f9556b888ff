// Every function there is, and the names that people try instead.
import type { CelFunction } from './function.ts';
import { sizeFunctions } from './size.ts';
import { stringFunctions } from './strings.ts';
import { timeFunctions } from './times.ts';

export { literalFunctions } from './literals.ts';

export const functions: readonly CelFunction[] = [...stringFunctions, ...sizeFunctions, ...timeFunctions];

/** Functions of CEL and its extensions that this version does not have. */
export const absent: ReadonlySet<string> = new Set([
  'matches',
  'int',
  'uint',
  'double',
  'string',
  'bool',
  'bytes',
  'dyn',
  'type',
  'charAt',
  'indexOf',
  'lastIndexOf',
  'join',
  'replace',
  'substring',
  'format',
  'reverse',
  'sort',
  'sortBy',
  'distinct',
  'flatten',
  'slice',
  'range',
  'first',
  'last',
  'optMap',
  'optFlatMap',
  'orValue',
  'value',
  'hasValue',
  'transformList',
  'transformMap',
  'transformMapEntry',
  'existsOne',
  'bind',
  'block',
  'greatest',
  'least',
  'abs',
  'ceil',
  'floor',
  'round',
  'encode',
  'decode',
  'quote',
]);

/** What other languages call it. */
export const otherwise: ReadonlyMap<string, string> = new Map([
  ['includes', 'contains'],
  ['has', 'contains'],
  ['indexOf', 'contains'],
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
  ['getDay', 'getDayOfWeek'],
  ['getYear', 'getFullYear'],
  ['now', 'request.time'],
  ['hasPrefix', 'startsWith'],
  ['hasSuffix', 'endsWith'],
]);
