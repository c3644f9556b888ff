// `size`: code points of a string, bytes, elements of a list, keys of a map. As a function and as a method.
import { code } from '../../emit/code.ts';
import { level, type Printed, whole, within } from '../print/printed.ts';
import { intWithin } from '../range.ts';
import { isRecord, type Type } from '../types.ts';
import { type CelFunction, calling } from './function.ts';

type Print = CelFunction['print'];

const printers: readonly (readonly [Type['kind'], Print])[] = [
  ['string', calling('sizeOfString')],
  ['bytes', ([bytes]) => ({ ...bytes!, code: code`${within(bytes!, level.member)}.data.length` })],
  ['list', ([list]) => member(list!)],
  ['map', (args, builder, nodes) => printKeys(args, builder, nodes)],
  ['object', ([map]) => whole(code`Object.keys(${map!.code}).length`)],
  ['dyn', calling('size')],
];

function member(list: Printed): Printed {
  return whole(code`${within(list, level.member)}.length`);
}

const printKeys: Print = ([map], builder, [node]) =>
  node !== undefined && isRecord(node.type)
    ? whole(code`Object.keys(${map!.code}).length`)
    : whole(code`${builder.cel('size')}(${map!.code})`);

export const sizeFunctions: readonly CelFunction[] = printers.flatMap(([kind, print]) =>
  [true, false].map((method) => ({
    name: 'size',
    method,
    params: [kind],
    result: intWithin({ least: 0, most: 2 ** 32 }),
    canError: kind === 'dyn',
    print,
  })),
);
