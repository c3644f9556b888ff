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
import { runs } from '../runs.ts';
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
    ...(['allOf', 'anyOf', 'oneOf', 'prefixItems'] as const).map(
      (key): [string, object, object, string[]] => [
        `behind a reference in ${key}`,
        { $defs: { a: { enum: ['a', 'b'] } }, [key]: [{ $ref: '#/$defs/a' }, { type: 'null' }] },
        { $defs: { a: { enum: ['a'] } }, [key]: [{ $ref: '#/$defs/a' }, { type: 'null' }] },
        [`in.${key}.0.enum: ["a","b"] → ["a"] !`],
      ],
    ),
    ...(['contains', 'not', 'if'] as const).map((key): [string, object, object, string[]] => [
      `behind a reference in ${key}`,
      { $defs: { a: { type: 'string' } }, [key]: { $ref: '#/$defs/a' } },
      { $defs: { a: { type: ['string', 'null'] } }, [key]: { $ref: '#/$defs/a' } },
      [`in.${key}: {"$ref":"#/$defs/a"} → {"$ref":"#/$defs/a"} !`],
    ]),
    [
      'behind the same reference called otherwise, in each place',
      {
        $defs: { a: { maximum: 9 } },
        ...object({ x: { $ref: '#/$defs/a' }, y: { anyOf: [{ $ref: '#/$defs/a' }] } }),
      },
      {
        $defs: { b: { maximum: 9, description: 'words' } },
        ...object({ x: { allOf: [{ $ref: '#/$defs/b' }] }, y: { anyOf: [{ maximum: 9 }] } }),
      },
      [],
    ],
    [
      'beside a reference',
      { $defs: { a: { type: 'integer' } }, ...object({ x: { $ref: '#/$defs/a', maximum: 9 } }) },
      { $defs: { a: { type: 'integer' } }, ...object({ x: { $ref: '#/$defs/a', maximum: 5 } }) },
      ['in.properties.x.maximum: 9 → 5 !'],
    ],
    [
      'beside a reference of draft-07, where it counts for nothing',
      {
        $schema: 'http://json-schema.org/draft-07/schema#',
        ...{ definitions: { a: {} }, ...object({ x: { $ref: '#/definitions/a', maximum: 9 } }) },
      },
      {
        $schema: 'http://json-schema.org/draft-07/schema#',
        ...{ definitions: { a: {} }, ...object({ x: { $ref: '#/definitions/a', maximum: 5 } }) },
      },
      [],
    ],
    [
      'behind an anchor',
      { $defs: { a: { $anchor: 'n', maximum: 9 } }, $ref: '#n' },
      { $defs: { a: { $anchor: 'n', maximum: 5 } }, $ref: '#n' },
      ['in.maximum: 9 → 5 !'],
    ],
    ['a reference that leads nowhere', { $ref: '#/a' }, { $ref: '#/b' }, ['in.$ref: "#/a" → "#/b" !']],
    [
      'references in circles, each as often as the others',
      object({ x: { $ref: '#' }, y: { $ref: '#' }, z: { items: { $ref: '#' } } }, { maxProperties: 9 }),
      object({ x: { $ref: '#' }, y: { $ref: '#' }, z: { items: { $ref: '#' } } }, { maxProperties: 5 }),
      ['in.maxProperties: 9 → 5 !'],
    ],
    [
      'a circle within alternatives that only grew',
      { anyOf: [{ type: 'null' }, object({ x: { $ref: '#' } })] },
      { anyOf: [{ type: 'null' }, { type: 'string' }, object({ x: { $ref: '#' } })] },
      [expect.stringContaining('in.anyOf: [')],
    ],
    [
      'a value that reads like words',
      { const: { title: 'a' } },
      { const: { title: 'b' } },
      [expect.stringMatching(/^in.const: .* !$/)],
    ],
    ['the value as one of several', { const: 'a' }, { enum: ['a', 'b'] }, ['in.enum: "a" → ["a","b"]']],
    [
      'first items gone, others refused',
      { prefixItems: [true], items: false },
      { items: false },
      ['in.prefixItems: [true] → nothing !'],
    ],
    [
      'a pattern of names gone, others refused',
      { patternProperties: { a: {} }, additionalProperties: false },
      { additionalProperties: false },
      ['in.patternProperties.a: removed !'],
    ],
    [
      'none need fit, then one',
      { contains: {}, minContains: 0 },
      { contains: {} },
      ['in.minContains: 0 → nothing !'],
    ],
    [
      'a property gone, what is not declared refused',
      object({ a: {} }, { unevaluatedProperties: false }),
      object({}, { unevaluatedProperties: false }),
      ['in.properties.a: removed !'],
    ],
    ['a divisor of it', { multipleOf: 4 }, { multipleOf: 2 }, ['in.multipleOf: 4 → 2']],
    [
      'items need not differ any more',
      { uniqueItems: true },
      { uniqueItems: false },
      ['in.uniqueItems: true → false'],
    ],
    ['a format, which servers check', {}, { format: 'email' }, ['in.format: nothing → "email" !']],
    ['a default', { default: 'me' }, { default: 'them' }, ['in.default: "me" → "them"']],
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
    // Of a document one part of three may change.
    const documents = fc
      .tuple(schema, schema, schema, schema, fc.nat(4))
      .map(([root, a, b, other, at]) => {
        const before = [root, a, b];
        const after = at > 2 ? [other, b, a] : before.map((one, index) => (index === at ? other : one));
        const document = ([all, x, y]: unknown[]): Document => ({ allOf: [all], $defs: { a: x, b: y } });
        return [document(before), document(after)] as const;
      })
      .filter((pair) => pair.every(ends));
    let compatible = 0;
    let broken = 0;
    fc.assert(
      fc.property(documents, fc.array(values, { minLength: 8, maxLength: 8 }), ([before, after], given) => {
        const details = compareSchemas(before, after, '');
        // What is newly declared is compatible, though somebody may have sent something else by that name.
        fc.pre(!details.some(({ what }) => what === 'added'));
        const breaks = details.some(({ breaking }) => breaking);
        if (breaks) broken += 1;
        else compatible += 1;
        const [old, now] = [ajv.compile(before), ajv.compile(after)];
        return breaks || given.every((value) => !old(value) || now(value));
      }),
      { numRuns: runs(600), seed: 11 },
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
  fc.constantFrom('#', '#/$defs/a', '#/$defs/b').map(($ref) => ({ $ref })),
);

