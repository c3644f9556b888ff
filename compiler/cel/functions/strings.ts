// Functions of text. Where both texts are well-formed, JavaScript's own search agrees with code points.
import { code } from '../../emit/code.ts';
import { level, whole, within } from '../print/printed.ts';
import { boolType, listOf, stringType } from '../types.ts';
import type { CelFunction } from './function.ts';

function search(
  name: 'contains' | 'startsWith' | 'endsWith',
  method: 'includes' | 'startsWith' | 'endsWith',
): CelFunction {
  const call = {
    includes: code`.includes`,
    startsWith: code`.startsWith`,
    endsWith: code`.endsWith`,
  }[method];
  return {
    name,
    method: true,
    params: ['string', 'string'],
    result: boolType,
    print: ([text, part]) => whole(code`${within(text!, level.member)}${call}(${part!.code})`),
  };
}

function helper(name: 'lowerAscii' | 'upperAscii' | 'trim'): CelFunction {
  return {
    name,
    method: true,
    params: ['string'],
    result: stringType,
    print: ([text], builder) => whole(code`${builder.cel(name)}(${text!.code})`),
  };
}

const split: CelFunction = {
  name: 'split',
  method: true,
  params: ['string', 'string'],
  result: listOf(stringType),
  print: ([text, separator], builder) =>
    whole(code`${builder.cel('split')}(${text!.code}, ${separator!.code})`),
};

export const stringFunctions: readonly CelFunction[] = [
  search('contains', 'includes'),
  search('startsWith', 'startsWith'),
  search('endsWith', 'endsWith'),
  helper('lowerAscii'),
  helper('upperAscii'),
  helper('trim'),
  split,
];
