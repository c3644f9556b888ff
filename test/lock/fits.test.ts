// Examples of locked schemas: values that fit, as the gateway checks them.
import { expect, test } from 'vitest';
import { fittingReader } from '../../compiler/lock/fits.ts';

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });

test.each<[string, object, unknown]>([
  ['nothing', {}, {}],
  ['what need not be there', object({ a: { type: 'string' } }), {}],
  ['a pattern', object({ a: { pattern: '^[A-Z]{2}-\\d{3,}$' } }, { required: ['a'] }), { a: 'AA-111' }],
  [
    'a pattern and a length',
    object({ a: { type: 'string', pattern: '^[a-c]+$', minLength: 4 } }, { required: ['a'] }),
    { a: 'aaaa' },
  ],
  [
    'numbers with ends and steps',
    object(
      {
        a: { type: 'integer', exclusiveMinimum: 10 },
        b: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
        c: { type: 'integer', minimum: 1, multipleOf: 5 },
        d: { type: 'integer', maximum: -3 },
      },
      { required: ['a', 'b', 'c', 'd'] },
    ),
    { a: 11, b: 0.5, c: 5, d: expect.any(Number) },
  ],
  [
    'lists and what is in them',
    object(
      {
        a: { type: 'array', minItems: 2, items: object({ n: { enum: ['x', 'y'] } }, { required: ['n'] }) },
        b: { type: 'array', prefixItems: [{ const: 3 }], items: false },
      },
      { required: ['a', 'b'] },
    ),
    { a: [{ n: 'x' }, { n: 'x' }], b: [3] },
  ],
  [
    'references, alternatives and all of several',
    {
      $defs: {
        kind: { enum: ['k'] },
        node: object({ next: { $ref: '#/$defs/node' } }, { required: ['kind'] }),
      },
      ...object(
        {
          a: { $ref: '#/$defs/kind' },
          b: { anyOf: [{ type: 'null' }, { type: 'string' }] },
          c: { allOf: [object({ x: { const: 1 } }), { required: ['x'] }] },
          d: { $ref: '#/$defs/node' },
        },
        { required: ['a', 'b', 'c', 'd'] },
      ),
    },
    { a: 'k', b: null, c: { x: 1 }, d: { kind: 'x' } },
  ],
])('%s', async (_, schema, example) => {
  const found = (await fittingReader())(schema);
  expect(found.example).toEqual(example);
  expect(found.fits(found.example)).toBe(true);
});

test('where none is found, that is said', async () => {
  const never = (await fittingReader())(object({ a: false }, { required: ['a'] }));
  expect([never.example, never.fits({ a: 1 })]).toEqual([null, false]);
});
