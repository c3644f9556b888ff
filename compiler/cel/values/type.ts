// The values of a type of the checker, and of a constant: what is known without any schema.

import { propertyOf } from '../relation.ts';
import type { Constant } from '../typed.ts';
import type { ObjectType, Type } from '../types.ts';
import { isExact, type NumberKind, numbersOf, oneNumber } from './numbers.ts';
import { anyText, textsOf } from './texts.ts';
import { anyList, anyMap, anything, join, type Maps, none, type Values } from './values.ts';

const known = new WeakMap<Type, Values>();

/** Each type is read once. */
export function valuesOfType(type: Type): Values {
  const before = known.get(type);
  if (before !== undefined) return before;
  const values = read(type);
  known.set(type, values);
  return values;
}

function read(type: Type): Values {
  switch (type.kind) {
    case 'bool':
      return { ...none, bools: anything.bools };
    case 'null':
      return { ...none, nothing: true };
    case 'int':
      return { ...none, numbers: rangeOf(type.range) };
    case 'uint':
      return { ...none, numbers: { ...numbersOf('uint'), low: { at: 0, open: false } } };
    case 'double':
      return { ...none, numbers: numbersOf('double') };
    case 'string':
      return {
        ...none,
        texts: type.values ? textsOf(type.values) : { ...anyText, most: type.most ?? anyText.most },
      };
    case 'list':
      return {
        ...none,
        lists: { ...anyList, most: type.most ?? anyList.most, element: () => forgotten(type.element) },
      };
    case 'map':
      return {
        ...none,
        maps: { ...anyMap, at: () => ({ values: forgotten(type.value), missing: 'perhaps' }) },
      };
    case 'object':
      return { ...none, maps: mapsOf(type) };
    case 'type':
      return { ...none, types: anything.types };
    case 'bytes':
    case 'timestamp':
    case 'duration':
    case 'optional':
      return { ...none, others: new Set([type.kind]) };
    case 'dyn':
      return type.options?.map(forgotten).reduce(join, none) ?? anything;
    default:
      return anything;
  }
}

function rangeOf(range: { readonly least: number; readonly most: number } | undefined) {
  const numbers = numbersOf('int');
  if (range === undefined) return numbers;
  return { ...numbers, low: { at: range.least, open: false }, high: { at: range.most, open: false } };
}

/** Inside another value, or one of several: a number of JSON is int or double as it comes, whatever its schema calls it. */
export function forgotten(type: Type): Values {
  const values = valuesOfType(type);
  if (values.numbers === null) return values;
  return {
    ...values,
    numbers: { ...values.numbers, kinds: new Set([...values.numbers.kinds, 'int', 'double']) },
  };
}

function mapsOf(type: ObjectType): Maps {
  return {
    ...anyMap,
    most: type.most ?? anyMap.most,
    at(key) {
      const found = propertyOf(type, key);
      if (found === null) return { values: none, missing: 'always' };
      return { values: forgotten(found.type), missing: found.required ? 'never' : 'perhaps' };
    },
  };
}

/** The one value of a constant; all of its kind where it is none that can be compared. */
export function valuesOfConstant(constant: Constant): Values {
  switch (constant.type) {
    case 'bool':
      return { ...none, bools: new Set([constant.value]) };
    case 'null':
      return { ...none, nothing: true };
    case 'string':
      return { ...none, texts: textsOf([constant.value]) };
    case 'int':
    case 'uint':
      return { ...none, numbers: numberOf(Number(constant.value), constant.type) };
    case 'double':
      return { ...none, numbers: numberOf(constant.value, 'double') };
    case 'type':
      return { ...none, types: new Set([constant.name]) };
    default:
      return { ...none, others: new Set([constant.type]) };
  }
}

/** What is beyond the exact numbers lies beyond the last of them; NaN is anywhere. */
function numberOf(value: number, kind: NumberKind) {
  const all = numbersOf(kind);
  if (isExact(value)) return oneNumber(value, kind);
  const edge = { at: Number.MAX_SAFE_INTEGER, open: false };
  if (value > 0) return { ...all, low: edge };
  return value < 0 ? { ...all, high: { at: -edge.at, open: false } } : all;
}
