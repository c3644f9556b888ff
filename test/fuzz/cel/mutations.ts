// Mistakes that a printer or a runtime could make, put into the printed text: the tests must notice each.
import type { Mutation } from './oracles.ts';

export interface Mistake {
  readonly name: string;
  /** Where among the random conditions one that notices is found soon. */
  readonly seed: number;
  readonly mutate: Mutation;
}

/** In place of a function of the runtime. */
function instead(name: string, by: string): Mutation {
  return (text) => text.replace(`const cel$${name} = cel.${name};`, `const cel$${name} = ${by};`);
}

/** In what is printed of the conditions, not in the functions that read a key. */
function inConditions(change: (line: string) => string): Mutation {
  return (text) => text.replace(/^(?!const \$(?:get|key|read)_).*$/gm, change);
}

export const mutations: readonly Mistake[] = [
  {
    name: 'equal for different',
    seed: 4000,
    mutate: inConditions((line) => line.replaceAll(' !== ', ' === ')),
  },
  {
    name: 'at most for less',
    seed: 54000,
    mutate: (text) => text.replace(/ < (?!0)/g, ' <= ').replaceAll('cel.less', 'cel.atMost'),
  },
  {
    name: 'or for and',
    seed: 1000,
    mutate: inConditions((line) => line.replaceAll(' && ', ' || ').replaceAll('cel.and', 'cel.or')),
  },
  { name: 'minus for plus', seed: 1000, mutate: (text) => text.replaceAll('cel.addInt', 'cel.subtractInt') },
  {
    name: 'an int that wraps around',
    seed: 82000,
    mutate: instead('multiplyInt', '(a, b) => Number(BigInt.asIntN(64, BigInt(a) * BigInt(b)))'),
  },
  {
    name: 'an error that is not absorbed',
    seed: 19000,
    mutate: (text) => text.replace('catch {', 'catch { cel.fail();'),
  },
  {
    name: 'an error that counts as false',
    seed: 3000,
    mutate: (text) => text.replace('catch {', 'catch { return false;'),
  },
  {
    name: 'no division by zero',
    seed: 20000,
    mutate: instead('divideInt', '(a, b) => Math.trunc(Number(a) / (Number(b) || 1))'),
  },
];
