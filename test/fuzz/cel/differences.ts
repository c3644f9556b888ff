// Where an oracle is known to differ from the specification. A difference outside this table fails the fuzzer.
import type { Values } from './expressions.ts';
import type { Outcome } from './oracles.ts';

export type Oracle = 'bufbuild' | 'cel-js';

export interface Case {
  readonly text: string;
  readonly values: Values;
  readonly ours: Outcome;
  readonly theirs: Outcome;
}

export interface Difference {
  readonly name: string;
  readonly oracle: Oracle;
  /** What the specification says of it. */
  readonly because: string;
  readonly covers: (one: Case) => boolean;
}

/** Anything may follow from it: an error here decides nothing there. */
const whatever = ({ ours, theirs }: Case): boolean => ours !== theirs;

/** Texts in which UTF-16 has another order than code points. */
const isHigh = ({ text, values: { s, t } }: Case): boolean =>
  [text, s, t].some((one) => one.includes('\uffff')) && [text, s, t].some((one) => one.includes('😀'));

/** A number is read of a text, and there is an empty one. */
const readsEmpty = ({ text, values: { s, t } }: Case): boolean =>
  text.includes('int(') && (text.includes('""') || [s, t].includes(''));

/** An int is made of a double that may be beyond 64 bits. */
const readsLarge = ({ text, values: { d } }: Case): boolean =>
  text.includes('int(') && (text.includes('double(') || (/\bd\b/.test(text) && Math.abs(d) >= 2 ** 53));

/** An int at the edge of 64 bits is divided: the least one by -1 has neither quotient nor remainder. */
const dividesLeast = ({ text, values: { i, j, l, m } }: Case, sign: RegExp): boolean =>
  sign.test(text) &&
  [text, i, j, ...l, ...Object.values(m)].some((one) => /922337203685477580\d/.test(String(one)));

const byUnits = 'Strings are ordered by code points; it orders by units of UTF-16.';

export const differences: readonly Difference[] = [
  {
    name: 'order of texts',
    oracle: 'bufbuild',
    because: byUnits,
    covers: (one) => isHigh(one) && whatever(one),
  },
  {
    name: 'order of texts',
    oracle: 'cel-js',
    because: byUnits,
    covers: (one) => isHigh(one) && whatever(one),
  },
  {
    name: 'key `constructor`',
    oracle: 'cel-js',
    because: 'Any string is a key of a map; it takes an object with this key for an instance of a class.',
    covers: (one) => Object.hasOwn(one.values.m, 'constructor') && /\bm\b/.test(one.text) && whatever(one),
  },
  {
    name: 'text without digits',
    oracle: 'cel-js',
    because: '`int(string)` reads a decimal number; the empty text is none. It gives 0.',
    covers: (one) => readsEmpty(one) && whatever(one),
  },
  {
    name: 'text without digits',
    oracle: 'bufbuild',
    because: '`int(string)` reads a decimal number; the empty text is none. It gives 0.',
    covers: (one) => readsEmpty(one) && whatever(one),
  },
  {
    name: 'double beyond 64 bits',
    oracle: 'cel-js',
    because: '`int(double)` is an error where the value has no place in 64 bits; it goes on with more.',
    covers: (one) => readsLarge(one) && whatever(one),
  },
  {
    name: 'quotient beyond 64 bits',
    oracle: 'cel-js',
    because: 'The least int divided by -1 overflows, which is an error; it goes on with more bits.',
    covers: (one) => dividesLeast(one, /[/%]/) && whatever(one),
  },
  {
    name: 'remainder beyond 64 bits',
    oracle: 'bufbuild',
    because: 'So does the remainder of the least int by -1, as in cel-go; it gives 0.',
    covers: (one) => dividesLeast(one, /%/) && whatever(one),
  },
  {
    name: 'negation of a negation',
    oracle: 'bufbuild',
    because: 'A negation in brackets is a value of its own, and may overflow; it takes both signs away.',
    covers: (one) => /-\(\(*-/.test(one.text) && whatever(one),
  },
  {
    name: 'negation beyond 64 bits',
    oracle: 'cel-js',
    because: 'The negation of the least int overflows, which is an error; it goes on with more bits.',
    covers: (one) => one.text.includes('-(') && whatever(one),
  },
];
