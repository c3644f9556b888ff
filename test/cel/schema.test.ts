// `args` typed by a tool's schema: what a schema promises may be relied on, what it does not promise is told of.
import { describe, expect, it } from 'vitest';
import { accessEnvironment, compileExpression } from '../../compiler/cel/index.ts';
import { typeOfSchema } from '../../compiler/cel/schema.ts';
import { showType } from '../../compiler/cel/types.ts';
import { functionOf } from './evaluate.ts';

const refund = {
  type: 'object',
  properties: {
    amount: { type: 'number' },
    count: { type: 'integer' },
    mode: { enum: ['dry', 'real'] },
    to: { $ref: '#/$defs/account' },
    rows: { type: 'array', items: { $ref: '#/$defs/row' } },
    few: { type: 'array', items: { type: 'string' }, maxItems: 10 },
    target: { oneOf: [{ $ref: '#/$defs/account' }, { $ref: '#/$defs/row' }] },
    any: true,
    note: { type: ['string', 'null'] },
  },
  required: ['amount', 'count', 'mode', 'to', 'rows', 'few', 'target'],
  additionalProperties: false,
  $defs: {
    account: {
      type: 'object',
      properties: { iban: { type: 'string' }, country: { type: 'string' } },
      required: ['iban'],
      additionalProperties: false,
    },
    row: {
      type: 'object',
      properties: { size: { type: 'integer' }, iban: { type: 'string' }, next: { $ref: '#/$defs/row' } },
      required: ['size', 'iban'],
    },
  },
};

function compiled(text: string) {
  return compileExpression(text, accessEnvironment({ args: refund }), 'bool');
}

describe('types of a schema', () => {
  it.each([
    [{ type: 'string' }, 'string'],
    [{ type: 'integer' }, 'int'],
    [{ type: 'number' }, 'double'],
    [{ type: ['integer', 'number'] }, 'double'],
    [{ type: ['string', 'integer'] }, 'dyn'],
    [{ type: 'array', items: { type: 'boolean' } }, 'list(bool)'],
    [{ type: 'array', items: [{ type: 'boolean' }] }, 'list(dyn)'],
    [{ enum: ['a', 'b'] }, 'string'],
    [{ enum: [1, 2] }, 'int'],
    [{ enum: [1, 'a'] }, 'dyn'],
    [{ const: null }, 'null'],
    [{ anyOf: [{ type: 'integer' }, { type: 'number' }] }, 'double'],
    [{ allOf: [{ type: 'string' }, { minLength: 3 }] }, 'string'],
    [{ $ref: '#' }, 'dyn'],
    [{ $ref: 'https://example.com/x' }, 'dyn'],
    [{ $ref: '#/$defs/no' }, 'dyn'],
    [{}, 'dyn'],
    [true, 'dyn'],
    [false, 'dyn'],
    ['no schema', 'dyn'],
    [{ type: 'nonsense' }, 'dyn'],
  ])('%j is %s', (schema, type) => {
    expect(showType(typeOfSchema(schema, 'x'))).toBe(type);
  });
});

describe('definitions that refer to each other', () => {
  it('are read a bounded number of times', () => {
    const names = Array.from({ length: 30 }, (_, i) => `d${i}`);
    const refs = Object.fromEntries(names.map((name) => [name, { $ref: `#/$defs/${name}` }]));
    const $defs = Object.fromEntries(names.map((name) => [name, { type: 'object', properties: refs }]));
    let read = 0;
    const counted = new Proxy($defs, {
      get: (all, name: string) => {
        read++;
        return all[name];
      },
    });
    expect(typeOfSchema({ type: 'object', properties: refs, $defs: counted }, 'args').kind).toBe('object');
    // Unrolled to any depth they would be read 30 to the power of that depth.
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(10_000);
  });
});

describe('what may be missing', () => {
  it('is asked for where it stands', () => {
    const inner = { type: 'object', properties: { x: { type: 'number' } } };
    const args = { type: 'object', required: ['r'], properties: { r: inner } };
    const { warnings } = compileExpression('args.r.x <= 3.0', accessEnvironment({ args }), 'bool');
    expect(warnings.map(({ help }) => help)).toEqual([expect.stringContaining('`has(args.r.x) && …`')]);
  });
});

