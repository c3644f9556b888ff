// The math extension.
import { code, join } from '../../emit/code.ts';
import { level, whole, within } from '../print/printed.ts';
import type { Typed } from '../typed.ts';
import { boolType, doubleType, dynType, intType, isNumber, type Type } from '../types.ts';
import { type CelFunction, calling, type Param } from './function.ts';

type Print = CelFunction['print'];

const numbers: Param = ['int', 'uint', 'double'];
const wholes: Param = ['int', 'uint'];

/** Of doubles; plain JavaScript. */
function ofDouble(name: string, result: Type, print: Print): CelFunction {
  return { name: `math.${name}`, method: false, params: ['double'], result, canError: false, print };
}

const native = {
  ceil: code`Math.ceil`,
  floor: code`Math.floor`,
  trunc: code`Math.trunc`,
  isNaN: code`Number.isNaN`,
  isFinite: code`Number.isFinite`,
} as const;

function plain(name: keyof typeof native): Print {
  return ([value]) => whole(code`${native[name]}(${value!.code})`);
}

/** Over numbers in dyn form; the result has the type of the first. */
function ofNumber(name: string, params: readonly Param[], canError: boolean): CelFunction {
  const result = ([first]: readonly Typed[]): Type => own(first?.type);
  return { name: `math.${name}`, method: false, params, result, canError, boxed: true, print: calling(name) };
}

/** Of the same type, but not of the same range. */
function own(type: Type | undefined): Type {
  if (type?.kind === 'int') return intType;
  return type !== undefined && isNumber(type) ? type : dynType;
}

/** `greatest` and `least`: of one list, or of any number of arguments. */
function outermost(name: 'greatest' | 'least'): readonly CelFunction[] {
  const shared = { name: `math.${name}`, method: false, boxed: true, canError: true } as const;
  return [
    {
      ...shared,
      params: ['list'],
      result: ([list]) => (list?.type.kind === 'list' ? own(list.type.element) : dynType),
      print: calling(name),
    },
    {
      ...shared,
      params: [numbers],
      variadic: true,
      canError: false,
      result: (args) => common(args),
      print: (args, builder) => whole(code`${builder.cel(name)}([${join(args.map((arg) => arg.code))}])`),
    },
  ];
}

function common(args: readonly Typed[]): Type {
  const [first] = args;
  return args.every(({ type }) => type.kind === first?.type.kind) ? own(first?.type) : dynType;
}

const isInf: Print = ([value]) => {
  const text = within(value!, level.member);
  return { code: code`Math.abs(${text}) === 1 / 0`, level: level.equal };
};

export const mathFunctions: readonly CelFunction[] = [
  ...outermost('greatest'),
  ...outermost('least'),
  ofDouble('ceil', doubleType, plain('ceil')),
  ofDouble('floor', doubleType, plain('floor')),
  ofDouble('trunc', doubleType, plain('trunc')),
  ofDouble('round', doubleType, calling('roundDouble')),
  ofDouble('isNaN', boolType, plain('isNaN')),
  ofDouble('isFinite', boolType, plain('isFinite')),
  ofDouble('isInf', boolType, isInf),
  ofNumber('abs', [numbers], true),
  ofNumber('sign', [numbers], false),
  ofNumber('bitAnd', [wholes, wholes], true),
  ofNumber('bitOr', [wholes, wholes], true),
  ofNumber('bitXor', [wholes, wholes], true),
  ofNumber('bitNot', [wholes], false),
  ofNumber('bitShiftLeft', [wholes, 'int'], true),
  ofNumber('bitShiftRight', [wholes, 'int'], true),
  { ...ofDouble('sqrt', doubleType, calling('sqrt')), params: [numbers] },
];
