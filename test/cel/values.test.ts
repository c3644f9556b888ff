// What a condition can come to, by the schemas of its arguments: what is ruled out, no arguments that fit bring about.
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessEnvironment, anyOf, compileExpression, typeOfSchema } from '../../compiler/cel/index.ts';
import { type Known, nothingKnown, outcomeOf, valuesOfSchema } from '../../compiler/cel/values/index.ts';
import { checkedSchema } from '../../compiler/lock/schema/index.ts';
import { createPatterns, patternReader } from '../../compiler/lock/schema/patterns.ts';
import { runs } from '../runs.ts';
import { functionOf } from './evaluate.ts';

type Schema = Record<string, unknown>;

/** Values of arguments, many of them at the ends of what schemas below let through. */
const pool: readonly unknown[] = [
  ...[true, false, null, '', 'a', 'ab', 'abc', 'b', '😀'],
  ...[-1, 0, 1, 2, 3, 5, 10, 11, 0.5, 1.5, 4.5, 1e30, 2 ** 53 - 1, 2 ** 53, 2n ** 53n + 1n, -(2n ** 60n)],
  ...[[], [1], [1, 2], [5, 'a'], ['a', 'b', 'c'], [0.5], [true], [1e30]],
  ...[{}, { k: 1 }, { k: 'a' }, { k: 2, l: [1] }],
];

const maybe = (key: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Schema> =>
  fc.option(value, { nil: undefined }).map((one) => (one === undefined ? {} : { [key]: one }));
const limits = (...all: readonly (readonly [string, fc.Arbitrary<unknown>])[]): fc.Arbitrary<Schema> =>
  fc.tuple(...all.map(([key, value]) => maybe(key, value))).map((found) => Object.assign({}, ...found));
const number = fc.constantFrom(-1, 0, 1, 2, 3, 5, 10, 0.5, 2 ** 53, 1e30);
const count = fc.constantFrom(0, 1, 2, 3);

const ends = limits(
  ['minimum', number],
  ['maximum', number],
  ['exclusiveMinimum', number],
  ['exclusiveMaximum', number],
  ['multipleOf', fc.constantFrom(1, 2, 5, 0.5)],
);
const lengths = limits(['minLength', count], ['maxLength', count]);
const patterned = limits(
  ['pattern', fc.constantFrom('^a', 'b$', '^[^a]*$', '^a?b+$', 'a.c', '\\S', '^.?$', '(?=a)')],
  ['maxLength', count],
);
const scalar = fc.constantFrom<unknown>('a', 'ab', 'b', 1, 2, 0.5, 2 ** 53, true, false, null);

const { schema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    ends.map((all) => ({ type: 'integer', ...all })),
    ends.map((all) => ({ type: 'number', ...all })),
    lengths.map((all) => ({ type: 'string', ...all })),
    patterned.map((all) => ({ type: 'string', ...all })),
    fc.tuple(patterned, patterned).map((all) => ({ type: 'string', allOf: all })),
    fc.tuple(ends, lengths).map(([a, b]) => ({ type: ['string', 'integer', 'null'], ...a, ...b })),
    fc.array(scalar, { minLength: 1, maxLength: 3 }).map((all) => ({ enum: all })),
    scalar.map((one) => ({ const: one })),
    fc.constantFrom<Schema>({ type: 'boolean' }, {}, { minimum: 1 }, { $ref: '#/$defs/few' }),
    fc
      .tuple(tie('schema'), limits(['minItems', count], ['maxItems', count]))
      .map(([items, all]) => ({ type: 'array', items, ...all })),
    fc
      .tuple(tie('schema'), fc.boolean(), fc.boolean())
      .map(([k, needed, closed]) => objectOf({ k }, needed ? ['k'] : [], closed)),
    fc.tuple(tie('schema'), tie('schema')).map(([a, b]) => ({ anyOf: [a, b] })),
    fc.tuple(tie('schema'), ends).map(([a, b]) => ({ allOf: [a, b] })),
  ),
}));

function objectOf(properties: Schema, required: readonly string[], closed: boolean): Schema {
  return { type: 'object', properties, required, ...(closed ? { additionalProperties: false } : {}) };
}

