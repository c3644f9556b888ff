// Random conditions over arguments whose sizes a schema limits, or the condition asks for; and arguments up to those limits.
import fc from 'fast-check';

const text = (maxLength: number) => ({ type: 'string', maxLength });
const list = (items: object, maxItems?: number) => ({
  type: 'array',
  items,
  ...(maxItems === undefined ? {} : { maxItems }),
});

/** `few` words, `rows` of numbers, a `small` map, a `word`, a number `n`; `many` has no limit but what a condition asks. */
export const schemaWith = (limit: (most: number) => number) => ({
  type: 'object',
  required: ['few', 'rows', 'small', 'word', 'n', 'many'],
  properties: {
    few: list(text(limit(8)), limit(5)),
    rows: list(list({ type: 'integer' }, limit(4)), limit(3)),
    small: { type: 'object', additionalProperties: { type: 'integer' }, maxProperties: limit(3) },
    word: text(limit(30)),
    n: { type: 'integer' },
    many: list({ type: 'integer' }),
  },
});

const word = (most: number) =>
  fc.array(fc.constantFrom('a', 'b', '😀'), { maxLength: most, size: 'max' }).map((all) => all.join(''));
const number = fc.constantFrom(0, 1, 2, 7);

export const values = fc.record({
  few: fc.array(word(8), { maxLength: 5, size: 'max' }),
  rows: fc.array(fc.array(number, { maxLength: 4, size: 'max' }), { maxLength: 3, size: 'max' }),
  small: fc.dictionary(fc.constantFrom('a', 'b', 'c'), number, { maxKeys: 3, size: 'max' }),
  word: word(30),
  n: number,
  many: fc.array(number, { maxLength: 12, size: 'max' }),
});

interface Kinds {
  readonly bool: string;
  readonly int: string;
  readonly string: string;
  readonly words: string;
  readonly ints: string;
}

const call = (shape: string, ...parts: readonly fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((found) => shape.replace(/\$(\d)/g, (_, i: string) => found[Number(i)] ?? ''));

const { bool } = fc.letrec<Kinds>((tie: fc.LetrecTypedTie<Kinds>) => {
  const order = fc.constantFrom('<', '<=', '==', '!=');
  const [B, I, S, W, N] = [tie('bool'), tie('int'), tie('string'), tie('words'), tie('ints')];
  const depth = { maxDepth: 4, depthIdentifier: 'cost' } as const;
  return {
    bool: fc.oneof(
      depth,
      fc.constantFrom('true', 'has(args.small.a)', '(args.n > 0)'),
      call('($0 $1 $2)', I, order, I),
      call('($0 $1 $2)', S, order, S),
      call('($0 && $1)', B, B),
      call('($0 || $1)', B, B),
      call('!$0', B),
      call('($0 ? $1 : $2)', B, B, B),
      call('($0 in $1)', S, W),
      call('($0 in args.small)', S),
      call('($0 == $1)', W, W),
      call('($0 != $1)', N, N),
      call('$0.all(s, $1)', W, B),
      call('$0.all(s, s.startsWith($1))', W, S),
      call('$0.exists(x, x == $1)', N, I),
      call('args.rows.all(r, r.exists(y, y > $0))', I),
      call('args.rows.all(r, r == $0)', N),
      call('args.small.all(k, k != $0)', S),
      call('(size(args.many) <= 3 && args.many.all(z, z != $0))', I),
      call('$0.startsWith($1)', S, S),
    ),
    int: fc.oneof(
      depth,
      fc.constantFrom('args.n', '1', '2'),
      call('($0 + $1)', I, I),
      call('size($0)', W),
      call('size($0)', S),
      call('($0 ? $1 : $2)', B, I, I),
    ),
    string: fc.oneof(depth, fc.constantFrom('args.word', '"a"', '"ab"'), call('($0 + $1)', S, S)),
    words: fc.oneof(
      depth,
      fc.constantFrom('args.few', '["a", "b"]'),
      call('$0.filter(w, w != $1)', W, S),
      call('$0.map(w, w + $1)', W, S),
      call('($0 + $1)', W, W),
    ),
    ints: fc.oneof(
      depth,
      fc.constantFrom('[1, 2]'),
      call('args.rows.map(r, size(r) + $0)', I),
      call('[$0, $1]', I, I),
    ),
  };
});

export const conditions: fc.Arbitrary<string> = bool;
