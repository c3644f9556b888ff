// `matches`: a literal pattern is compiled, any other is searched for by the runtime.
import { code } from '../../emit/code.ts';
import { type Printed, whole } from '../print/printed.ts';
import { printMatches } from '../regex/index.ts';
import { boolType } from '../types.ts';
import type { CelFunction } from './function.ts';

const literal: CelFunction['print'] = ([text, pattern], builder, [, node]) => {
  const read = node?.kind === 'constant' ? node.pattern : undefined;
  return read === undefined
    ? dynamic(text!, pattern!, builder)
    : whole(code`${read.print(builder)}(${text!.code})`);
};

function dynamic(text: Printed, pattern: Printed, builder: Parameters<CelFunction['print']>[1]): Printed {
  return whole(code`${printMatches(builder)}(${text.code}, ${pattern.code})`);
}

export const matchesFunctions: readonly CelFunction[] = [true, false].flatMap((method): CelFunction[] => [
  {
    name: 'matches',
    method,
    params: ['string', 'pattern'],
    result: boolType,
    // Beyond a table the search has a bound, and an error beyond it.
    canError: true,
    print: literal,
  },
  {
    name: 'matches',
    method,
    params: ['string', 'string'],
    result: boolType,
    canError: true,
    print: ([text, pattern], builder) => dynamic(text!, pattern!, builder),
  },
]);