/** A tool's input schema with the properties x, y and z. */
const input = fc
  .tuple(schema, schema, schema, fc.subarray(['x', 'y', 'z']), fc.boolean())
  .map(([x, y, z, required, closed]) => ({
    ...objectOf({ x, y, z }, required, closed),
    $defs: { few: { type: 'integer', minimum: 1, maximum: 3 } },
  }));

const path = fc.constantFrom('args.x', 'args.y', 'args.z', 'args.x.k', 'args.y[0]', 'dyn(args.x)');
const constant = fc.constantFrom(
  ...[
    '-1',
    '0',
    '1',
    '2',
    '3',
    '5',
    '10',
    '11',
    '0.5',
    '9007199254740992',
    '9007199254740993',
    'true',
    'null',
  ],
  ...['"a"', '"ab"', '"abc"', '""', '"b"', '[]', '2u', '1e300'],
);
const compare = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
const named = fc.constantFrom('int', 'double', 'string', 'list', 'map', 'bool', 'null_type');
const part = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(path, compare, constant).map((all) => all.join(' ')) },
  fc.tuple(constant, compare, path).map((all) => all.join(' ')),
  fc.tuple(path, compare, path).map((all) => all.join(' ')),
  fc.tuple(path, constant, constant).map(([a, b, c]) => `${a} in [${b}, ${c}]`),
  fc.tuple(constant, path).map(([a, of]) => `${a} in ${of}`),
  fc.tuple(path, compare, count).map(([of, op, n]) => `size(${of}) ${op} ${n}`),
  fc
    .tuple(
      path,
      fc.constantFrom('startsWith', 'endsWith', 'contains'),
      fc.constantFrom('"a"', '"ab"', '"abcd"', '""', '"😀"', '"."'),
    )
    .map(([of, search, text]) => `${of}.${search}(${text})`),
  fc
    .tuple(path, fc.constantFrom('^a', 'b$', '^b*$', '[^a]', '^.{3}$', '^a(b|c)+$', '\\\\w'))
    .map(([of, pattern]) => `${of}.matches("${pattern}")`),
  fc.tuple(path, fc.constantFrom('==', '!='), named).map(([of, op, type]) => `type(${of}) ${op} ${type}`),
  fc.constantFrom(
    'has(args.x)',
    'has(args.y)',
    'has(args.x.k)',
    'has(args.w)',
    '"z" in args',
    'args.x',
    'args.y',
  ),
  fc
    .tuple(path, fc.constantFrom('all', 'exists'), compare, constant)
    .map(([of, macro, op, one]) => `${of}.${macro}(e, e ${op} ${one})`),
  fc.tuple(path, compare, constant).map(([of, op, one]) => `cel.bind(v, ${of}, v ${op} ${one} || v == v)`),
  fc.tuple(path, compare, constant).map(([of, op, one]) => `(has(args.x) ? ${of} : args.y) ${op} ${one}`),
  fc.tuple(path, compare, count).map(([of, op, n]) => `${of} + 1 ${op} ${n}`),
);
/** Several things asked of one value. */
const few = fc.constantFrom('0', '1', '2', '5', '"a"', '"ab"');
const asked = fc.oneof(
  fc.tuple(compare, few).map(
    ([op, one]) =>
      (of: string) =>
        `${of} ${op} ${one}`,
  ),
  fc.tuple(compare, few).map(
    ([op, one]) =>
      (of: string) =>
        `${one} ${op} ${of}`,
  ),
  fc.tuple(few, few).map(
    ([one, other]) =>
      (of: string) =>
        `!(${of} in [${one}, ${other}])`,
  ),
  fc.tuple(compare, fc.constantFrom('0', '1', '2')).map(
    ([op, n]) =>
      (of: string) =>
        `size(${of}) ${op} ${n}`,
  ),
);
const together = fc
  .tuple(
    fc.constantFrom('args.x', 'args.x', 'args.y', 'args.x.k'),
    asked,
    asked,
    asked,
    fc.constantFrom('&&', '||'),
  )
  .map(([of, a, b, c, op]) => `${a(of)} ${op} !(${b(of)}) ${op} ${c(of)}`);
const condition = fc.oneof(
  together,
  together,
  { weight: 3, arbitrary: part },
  fc.tuple(part, fc.constantFrom('&&', '||'), part).map((all) => all.join(' ')),
  fc.tuple(part, part, part).map(([a, b, c]) => `!(${a}) && (${b} || ${c})`),
  fc.tuple(part, part, part).map(([a, b, c]) => `(${a}) ? (${b}) : (${c})`),
);

