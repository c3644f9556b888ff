// What a condition does with long texts, bytes and maps that it made itself counts in its budget: each of these took
// seconds for one message beside a budget that saw little of it.
import { describe, expect, it } from 'vitest';
import { accessEnvironment, compileExpression } from '../../compiler/cel/index.ts';
import { functionOf } from './evaluate.ts';

const list = (items: object) => ({ type: 'array', items });
const text = { type: 'string' };
const typed = {
  type: 'object',
  required: ['many', 'nums', 'rows', 't', 'u', 'm', 'any'],
  properties: {
    many: list(text),
    nums: list({ type: 'integer' }),
    rows: list({ type: 'object', additionalProperties: text }),
    t: text,
    u: text,
    m: { type: 'object', additionalProperties: text },
    any: {},
  },
};

function run(condition: string, schema: object | undefined, args: object): unknown {
  const environment = accessEnvironment(schema === undefined ? {} : { args: schema });
  const compiled = compileExpression(condition, environment, 'bool');
  expect(compiled.problems, condition).toEqual([]);
  return functionOf(compiled)({ args });
}

const words = (count: number) => Array.from({ length: count }, (_, i) => `${i}`);
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
const keyed = (count: number) => Object.fromEntries(words(count).map((word) => [`k${word}`, word]));
/** As few that nothing here takes long, and as many that everything does. */
const some = (count: number, length: number) => ({
  many: words(count),
  nums: numbers(count),
  rows: words(count).map((word) => ({ a: word })),
  t: 'a'.repeat(length),
  u: `${'a'.repeat(length - 1)}b`,
  m: keyed(count),
  any: numbers(count),
});
const few = some(20, 100);

describe.each([
  ['of any type', undefined],
  ['of a schema', typed],
] as const)('arguments %s', (_, schema) => {
  it.each([
    // Texts and bytes that are put together.
    ['args.many.all(x, (args.t + x).startsWith("a"))', some(100, 400_000)],
    ['args.many.all(x, {args.t + x: 1} != {})', some(100, 400_000)],
    ['args.many.all(x, !((args.t + x) in args.m))', some(100, 400_000)],
    ['cel.bind(b, bytes(args.t), args.many.all(x, b + bytes(x) != b""))', some(300, 400_000)],
    // Order.
    ['args.many.all(x, (x == "" ? args.u : args.t) < (x == "" ? args.t : args.u))', some(300, 400_000)],
    [
      'cel.bind(b, bytes(args.t), cel.bind(c, bytes(args.u), args.many.all(x, (x == "" ? c : b) < (x == "" ? b : c))))',
      some(300, 400_000),
    ],
    [
      'args.many.all(x, (x == "" ? dyn(args.u) : args.t) < dyn(x == "" ? args.t : args.u))',
      some(300, 400_000),
    ],
    // Texts as long as each other, and bytes, within other values.
    ['args.many.all(x, [args.t, x] != [args.u, x])', some(2000, 400_000)],
    ['args.many.all(x, !(args.t in [args.u, x]))', some(2000, 400_000)],
    ['args.many.all(x, !((x == "" ? args.u : args.t) in args.many + [args.u]))', some(1000, 400_000)],
    [
      'cel.bind(b, bytes(args.t), args.many.all(x, [b, bytes(x)] == [bytes(args.t), bytes(x)]))',
      some(300, 400_000),
    ],
    ['cel.bind(y, args.t, args.many.all(x, cel.bind(z, args.u, [y, x] != [z, x])))', some(2000, 400_000)],
    ['args.many.map(x, args.t).all(y, y != args.u)', some(2000, 400_000)],
    // Long keys.
    ['args.many.map(x, args.t).filter(y, y in args.m).size() >= 0', some(2000, 100_000)],
    ['args.many.map(x, args.t).filter(y, args.m[?y].hasValue()).size() >= 0', some(2000, 100_000)],
    ['args.many.map(x, args.t).filter(y, {y: 1} == {}).size() >= 0', some(2000, 100_000)],
    // Patterns, however short.
    ['args.many.filter(x, x.matches(x)).size() >= 0', some(5000, 1)],
    ['"".split(args.t).map(x, args.nums.map(y, args.nums.map(z, z + y))).size() >= 0', some(1500, 1)],
    // Maps of keys that are no texts.
    ['cel.bind(m, args.nums.transformMap(i, v, v), args.nums.all(n, m.all(k, k + n >= 0)))', some(1500, 1)],
    ['cel.bind(m, args.nums.transformMap(i, v, v), args.many.all(x, [m, x] == [m, x]))', some(1500, 1)],
    // Formats.
    ['"%s".format([args.any]) == ""', { ...few, any: numbers(900_000) }],
    ['"%s".format([args.any]) == ""', { ...few, any: keyed(200_000) }],
  ] as const)('are counted: %s', (condition, args) => {
    expect(run(condition, schema, args)).toBe('error');
    expect(run(condition, schema, few)).not.toBe('error');
  });
});