describe('a typed rule', () => {
  it.each([
    'args.amount <= 100',
    'args.amount <= 99.5',
    'args.count + 1 > 2',
    'args.mode == "dry"',
    'args.to.iban.startsWith("DE")',
    'has(args.to.country) && args.to.country == "DE"',
    'args.rows.all(row, row.size < 10)',
    'args.rows.all(row, has(row.next) && row.next.size < 10)',
    'args.target.iban == "x"',
    'args.few.all(a, args.few.exists(b, a == b))',
    '!has(args.note) || args.note != "x"',
    'args.?note.orValue("") != "x"',
    'args.any == 1 || !has(args.any)',
  ])('is right: %s', (text) => {
    const { problems, warnings } = compiled(text);
    expect(problems).toEqual([]);
    if (!text.startsWith('args.any')) expect(warnings).toEqual([]);
  });

  it.each([
    ['args.amuont <= 100', 'cel/unknown-field', '`args` has no property `amuont`.', 'Did you mean `amount`?'],
    ['has(args.nots)', 'cel/unknown-field', '`args` has no property `nots`.', 'Did you mean `note`?'],
    [
      'args.to.ibann == ""',
      'cel/unknown-field',
      '`args.to` has no property `ibann`.',
      'Did you mean `iban`?',
    ],
    ['args.mode == "drry"', 'cel/type', 'The value is never "drry".', 'Did you mean `dry`?'],
    ['args.count == "1"', 'cel/type', 'int and string are never equal.', undefined],
    [
      'args.amount.startsWith("1")',
      'cel/type',
      '`startsWith` is a method of string; this is double.',
      undefined,
    ],
    ['args.few.exists(x, x > 1)', 'cel/type', '`>` does not take string and int.', undefined],
  ])('is wrong: %s', (text, rule, message, help) => {
    const [problem] = compiled(text).problems;
    expect([problem?.rule, problem?.message, problem?.help]).toEqual([rule, message, help]);
  });

  it.each([
    ['args.note == "x"', 'cel/optional-property', 'args.note'],
    ['args.to.country == "x"', 'cel/optional-property', 'args.to.country'],
    ['args.rows.all(r, r.next.size > 1)', 'cel/optional-property', 'r.next'],
    ['args.rows.all(a, args.rows.exists(b, a.size == b.size))', 'cel/unbounded-cost', 'args.rows'],
    ['args.count > 1 / 0', 'cel/no-value', '1 / 0'],
  ])('is doubtful: %s', (text, rule, place) => {
    const { ok, warnings } = compiled(text);
    expect(ok).toBe(true);
    expect(warnings.map((one) => [one.rule, text.slice(one.start, one.end)])).toEqual([[rule, place]]);
  });
});

describe('what a typed rule gives', () => {
  const args = {
    amount: 100,
    count: 3,
    mode: 'dry',
    to: { iban: 'DE1' },
    rows: [],
    few: [],
    target: { iban: 'x' },
  };
  it.each([
    ['args.amount <= 100', {}, true],
    ['args.amount <= 99.5', {}, false],
    ['args.amount / 8.0 == 12.5', {}, true],
    ['args.amount > 9007199254740992.0', { amount: 9007199254740995n }, true],
    ['args.count + 1 == 4', {}, true],
    ['args.count + 1 > 0', { count: 1e300 }, 'error'],
    ['args.count > 9007199254740993', { count: 9007199254740994n }, true],
    ['args.note == "x"', {}, 'error'],
    ['args.note == "x"', { note: 'x' }, true],
    ['args.?note.orValue("x") == "x"', {}, true],
    ['args.rows.all(r, r.size < 10)', { rows: [{ size: 9 }, { size: 10 }] }, false],
    ['args.to == {"iban": "DE1"}', {}, true],
    ['"iban" in args.to && size(args.to) == 1 && args.to.exists(k, k == "iban")', {}, true],
  ])('%s with %o is %s', (text, more, value) => {
    expect(functionOf(compiled(text))({ args: { ...args, ...more } })).toBe(value);
  });
});
