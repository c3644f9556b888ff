// Optional values: `optional.of(x)`, and what is asked of them.
import { code } from '../../emit/code.ts';
import { level, whole, within } from '../print/printed.ts';
import { union } from '../relation.ts';
import type { Typed } from '../typed.ts';
import { boolType, dynType, freeType, optionalOf, type Type } from '../types.ts';
import { type CelFunction, calling } from './function.ts';

function held(node: Typed | undefined): Type {
  return node?.type.kind === 'optional' ? node.type.of : dynType;
}

function making(name: 'of' | 'ofNonZeroValue', helper: string): CelFunction {
  return {
    name: `optional.${name}`,
    method: false,
    params: ['any'],
    result: ([value]) => optionalOf(value?.type ?? dynType),
    canError: false,
    print: calling(helper),
  };
}

const none: CelFunction = {
  name: 'optional.none',
  method: false,
  params: [],
  result: optionalOf(freeType),
  canError: false,
  print: calling('optionalNone'),
};

const value: CelFunction = {
  name: 'value',
  method: true,
  params: ['optional'],
  result: ([of]) => held(of),
  canError: true,
  boxed: true,
  print: calling('heldOf'),
};

const hasValue: CelFunction = {
  name: 'hasValue',
  method: true,
  params: ['optional'],
  result: boolType,
  canError: false,
  print: ([of]) => whole(code`${within(of!, level.member)}.present`),
};

/** The second is evaluated only where the first is not there. */
const orValue: CelFunction = {
  name: 'orValue',
  method: true,
  params: ['optional', 'any'],
  result: ([of, other]) => union(held(of), other?.type ?? dynType),
  canError: false,
  boxed: true,
  print: ([of, other], builder) =>
    whole(code`${builder.cel('orValue')}(${of!.code}, () => ${within(other!, level.choice)})`),
};

const or: CelFunction = {
  name: 'or',
  method: true,
  params: ['optional', 'optional'],
  result: ([a, b]) => optionalOf(union(held(a), held(b))),
  canError: false,
  print: ([of, other], builder) =>
    whole(code`${builder.cel('orOptional')}(${of!.code}, () => ${within(other!, level.choice)})`),
};

export const optionalFunctions: readonly CelFunction[] = [
  making('of', 'optionalOf'),
  making('ofNonZeroValue', 'optionalOfNonZero'),
  none,
  value,
  hasValue,
  orValue,
  or,
];
