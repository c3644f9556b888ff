// Conversions: `int(x)`, `string(x)` and the rest; `type(x)`, `dyn(x)`.
import { code } from '../../emit/code.ts';
import { whole } from '../print/printed.ts';
import {
  boolType,
  bytesType,
  doubleType,
  dynType,
  intType,
  stringType,
  type Type,
  typeType,
  uintType,
} from '../types.ts';
import { type CelFunction, calling } from './function.ts';

type Kind = Type['kind'];

const fine: ReadonlyMap<Kind, Type> = new Map([
  ['timestamp', { kind: 'timestamp', fine: true }],
  ['duration', { kind: 'duration', fine: true }],
]);

/** Each type, the helper that makes it, and what it is made from. */
const conversions: readonly (readonly [result: Type, helper: string, from: readonly Kind[]])[] = [
  [intType, 'toInt', ['uint', 'double', 'string', 'timestamp']],
  [uintType, 'toUint', ['int', 'double', 'string']],
  [doubleType, 'toDouble', ['int', 'uint', 'string']],
  [stringType, 'toText', ['int', 'uint', 'double', 'bool', 'bytes', 'timestamp', 'duration']],
  [boolType, 'toBool', ['string']],
  [bytesType, 'toBytes', ['string']],
  [{ kind: 'timestamp' }, 'toTimestamp', ['string', 'int']],
  [{ kind: 'duration' }, 'toDuration', ['string']],
];

/** What cannot fail: every value of the one has a value of the other. */
const total: ReadonlySet<string> = new Set([
  'toDouble int',
  'toDouble uint',
  'toText int',
  'toText uint',
  'toText double',
  'toText bool',
  'toText timestamp',
  'toText duration',
  'toBytes string',
  'toInt timestamp',
]);

function converting(result: Type, helper: string, from: readonly Kind[]): readonly CelFunction[] {
  const own = { name: result.kind, method: false } as const;
  const same: CelFunction = {
    ...own,
    params: [result.kind],
    result: (args) => args[0]?.type ?? result,
    canError: false,
    print: ([value]) => value!,
  };
  const each = from.map(
    (kind): CelFunction => ({
      ...own,
      params: [[kind]],
      result: fine.get(result.kind) ?? result,
      canError: !total.has(`${helper} ${kind}`),
      print: calling(helper),
    }),
  );
  const open: CelFunction = {
    ...own,
    params: [['dyn']],
    result: fine.get(result.kind) ?? result,
    canError: true,
    print: calling(helper),
  };
  return [open, same, ...each];
}

/** `dyn(x)`: the value, its type forgotten. */
export const dynFunction: CelFunction = {
  name: 'dyn',
  method: false,
  params: ['any'],
  result: dynType,
  canError: false,
  print: ([value]) => value!,
};

const typeFunction: CelFunction = {
  name: 'type',
  method: false,
  params: ['any'],
  result: typeType,
  canError: false,
  print: calling('typeOf'),
};

const encode: CelFunction = {
  name: 'base64.encode',
  method: false,
  params: ['bytes'],
  result: stringType,
  canError: false,
  print: calling('base64Encode'),
};

const decode: CelFunction = {
  name: 'base64.decode',
  method: false,
  params: ['string'],
  result: bytesType,
  canError: true,
  print: ([text], builder) => whole(code`${builder.cel('base64Decode')}(${text!.code})`),
};

export const conversionFunctions: readonly CelFunction[] = [
  ...conversions.flatMap((one) => converting(...one)),
  dynFunction,
  typeFunction,
  encode,
  decode,
];
