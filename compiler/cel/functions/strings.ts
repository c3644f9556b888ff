// Functions of text. Where both texts are well-formed, JavaScript's own search agrees with code points.
import { code } from '../../emit/code.ts';
import { level, whole, within } from '../print/printed.ts';
import { boolType, intType, listOf, stringType, type Type } from '../types.ts';
import { type CelFunction, calling, type Param } from './function.ts';

function atEdge(name: 'startsWith' | 'endsWith'): CelFunction {
  const call = { startsWith: code`.startsWith`, endsWith: code`.endsWith` }[name];
  return {
    name,
    method: true,
    params: ['string', 'string'],
    result: boolType,
    canError: false,
    print: ([text, part]) => whole(code`${within(text!, level.member)}${call}(${part!.code})`),
  };
}

/** JavaScript's own search, unless both texts may be long: what it does with a constant is known. */
const contains: CelFunction = {
  name: 'contains',
  method: true,
  params: ['string', 'string'],
  result: boolType,
  canError: false,
  print: (args, builder, [of, sought]) => {
    const [text, part] = args;
    if (of?.unknown === true && sought?.kind !== 'constant') return calling('contains')(args, builder, []);
    return whole(code`${within(text!, level.member)}.includes(${part!.code})`);
  },
};

/** A method that the runtime has under the same name; `fails`: it may have no value. */
function method(name: string, params: readonly Param[], result: Type, fails: boolean): CelFunction {
  return { name, method: true, params, result, canError: fails, print: calling(name) };
}

const quote: CelFunction = {
  name: 'strings.quote',
  method: false,
  params: ['string'],
  result: stringType,
  canError: false,
  print: calling('quote'),
};

export const stringFunctions: readonly CelFunction[] = [
  contains,
  atEdge('startsWith'),
  atEdge('endsWith'),
  method('lowerAscii', ['string'], stringType, false),
  method('upperAscii', ['string'], stringType, false),
  method('trim', ['string'], stringType, false),
  method('reverse', ['string'], stringType, false),
  method('charAt', ['string', 'int'], stringType, true),
  method('indexOf', ['string', 'string'], intType, false),
  method('indexOf', ['string', 'string', 'int'], intType, true),
  method('lastIndexOf', ['string', 'string'], intType, false),
  method('lastIndexOf', ['string', 'string', 'int'], intType, true),
  method('substring', ['string', 'int'], stringType, true),
  method('substring', ['string', 'int', 'int'], stringType, true),
  method('replace', ['string', 'string', 'string'], stringType, true),
  method('replace', ['string', 'string', 'string', 'int'], stringType, true),
  method('split', ['string', 'string'], listOf(stringType), false),
  method('split', ['string', 'string', 'int'], listOf(stringType), false),
  method('join', ['list'], stringType, true),
  method('join', ['list', 'string'], stringType, true),
  { ...method('format', ['string', 'list'], stringType, true), counts: true },
  quote,
];
