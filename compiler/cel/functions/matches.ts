// `matches`: a literal pattern is compiled, any other is searched for by the runtime.
import { code, join } from '../../emit/code.ts';
import { whole } from '../print/printed.ts';
import { printMatches } from '../regex/index.ts';
import { boolType } from '../types.ts';
import type { CelFunction } from './function.ts';

/** With a counter, where there is one. */
const literal: CelFunction['print'] = (args, builder, nodes) => {
  const [text, , counter] = args;
  const [, node] = nodes;
  const read = node?.kind === 'constant' ? node.pattern : undefined;
  if (read === undefined) return dynamic(args, builder, nodes);
  const given = counter === undefined || !read.canError() ? [text!] : [text!, counter];
  return whole(code`${read.print(builder)}(${join(given.map((one) => one.code))})`);
};

const dynamic: CelFunction['print'] = (args, builder) =>
  whole(code`${printMatches(builder)}(${join(args.map((one) => one.code))})`);

export const matchesFunctions: readonly CelFunction[] = [true, false].flatMap((method): CelFunction[] => {
  // Beyond a table the search has a bound, and an error beyond it.
  const shared = { name: 'matches', method, result: boolType, canError: true, counts: true } as const;
  return [
    { ...shared, params: ['string', 'pattern'], print: literal },
    { ...shared, params: ['string', 'string'], print: dynamic },
  ];
});