interface Tool {
  readonly checked: Schema;
  readonly known: Known;
  /** Arguments that fit: by key, what the key may have; undefined where it may be left out. */
  readonly fitting: ReadonlyMap<string, readonly unknown[]>;
}

const patterns = createPatterns();
const linear = (pattern: string): boolean => patterns(pattern) !== null;

/** As the gateway checks it, of arguments as doubles. */
function toolOf(given: Schema): Tool {
  const checked = checkedSchema(given, linear).schema as Schema;
  const values = valuesOfSchema(checked, patternReader());
  const ajv = new Ajv2020({ strict: false, validateSchema: false });
  const fitting = ['x', 'y', 'z'].map((key) => {
    const one = (checked.properties as Schema)[key];
    const check = ajv.compile({ $defs: checked.$defs ?? {}, ...(one as Schema) });
    const fit = pool.filter((value) => check(rounded(value)));
    return [key, (checked.required as string[]).includes(key) ? fit : [...fit, undefined]] as const;
  });
  const known = { ...nothingKnown, variable: (name: string) => (name === 'args' ? values : undefined) };
  return { checked, known, fitting: new Map(fitting) };
}

function rounded(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

/** Some arguments that fit: over so many seeds each key has each of its values. */
function argsOf({ fitting }: Tool, seed: number): Record<string, unknown> | null {
  const args: Record<string, unknown> = {};
  let stride = 1;
  for (const [key, values] of fitting) {
    if (values.length === 0) return null;
    const value = values[(seed * stride) % values.length];
    if (value !== undefined) args[key] = value;
    stride += 6;
  }
  return args;
}

describe('outcome', () => {
  it('rules out only what no arguments bring about, of one tool and of several', () => {
    let decided = 0;
    const property = fc.property(
      fc.tuple(input, input, fc.boolean()),
      fc.array(condition, { minLength: 40, maxLength: 40 }),
      ([one, other, several], texts) => {
        const tools = (several ? [one, other] : [one]).map(toolOf);
        const type = tools.map(({ checked }) => typeOfSchema(checked, 'args')).reduce(anyOf);
        for (const text of texts) {
          const compiled = compileExpression(text, accessEnvironment({ type }), 'bool');
          if (!compiled.ok) continue;
          const run = functionOf(compiled);
          for (const tool of tools) {
            const outcome = outcomeOf(compiled.root, tool.known);
            if (outcome.yes && outcome.no && outcome.error) continue;
            if (!outcome.yes || !outcome.no) decided++;
            for (let seed = 0; seed <= pool.length; seed++) {
              const args = argsOf(tool, seed);
              if (args === null) break;
              const key = { true: 'yes', false: 'no', error: 'error' } as const;
              const came = key[String(run({ args })) as keyof typeof key];
              expect(outcome[came], `${text} ${came} ${JSON.stringify(tool.checked)} ${show(args)}`).toBe(
                true,
              );
            }
          }
        }
      },
    );
    fc.assert(property, { numRuns: runs(60) });
    expect(decided).toBeGreaterThan(30);
  });

  it.each<[string, Schema, string, unknown]>([
    [
      'a limit that another integer rounds to',
      { type: 'integer', maximum: 2 ** 53 },
      'args.x > 9007199254740992',
      2n ** 53n + 1n,
    ],
    [
      'a constant that another integer rounds to',
      { allOf: [{ type: 'integer' }, { const: 2 ** 53 }] },
      'args.x != 9007199254740992',
      2n ** 53n + 1n,
    ],
    [
      'an element beyond int',
      { type: 'array', items: { type: 'integer' } },
      'type(args.x[0]) == double',
      [1e30],
    ],
  ])('rules out nothing by %s', (_, x, text, value) => {
    const tool = toolOf({ ...objectOf({ x, y: true, z: true }, ['x'], true), $defs: {} });
    const type = typeOfSchema(tool.checked, 'args');
    const compiled = compileExpression(text, accessEnvironment({ type }), 'bool');
    expect(compiled.problems).toEqual([]);
    expect(functionOf(compiled)({ args: { x: value } })).toBe(true);
    expect(outcomeOf(compiled.root, tool.known).yes).toBe(true);
  });
});

function show(args: unknown): string {
  return JSON.stringify(args, (_, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one));
}
