// `size`: code points of a string, elements of a list, keys of a map. As a function and as a method.
import { code } from '../../emit/code.ts';
import { level, type Printed, whole, within } from '../print/printed.ts';
import { intType, type Type } from '../types.ts';
import type { CelFunction } from './function.ts';

type Print = CelFunction['print'];

const printers: readonly (readonly [Type['kind'], Print])[] = [
  ['string', ([text], builder) => whole(code`${builder.cel('sizeOfString')}(${text!.code})`)],
  ['list', ([list]) => member(list!)],
  ['map', ([map]) => whole(code`Object.keys(${map!.code}).length`)],
  ['dyn', ([value], builder) => whole(code`${builder.cel('size')}(${value!.code})`)],
];

function member(list: Printed): Printed {
  return whole(code`${within(list, level.member)}.length`);
}

export const sizeFunctions: readonly CelFunction[] = printers.flatMap(([kind, print]) =>
  [true, false].map((method) => ({ name: 'size', method, params: [kind], result: intType, print })),
);
