// Drift like a code review: what broke, what was said otherwise, and never a breaking change called compatible.
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareLocks } from '../../compiler/lock/compare/index.ts';
import { compareSchemas } from '../../compiler/lock/compare/schema.ts';
import { wordChanges } from '../../compiler/lock/compare/words.ts';
import { printLock, readLock } from '../../compiler/lock/file.ts';
import type { Definition, LockFile } from '../../compiler/lock/model.ts';
import { takeLock } from '../../compiler/lock/take.ts';
import { printChanges } from '../../compiler/locking/print.ts';
import { lockText, search } from './world.ts';

const lock = (...tools: Definition[]): LockFile =>
  (readLock(lockText({ crm: tools })) as { lock: LockFile }).lock;
const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });

describe('a schema', () => {
  const said = (before: object, after: object) =>
    compareSchemas(before, after, 'in').map(
      ({ at, what, breaking }) => `${at}: ${what}${breaking ? ' !' : ''}`,
    );

  test.each<[string, object, object, string[]]>([
    [
      'a property that must be there',
      object({ a: {} }),
      object({ a: {} }, { required: ['a'] }),
      ['in.required: “a” is required now !'],
    ],
    [
      'one that need not',
      object({}, { required: ['a'] }),
      object({}),
      ['in.required: “a” is not required any more'],
    ],
    ['a new property', object({}), object({ a: {} }), ['in.properties.a: added']],
    ['a property gone, anything allowed', object({ a: {} }), object({}), ['in.properties.a: removed']],
    [
      'a property gone, nothing else allowed',
      object({ a: {} }, { additionalProperties: false }),
      object({}, { additionalProperties: false }),
      ['in.properties.a: removed !'],
    ],
    [
      'closed',
      object({}),
      object({}, { additionalProperties: false }),
      ['in.additionalProperties: true → false !'],
    ],
    [
      'fewer types',
      { type: ['string', 'null'] },
      { type: 'string' },
      ['in.type: ["string","null"] → "string" !'],
    ],
    ['a wider type', { type: 'integer' }, { type: 'number' }, ['in.type: "integer" → "number"']],
    ['a value gone', { enum: ['a', 'b'] }, { enum: ['a'] }, ['in.enum: ["a","b"] → ["a"] !']],
    ['a value more', { enum: ['a'] }, { enum: ['a', 'b'] }, ['in.enum: ["a"] → ["a","b"]']],
    ['a lower maximum', { maximum: 9 }, { maximum: 5 }, ['in.maximum: 9 → 5 !']],
    ['a higher one', { maximum: 5 }, { maximum: 9 }, ['in.maximum: 5 → 9']],
    ['a new minimum', {}, { minLength: 1 }, ['in.minLength: nothing → 1 !']],
    ['a pattern gone', { pattern: 'a' }, {}, ['in.pattern: "a" → nothing']],
    ['another pattern', { pattern: 'a' }, { pattern: 'b' }, ['in.pattern: "a" → "b" !']],
    [
      'an alternative gone',
      { anyOf: [{ type: 'null' }, { enum: [1] }] },
      { anyOf: [{ enum: [1] }] },
      ['in.anyOf: [{"type":"null"},{"enum":[1]}] → [{"enum":[1]}] !'],
    ],
    ['items', { items: { maximum: 9 } }, { items: { maximum: 5 } }, ['in.items.maximum: 9 → 5 !']],
    [
      'behind a reference',
      { $defs: { a: { type: 'string' } }, ...object({ x: { $ref: '#/$defs/a' } }) },
      { $defs: { b: { type: 'number' } }, ...object({ x: { $ref: '#/$defs/b' } }) },
      ['in.properties.x.type: "string" → "number" !'],
    ],
    [
      'a reference in a circle',
      object({ x: { $ref: '#' } }),
      object({ x: { $ref: '#' }, y: {} }),
      expect.anything(),
    ],
    ['words alone', { description: 'a', type: 'string' }, { type: 'string', title: 'b' }, []],
  ])('%s', (_, before, after, expected) => {
    expect(said(before, after)).toEqual(expected);
  });

  test('is never called compatible where a value that was valid is not any more', {
    timeout: 300_000,
  }, () => {
    const { schema } = fc.letrec<{ schema: unknown }>((tie) => ({
      schema: fc.oneof({ maxDepth: 2 }, leaf, ...inner(tie('schema'))),
    }));
    const ajv = new Ajv2020({ strict: false, logger: false });
    const values = fc.oneof(
      fc.dictionary(fc.constantFrom('a', 'b'), fc.jsonValue({ maxDepth: 1 })),
      fc.jsonValue({ maxDepth: 2 }),
    );
    let compatible = 0;
    let broken = 0;
    fc.assert(
      fc.property(
        schema,
        schema,
        fc.array(values, { minLength: 8, maxLength: 8 }),
        (before, after, given) => {
          const details = compareSchemas(before, after, '');
          // What is newly declared is compatible, though somebody may have sent something else by that name.
          fc.pre(!details.some(({ what }) => what === 'added'));
          const breaks = details.some(({ breaking }) => breaking);
          if (breaks) broken += 1;
          else compatible += 1;
          const [old, now] = [ajv.compile(before as object), ajv.compile(after as object)];
          return breaks || given.every((value) => !old(value) || now(value));
        },
      ),
      { numRuns: 500, seed: 11 },
    );
    expect(Math.min(compatible, broken)).toBeGreaterThan(20);
  });
});

