// Random expressions over typed variables, and values for them: what three implementations are asked alike.
import fc from 'fast-check';
import type { Environment, Variable } from '../../../compiler/cel/environment.ts';
import { listOf, mapOf, type Type } from '../../../compiler/cel/types.ts';

/** Values of the variables; ints as bigint. */
export interface Values {
  readonly i: bigint;
  readonly j: bigint;
  readonly d: number;
  readonly s: string;
  readonly t: string;
  readonly b: boolean;
  readonly l: readonly bigint[];
  readonly m: Readonly<Record<string, bigint>>;
}

const types: Readonly<Record<keyof Values, Type>> = {
  i: { kind: 'int' },
  j: { kind: 'int' },
  d: { kind: 'double' },
  s: { kind: 'string' },
  t: { kind: 'string' },
  b: { kind: 'bool' },
  l: listOf({ kind: 'int' }),
  m: mapOf({ kind: 'int' }),
};

export const environment: Environment = {
  phase: 'call',
  variables: Object.entries(types).map(
    ([name, type]): Variable => ({ name, type, phases: ['call', 'result'] }),
  ),
};

const ints = [0n, 1n, 2n, -3n, 7n, 9007199254740993n, 9223372036854775807n, -9223372036854775808n];
const words = ['', 'a', 'ab', 'b', '😀', 'a😀b', 'Straße', '\uffff', '10'];
const int = fc.constantFrom(...ints);
const word = fc.constantFrom(...words);

export const values: fc.Arbitrary<Values> = fc.record({
  i: int,
  j: int,
  d: fc.constantFrom(0, 0.5, -1.5, 3, 1e300, 2 ** 53),
  s: word,
  t: word,
  b: fc.boolean(),
  l: fc.array(int, { maxLength: 3 }),
  m: fc.dictionary(fc.constantFrom('a', 'b', 'constructor'), int, { maxKeys: 2 }),
});

interface Kinds {
  readonly bool: string;
  readonly int: string;
  readonly double: string;
  readonly string: string;
  readonly list: string;
}

const written = (text: string) => JSON.stringify(text);
const call = (shape: string, ...parts: readonly fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((found) => shape.replace(/\$(\d)/g, (_, i: string) => found[Number(i)] ?? ''));

/** `$0` in a shape is the first part, and so on. Macro variables are `e`; an inner macro may hide an outer one. */
const { bool: boolText } = fc.letrec<Kinds>((tie: fc.LetrecTypedTie<Kinds>) => {
  const order = fc.constantFrom('<', '<=', '>', '>=', '==', '!=');
  const sign = fc.constantFrom('+', '-', '*', '/', '%');
  const logic = fc.constantFrom('&&', '||');
  const [B, I, D, S, L] = [tie('bool'), tie('int'), tie('double'), tie('string'), tie('list')];
  return {
    bool: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'cel' },
      fc.constantFrom('b', 'true', 'false', 'has(m.a)', 'has(m.constructor)'),
      call('($0 $1 $2)', I, order, I),
      call('($0 $1 $2)', S, order, S),
      call('($0 $1 $2)', D, order, D),
      call('($0 $1 $2)', B, logic, B),
      call('($0 $1 $2)', B, logic, B),
      call('!$0', B),
      call('($0 ? $1 : $2)', B, B, B),
      call('($0 in $1)', I, L),
      call('($0 in m)', S),
      call('($0 == $1)', L, L),
      call('$0.all(e, $1)', L, B),
      call('$0.exists(e, e == $1 || $2)', L, I, B),
      call('$0.exists_one(e, e > $1)', L, I),
      call('$0.startsWith($1)', S, S),
      call('$0.contains($1)', S, S),
      call('$0.endsWith($1)', S, S),
    ),
    int: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'cel' },
      fc.constantFrom('i', 'j', 'm.a', 'm["constructor"]', ...ints.map(String)),
      call('($0 $1 $2)', I, sign, I),
      call('-($0)', I),
      call('size($0)', S),
      call('size($0)', L),
      call('$0[$1]', L, I),
      call('m[$0]', S),
      call('int($0)', D),
      call('int($0)', S),
      call('($0 ? $1 : $2)', B, I, I),
    ),
    double: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'cel' },
      fc.constantFrom('d', '0.5', '2.0', '-1.25'),
      call('($0 $1 $2)', D, fc.constantFrom('+', '-', '*', '/'), D),
      call('double($0)', I),
    ),
    string: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'cel' },
      fc.constantFrom('s', 't', ...words.map(written)),
      call('($0 + $1)', S, S),
      call('string($0)', I),
      call('($0 ? $1 : $2)', B, S, S),
    ),
    list: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'cel' },
      fc.constantFrom('l', '[1, 2]'),
      call('[$0, $1]', I, I),
      call('($0 + $1)', L, L),
      call('$0.filter(e, e > $1)', L, I),
      call('$0.map(e, e + $1)', L, I),
    ),
  };
});

/** Conditions that are right by their types. */
export const conditions: fc.Arbitrary<string> = boolText;
