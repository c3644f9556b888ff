// Mistakes that a printer or a runtime could make, put into the printed text: the tests must notice each.
import type { Mutation } from './oracles.ts';

export interface Mistake {
  readonly name: string;
  readonly mutate: Mutation;
}

/** In place of a function of the runtime. */
function instead(name: string, by: string): Mutation {
  return (text) => text.replace(`const cel$${name} = cel.${name};`, `const cel$${name} = ${by};`);
}

export const mutations: readonly Mistake[] = [
  { name: 'equal for different', mutate: (text) => text.replaceAll(' !== ', ' === ') },
  {
    name: 'at most for less',
    mutate: (text) => text.replace(/ < (?!0)/g, ' <= ').replaceAll('cel.less', 'cel.atMost'),
  },
  { name: 'or for and', mutate: (text) => text.replaceAll(' && ', ' || ').replaceAll('cel.and', 'cel.or') },
  { name: 'minus for plus', mutate: (text) => text.replaceAll('cel.addInt', 'cel.subtractInt') },
  {
    name: 'an int that wraps around',
    mutate: instead('multiplyInt', '(a, b) => Number(BigInt.asIntN(64, BigInt(a) * BigInt(b)))'),
  },
  {
    name: 'an error that is not absorbed',
    mutate: (text) => text.replace(/catch \{\n\s*return [^\n]*/, 'catch {\nthrow cel.fail()'),
  },
  {
    name: 'an error that counts as false',
    mutate: (text) => text.replace(/catch \{\n\s*return [^\n]*/, 'catch {\nreturn false;'),
  },
  {
    name: 'no division by zero',
    mutate: instead('divideInt', '(a, b) => Math.trunc(Number(a) / (Number(b) || 1))'),
  },
];
