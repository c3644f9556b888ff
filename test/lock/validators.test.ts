// Validators as they ship: what the author's schema takes they take, what they refuse they explain, whatever the schema is.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { build } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkedSchema } from '../../compiler/lock/schema/index.ts';
import { createPatterns } from '../../compiler/lock/schema/patterns.ts';
import type { Schema } from '../../compiler/lock/schema/walk.ts';
import { validatorsModule } from '../../compiler/lock/validators.ts';
import type { Check, Checks } from '../../runtime/contract/lock.ts';
import { type CheckError, explain } from '../../runtime/lock/explain.ts';
import { mistakes } from '../../runtime/lock/mistakes.ts';
import { root } from '../cli/spawn.ts';
import { runs } from '../runs.ts';

const patterns = createPatterns();
const linear = (pattern: string): boolean => patterns(pattern) !== null;

/** The emitted validators of these schemas, loaded. */
async function load(schemas: Readonly<Record<string, Schema>>): Promise<Checks> {
  const checked = new Map(
    Object.entries(schemas).map(([key, schema]) => [key, checkedSchema(schema, linear).schema]),
  );
  const folder = mkdtempSync(join(tmpdir(), 'mcpgw-validators-'));
  try {
    const outfile = join(folder, 'checks.mjs');
    await build({
      stdin: { contents: await validatorsModule(checked), resolveDir: join(root, 'dist') },
      plugins: [
        {
          name: 'dist',
          setup: (it) =>
            it.onResolve({ filter: /^runtime\// }, ({ path }) => ({ path: join(root, 'dist', path) })),
        },
      ],
      bundle: true,
      format: 'esm',
      outfile,
      logLevel: 'error',
    });
    return ((await import(pathToFileURL(outfile).href)) as { checks: Checks }).checks;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const said = (checks: Checks, key: string, args: unknown): string | null => {
  const check = checks[key]!;
  return check(args) ? null : explain(check.errors!.at(-1) as CheckError);
};

/** All that is said to the agent. */
const allSaid = (check: Check, args: unknown): string =>
  check(args) ? '' : mistakes(check.errors!.at(-1) as CheckError, check, args);

const object = (properties: Schema, more: Schema = {}): Schema => ({ type: 'object', properties, ...more });

test('each error says where, what is wrong and what is allowed', async () => {
  const checks = await load({
    t: object(
      {
        q: { type: 'string', minLength: 2, maxLength: 3, pattern: '^[ab]+$' },
        n: { type: 'integer', minimum: 0, maximum: 5 },
        kind: { enum: ['new', 'old', 3] },
        only: { const: 'x' },
        rows: {
          type: 'array',
          maxItems: 2,
          uniqueItems: true,
          items: object({ 'a/b': { type: ['number', 'null'] } }),
        },
        one: { anyOf: [{ type: 'string' }, { type: 'boolean' }] },
        never: false,
      },
      { required: ['q'], additionalProperties: false },
    ),
  });
  const say = (args: unknown) => said(checks, 't', args);
  expect(say({ q: 'ab', n: 3, kind: 3, only: 'x', rows: [{ 'a/b': null }], one: true })).toBeNull();
  expect(say({})).toBe('“q” is missing.');
  expect(say({ q: 'ab', limt: 1 })).toBe('“limt” is not known; known: q, n, kind, only, rows, one, never.');
  expect(say({ q: 1 })).toBe('“q” must be string, not number.');
  expect(say({ q: 'a' })).toBe('“q” must have 2 characters at least.');
  expect(say({ q: '\u{1f600}\u{1f600}\u{1f600}\u{1f600}' })).toBe('“q” must have 3 characters at most.');
  expect(say({ q: 'abc' })).toBe('“q” must match the pattern ^[ab]+$.');
  expect(say({ q: 'ab', n: 1.5 })).toBe('“n” must be integer, not number.');
  expect(say({ q: 'ab', n: 9 })).toBe('“n” must be <= 5.');
  expect(say({ q: 'ab', kind: 'odd' })).toBe('“kind” must be one of "new", "old", 3.');
  expect(say({ q: 'ab', only: 'y' })).toBe('“only” must be "x".');
  expect(say({ q: 'ab', rows: [{ 'a/b': 'x' }] })).toBe(
    '“rows[0].a/b” must be one of number, null, not string.',
  );
  expect(say({ q: 'ab', rows: [{ x: 1 }, { x: 2 }, { x: 3 }] })).toBe('“rows” must have 2 items at most.');
  expect(say({ q: 'ab', rows: [{}, {}] })).toBe('“rows” must not have an item twice.');
  expect(say({ q: 'ab', one: 1 })).toBe('“one” must fit {"anyOf":[{"type":"string"},{"type":"boolean"}]}.');
  expect(say({ q: 'ab', never: 1 })).toBe('“never” must not be there.');
});

test('what else is wrong is said with the first, within bounds', async () => {
  const line = object(
    { id: { type: 'string', pattern: '^[a-z]+$' }, n: { $ref: '#/$defs/n' } },
    { required: ['id'] },
  );
  const { t } = await load({
    t: {
      ...{ $defs: { n: { type: 'integer', minimum: 1, maximum: 9 } }, required: ['q', 'to'] },
      ...object({
        q: { maxLength: 2 },
        to: {},
        lines: { type: 'array', items: line },
        kind: { enum: ['a', 'b'] },
      }),
      additionalProperties: false,
    },
  });
  expect(allSaid(t!, {})).toBe('“q” is missing. “to” is missing.');
  expect(allSaid(t!, { q: 'abc', to: 1, kind: 'c', lines: [{ id: 'A', n: 0 }, { n: 'x' }] })).toBe(
    '“q” must have 2 characters at most. “kind” must be one of "a", "b". “lines[0].id” must match the pattern ^[a-z]+$. “lines[0].n” must be >= 1. “lines[1].id” is missing. There is more.',
  );
  expect(allSaid(t!, { q: '', to: 1, x: 1, y: 2 })).toBe(
    '“x” is not known; known: q, to, lines, kind. “y” is not known.',
  );
  expect(allSaid(t!, [])).toBe('The arguments must be object, not array.');
  const wide = { q: '', to: 1, lines: Array.from({ length: 100_000 }, () => ({ id: 'a', n: 0 })) };
  expect(allSaid(t!, wide).split('. ')).toHaveLength(6);
});

test('names that every object has are names like others', async () => {
  const checks = await load({
    t: object(
      { toString: { type: 'string' }, valueOf: {} },
      { required: ['constructor'], additionalProperties: false },
    ),
    u: object({ same: { const: { valueOf: 1 } } }),
  });
  expect(said(checks, 't', {})).toBe('“constructor” is missing.');
  expect(said(checks, 't', JSON.parse('{"constructor":1}'))).toContain('“constructor” is not known');
  expect(said(checks, 't', JSON.parse('{"__proto__":{"constructor":1}}'))).toBe('“constructor” is missing.');
  expect(said(checks, 'u', { same: JSON.parse('{"valueOf":1}') })).toBeNull();
  expect(said(checks, 'u', { same: JSON.parse('{"valueOf":2}') })).toBe('“same” must be {"valueOf":1}.');
});

describe('what is left out never refuses what the author takes', () => {
  const $defs = { name: { type: 'string', pattern: '(?=a)a' } };
  test.each<[string, Schema, unknown]>([
    ['a pattern that looks ahead', object({ a: { pattern: '(?=b)b' } }), { a: 'b' }],
    ['one that refers back', object({ a: { pattern: '(a)\\1' } }), { a: 'aa' }],
    ['not, around it', object({ a: { not: { pattern: '(?=b)b' } } }), { a: 'a' }],
    [
      'exactly one, around it',
      object({ a: { oneOf: [{ pattern: '(?=a)a' }, { pattern: 'b' }] } }),
      { a: 'b' },
    ],
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own
    ['if, around it', object({ a: { if: { pattern: '(?=a)a' }, then: false } }), { a: 'b' }],
    ['a property by it', { patternProperties: { '(?=a)a': {} }, additionalProperties: false }, { a: 1 }],
    ['a reference to it', { $defs, ...object({ a: { not: { $ref: '#/$defs/name' } } }) }, { a: 1 }],
    [
      'contains, around it',
      object({ a: { contains: { pattern: '(?=a)a' }, maxContains: 1 } }),
      { a: ['a', 'b'] },
    ],
    [
      'unevaluated, beside it',
      { anyOf: [object({ a: { pattern: '(?=a)a' } })], unevaluatedProperties: false },
      { a: 'a' },
    ],
    ['another document', object({ a: { $ref: 'https://example.com/x' } }), { a: 1 }],
    ['a dynamic reference', object({ a: { $dynamicRef: '#x' } }), { a: 1 }],
    [
      'keywords of no shape',
      object({ a: { type: 'strnig', minLength: 'x', required: 'a', enum: [] } }),
      { a: 1 },
    ],
  ])('%s', async (_, schema, args) => {
    const { schema: checked, exact } = checkedSchema(schema, linear);
    expect(exact).toBe(false);
    expect(said(await load({ t: checked }), 't', args)).toBeNull();
  });
});

describe('draft-07', () => {
  const $schema = 'http://json-schema.org/draft-07/schema#';
  test.each<[string, Schema, unknown, boolean]>([
    [
      'items of a tuple',
      object({ a: { items: [{ type: 'string' }], additionalItems: false } }),
      { a: ['x'] },
      true,
    ],
    [
      'further items',
      object({ a: { items: [{ type: 'string' }], additionalItems: false } }),
      { a: ['x', 1] },
      false,
    ],
    ['names that depend', { dependencies: { a: ['b'] } }, { a: 1 }, false],
    ['schemas that depend', { dependencies: { a: { required: ['b'] } } }, { a: 1, b: 1 }, true],
  ])('%s', async (_, schema, args, valid) => {
    const given = { $schema, ...schema };
    expect(new Ajv({ strict: false }).compile(given)(args)).toBe(valid);
    expect(said(await load({ t: given }), 't', args) === null).toBe(valid);
  });
});

test('beside a reference of draft-07 nothing counts, as its section 8.3 has it', async () => {
  const $schema = 'http://json-schema.org/draft-07/schema#';
  const a = { $ref: '#/definitions/s', type: 'string' };
  const given = { definitions: { s: {} }, ...object({ a }) };
  expect(said(await load({ t: { $schema, ...given } }), 't', { a: 1 })).toBeNull();
  expect(said(await load({ t: given }), 't', { a: 1 })).not.toBeNull();
});

describe('time', () => {
  test('references in a circle through alternatives are cut, so that no round doubles the work', async () => {
    const branch = (more: Schema) => object({ left: { $ref: '#' } }, { required: ['left', 'op'], ...more });
    const checks = await load({
      t: { anyOf: [branch({}), branch({ minProperties: 3 }), branch({ minProperties: 4 })] },
    });
    let args: unknown = {};
    for (let depth = 0; depth < 60; depth++) args = { left: args, op: 1 };
    checks.t!(args);
  });

  test('circles without alternatives are followed to the end', async () => {
    const checks = await load({ t: object({ next: { $ref: '#' }, n: { type: 'integer' } }) });
    expect(said(checks, 't', { next: { next: { n: 'x' } } })).toBe(
      '“next.next.n” must be integer, not string.',
    );
  });

  test('a schema that would be held against a value too often is not', () => {
    const $defs: Record<string, Schema> = { d0: { type: 'string' } };
    for (let i = 1; i < 40; i++)
      $defs[`d${i}`] = { anyOf: [{ $ref: `#/$defs/d${i - 1}` }, { $ref: `#/$defs/d${i - 1}` }] };
    const { schema, exact } = checkedSchema({ $defs, ...object({ a: { $ref: '#/$defs/d39' } }) }, linear);
    expect([exact, JSON.stringify(schema).length < 8000]).toEqual([false, true]);
  });

  test('a part by which nothing is valid is one that never is, also where a property asks for it', async () => {
    const some = { anyOf: [{ properties: { b: true } }, { properties: { c: true } }], not: {} };
    const schema = object({ v: { dependentSchemas: { a: some }, unevaluatedProperties: { type: 'null' } } });
    expect(checkedSchema(schema, linear).exact).toBe(true);
    const checks = await load({ t: schema });
    expect(checks.t!({ v: { z: null } })).toBe(true);
    for (const v of [{ z: 1 }, { a: 1 }]) expect(checks.t!({ v })).toBe(false);
  });

  test('of many items only so many are compared with each other', async () => {
    const checks = await load({ t: object({ a: { type: 'array', uniqueItems: true } }) });
    const rows = (count: number) => ({ a: Array.from({ length: count }, () => ({ x: 1 })) });
    expect(said(checks, 't', rows(2))).toBe('“a” must not have an item twice.');
    expect(said(checks, 't', rows(101))).toBeNull();
  });
});

test('takes what ajv takes of the schema as it is, for schemas and values of any kind', async () => {
  const leaf = fc.oneof(
    fc.record({ type: fc.constantFrom('string', 'integer', 'number', 'boolean', 'null', 'array', 'object') }),
    fc.record({ enum: fc.array(fc.constantFrom('a', 'b', 1, null), { minLength: 1, maxLength: 3 }) }),
    fc.record({ pattern: fc.constantFrom('^a', 'b$', '(?=a)', '\\s', '[^\\d]') }),
    fc.record({ minimum: fc.integer({ min: -2, max: 2 }), maxLength: fc.integer({ min: 0, max: 2 }) }),
    fc.boolean(),
  );
  const { schema: schemas } = fc.letrec<{ schema: unknown }>((tie) => ({
    schema: fc.oneof({ maxDepth: 3 }, leaf, ...inner(tie('schema'))),
  }));
  const values = fc.jsonValue({ maxDepth: 3 });
  const named = fc.dictionary(fc.constantFrom('a', 'b', 'ab', 'toString'), values);
  const given = fc.sample(
    fc.tuple(schemas, fc.array(fc.oneof(named, values), { minLength: 6, maxLength: 6 })),
    {
      numRuns: runs(60),
      seed: 7,
    },
  );
  const wrapped = given.map(([schema]) => object({ v: schema, w: schema }));
  const checks = await load(Object.fromEntries(wrapped.map((schema, at) => [`s${at}`, schema])));
  const ajv = new Ajv2020({ strict: false, ownProperties: true, validateFormats: false });
  const all = new Ajv2020({ strict: false, ownProperties: true, allErrors: true, verbose: true });
  let refused = 0;
  let several = 0;
  wrapped.forEach((schema, at) => {
    const { exact, schema: checked } = checkedSchema(schema, linear);
    for (const value of given[at]![1]) {
      const valid = judged(() => ajv.validate(schema, { v: value, w: value }));
      const ours = said(checks, `s${at}`, { v: value, w: value });
      if (ours !== null) refused += 1;
      if (exact && valid !== null) expect([schema, value, ours === null]).toEqual([schema, value, valid]);
      else if (valid) expect([schema, value, ours]).toEqual([schema, value, null]);
      // Whatever is said beside the first mistake is one too.
      const text = allSaid(checks[`s${at}`]!, { v: value, w: value });
      all.validate(checked, { v: value, w: value });
      const sentences = (all.errors ?? []).map((error) => explain(error as CheckError));
      const short = sentences.map((sentence) => sentence.replace(/; known: .*$/, '.'));
      const rest = [...sentences, ...short, 'There is more.'].reduce(
        (left, one) => left.replace(one, ''),
        text,
      );
      expect([schema, value, text, rest.trim()]).toEqual([schema, value, text, '']);
      if (ours !== null && text !== ours) several += 1;
    }
  });
  expect(refused).toBeGreaterThan(100);
  expect(several).toBeGreaterThan(5);
});

/** Null where ajv's own code is wrong: such a schema is never checked as it is. */
function judged(judge: () => boolean): boolean | null {
  try {
    return judge();
  } catch (error) {
    expect(error).toBeInstanceOf(ReferenceError);
    return null;
  }
}

/** Schemas that hold others. */
function inner(schema: fc.Arbitrary<unknown>): fc.Arbitrary<unknown>[] {
  const some = fc.array(schema, { minLength: 1, maxLength: 2 });
  return [
    fc.record({ allOf: some }),
    fc.record({ anyOf: some, not: schema }),
    fc.record({ oneOf: some }),
    fc.record({ if: schema, else: schema }),
    fc.record({
      properties: fc.dictionary(fc.constantFrom('a', 'toString'), schema),
      additionalProperties: schema,
    }),
    fc.record({
      patternProperties: fc.dictionary(fc.constantFrom('^a', '(?=b)'), schema),
      propertyNames: schema,
    }),
    fc.record({ items: schema, contains: schema, uniqueItems: fc.boolean() }),
    fc.record({
      dependentSchemas: fc.dictionary(fc.constantFrom('a'), schema),
      unevaluatedProperties: schema,
    }),
    fc.record({ required: fc.constant(['a']), minProperties: fc.nat(1) }),
  ];
}