const leaf = fc.oneof(
  fc.record({
    type: fc.constantFrom('string', 'integer', 'number', 'null', 'array', 'object', ['string', 'null']),
  }),
  fc.record({ enum: fc.uniqueArray(fc.constantFrom('a', 'b', 1), { minLength: 1, maxLength: 2 }) }),
  fc.record({ maximum: fc.integer({ min: -1, max: 1 }), minLength: fc.nat(2) }, { requiredKeys: [] }),
  fc.boolean(),
);

function inner(schema: fc.Arbitrary<unknown>): fc.Arbitrary<unknown>[] {
  return [
    fc.record(
      {
        properties: fc.dictionary(fc.constantFrom('a', 'b'), schema),
        additionalProperties: fc.oneof(fc.boolean(), schema),
        required: fc.constantFrom(['a'], ['a', 'b']),
      },
      { requiredKeys: [] },
    ),
    fc.record({ items: schema, maxItems: fc.nat(2) }, { requiredKeys: [] }),
    fc.record({ anyOf: fc.array(schema, { minLength: 1, maxLength: 2 }) }),
    fc.record({ not: schema }),
    fc.record({
      patternProperties: fc.dictionary(fc.constantFrom('a', 'b'), schema),
      additionalProperties: schema,
    }),
  ];
}

test('a text, word by word, with what nobody sees made seen', () => {
  expect(wordChanges('Finds a customer.', 'Finds all customers.')).toBe(
    'Finds [-a-]{+all+} [-customer-]{+customers+}.',
  );
  expect(wordChanges('', 'New.')).toBe('{+New.+}');
  expect(wordChanges('Same.', 'Same\u200b.')).toBe('Same{+\\u{200b}+}.');
});

test('prompts, templates and instructions are reviewed like tools', () => {
  const of = (prompt: object, uri: string, instructions: string | null) =>
    takeLock(
      [
        {
          server: 'crm',
          offered: {
            ...{ tools: [], prompts: [{ name: 'greet', ...prompt }], instructions },
            resourceTemplates: [{ uriTemplate: uri, name: 'doc' }],
          },
          ...{ failure: null, rejected: [] },
        },
      ],
      null,
    );
  const name = { name: 'name', description: 'Who.' };
  const before = of({ description: 'Greets.', arguments: [name] }, 'docs://{id}', 'Search first.');
  const after = of(
    {
      description: 'Greets all.',
      arguments: [
        { ...name, description: 'Who it is.', required: true },
        { name: 'tone', required: true },
      ],
    },
    'docs://{id}/{part}',
    'Search twice.',
  );
  const changes = compareLocks(before, after);
  expect(printChanges(changes)).toBe(`crm
  ~ instructions: changed
      instructions: Search [-first-]{+twice+}.
  ~ prompt greet: changed
      description: Greets{+ all+}.
      arguments.name.description: Who{+ it is+}.
      arguments.name.required: nothing → true (breaking)
      arguments.tone: added, and required (breaking)
  - resource template docs://{id}: removed (breaking)
  + resource template docs://{id}/{part}: added, about 13 tokens
`);
  expect(
    compareLocks(after, of({}, 'docs://{id}', null)).map(({ kind, change }) => [kind, change]),
  ).toContainEqual(['instructions', 'removed']);
  expect(readLock(printLock(after))).toEqual({ lock: after });
  expect(readLock(printLock(after).replace('Search twice.', 'Send twice.'))).toHaveProperty('wrong');
});

test('the review of a whole lock, for people', () => {
  const schema = (maximum: number) =>
    object({ limit: { type: 'integer', maximum, description: 'At most.' } });
  const before = lock(
    search('Finds customers.', {
      inputSchema: schema(100),
      annotations: { readOnlyHint: true, openWorldHint: true },
    }),
    { ...search('Gone.'), name: 'gone' },
    { ...search('Gives.', { outputSchema: object({ a: {} }, { required: ['a'] }) }), name: 'give' },
    { ...search('Plain.'), name: 'plain' },
  );
  const after = lock(
    search('Finds all customers.', {
      inputSchema: schema(50),
      annotations: { readOnlyHint: false, openWorldHint: false },
    }),
    { ...search('Gives.', { outputSchema: object({ a: {} }) }), name: 'give' },
    { ...search('Plain.', { icons: [] }), name: 'plain' },
    { ...search('New.'), name: 'new' },
  );
  expect(compareLocks(before, before)).toEqual([]);
  const changes = compareLocks(before, after);
  expect(changes.filter(({ breaking }) => breaking).map(({ name }) => name)).toEqual([
    'give',
    'gone',
    'search',
  ]);
  expect(printChanges(changes)).toBe(`crm
  ~ give: changed
      outputSchema.required: “a” is not always there any more (breaking)
  - gone: removed (breaking)
  + new: added, about 17 tokens
  ~ plain: changed
      icons: nothing → []
  ~ search: changed
      description: Finds {+all +}customers.
      annotations.readOnlyHint: true → false: it promises less (breaking)
      annotations.openWorldHint: true → false
      inputSchema.properties.limit.maximum: 100 → 50 (breaking)
`);
});