interface Document {
  readonly allOf: readonly unknown[];
  readonly $defs: Readonly<Record<string, unknown>>;
}

/** Does reading a value by it come to an end? A reference that means itself never does. */
function ends({ allOf: [root], $defs }: Document): boolean {
  const all: Record<string, unknown> = { '#': root, '#/$defs/a': $defs.a, '#/$defs/b': $defs.b };
  const inPlace = (one: unknown): readonly string[] => {
    if (typeof one !== 'object' || one === null) return [];
    const { $ref, allOf = [], anyOf = [], oneOf = [], not } = one as Record<string, never>;
    return [...($ref === undefined ? [] : [$ref]), ...[...allOf, ...anyOf, ...oneOf, not].flatMap(inPlace)];
  };
  const reached = (from: string, seen: readonly string[]): boolean =>
    !seen.includes(from) && inPlace(all[from]).every((next) => reached(next, [...seen, from]));
  return Object.keys(all).every((from) => reached(from, []));
}

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
    fc.record(
      {
        prefixItems: fc.array(schema, { minLength: 1, maxLength: 2 }),
        items: schema,
        ...{ contains: schema, minContains: fc.nat(2), uniqueItems: fc.boolean() },
        unevaluatedItems: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    ...['allOf', 'anyOf', 'oneOf'].map((key) =>
      fc.array(schema, { minLength: 1, maxLength: 3 }).map((all) => ({ [key]: all })),
    ),
    fc.record(
      { $ref: fc.constantFrom('#/$defs/a', '#/$defs/b'), properties: fc.record({ a: schema }) },
      { requiredKeys: ['$ref'] },
    ),
    fc.record(
      {
        properties: fc.record({ a: schema }),
        patternProperties: fc.dictionary(fc.constantFrom('a', 'b'), schema),
        ...{ propertyNames: schema, unevaluatedProperties: fc.boolean() },
      },
      { requiredKeys: [] },
    ),
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
