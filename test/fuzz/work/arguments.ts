// Arguments as large as a message may be, each large in another way: many elements, long texts, many keys, deep values.

const schemaOf = (items: object) => ({ type: 'array', items });
const text = { type: 'string' };

/** What they are, with no limits. */
export const schema = {
  type: 'object',
  required: ['many', 'nums', 'm', 't', 'u', 'any', 'n'],
  properties: {
    many: schemaOf(text),
    nums: schemaOf({ type: 'integer' }),
    m: { type: 'object', additionalProperties: text },
    t: text,
    u: text,
    any: {},
    n: { type: 'integer' },
  },
};

const list = <Of>(count: number, of: (i: number) => Of): readonly Of[] =>
  Array.from({ length: count }, (_, i) => of(i));
const keyed = (count: number) => Object.fromEntries(list(count, (i) => [`k${i}`, `${i}`] as const));
/** Two texts that differ at their end. */
const alike = (length: number) => ({ t: 'a'.repeat(length), u: `${'a'.repeat(length - 1)}b` });
const small = { many: ['a', 'b'], nums: [1, 2], m: { a: 'x' }, ...alike(4), any: [1, ['a']], n: 2 };

export const large: readonly (readonly [name: string, args: object])[] = [
  ['many texts', { ...small, many: list(300_000, (i) => `a${i}`) }],
  ['long texts', { ...small, ...alike(1_200_000), many: list(100_000, String), nums: list(80_000, Number) }],
  ['numbers', { ...small, nums: list(500_000, Number) }],
  ['keys', { ...small, m: keyed(150_000), nums: list(50_000, Number) }],
  ['parts', { ...small, any: list(200_000, (i) => ({ a: [i] })), many: list(2000, String) }],
  [
    'some of all',
    {
      many: list(1500, (i) => `${'a'.repeat(300)}${i}`),
      nums: list(60_000, Number),
      m: keyed(30_000),
      ...alike(300_000),
      any: list(40_000, (i) => [i]),
      n: 2,
    },
  ],
];
