// `args` typed by a tool's schema: what a schema promises may be relied on, what it does not promise is told of.
import { describe, expect, it } from 'vitest';
import { accessEnvironment, compileExpression, printFunction } from '../../compiler/cel/index.ts';
import { typeOfSchema } from '../../compiler/cel/schema.ts';
import { showType } from '../../compiler/cel/types.ts';
import { createBuilder } from '../../compiler/emit/builder.ts';
import { functionOf } from './evaluate.ts';

const refund = {
  type: 'object',
  properties: {
    amount: { type: 'number' },
    count: { type: 'integer' },
    mode: { enum: ['dry', 'real'] },
    to: { $ref: '#/$defs/account' },
    rows: { type: 'array', items: { $ref: '#/$defs/row' }, maxItems: 100 },
    lines: { type: 'array', items: { $ref: '#/$defs/row' } },
    few: { type: 'array', items: { type: 'string' }, maxItems: 10 },
    target: { oneOf: [{ $ref: '#/$defs/account' }, { $ref: '#/$defs/row' }] },
    any: true,
    note: { type: ['string', 'null'] },
  },
  required: ['amount', 'count', 'mode', 'to', 'rows', 'lines', 'few', 'target'],
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
    [{ type: ['string', 'integer'] }, 'string or int'],
    [{ oneOf: [{ type: 'string' }, { anyOf: [{ type: 'null' }, { type: 'string' }] }] }, 'string or null'],
    [{ oneOf: [{ type: 'string' }, {}] }, 'dyn'],
    [{ type: 'array', items: { type: 'boolean' } }, 'list(bool)'],
    [{ type: 'array', items: [{ type: 'boolean' }] }, 'list(dyn)'],
    [{ enum: ['a', 'b'] }, 'string'],
    [{ enum: [1, 2] }, 'int'],
    [{ enum: [1, 'a'] }, 'int or string'],
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

  it.each([
    ['args.rows[0].x <= 3.0', 'has(args.rows[0].x)'],
    ['args["odd name"].x <= 3.0', 'has(args["odd name"].x)'],
    ['args.rows[size(args.rows) - 1].x <= 3.0', 'has(….x)'],
  ])('is asked for in its own place: %s', (text, asked) => {
    const inner = { type: 'object', properties: { x: { type: 'number' } } };
    const properties = { rows: { type: 'array', maxItems: 9, items: inner }, 'odd name': inner };
    const args = { type: 'object', required: ['rows', 'odd name'], properties };
    const { warnings } = compileExpression(text, accessEnvironment({ args }), 'bool');
    expect(warnings.map(({ help }) => help)).toEqual([expect.stringContaining(asked)]);
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
    ['args.mode == "drry"', 'cel/type', '`args.mode` is never "drry".', 'Did you mean `dry`?'],
    ['args.count == "1"', 'cel/type', 'int and string are never equal.', 'Write `1` without quotes.'],
    [
      'args.amount.startsWith("1")',
      'cel/type',
      '`startsWith` is a method of string; this is double.',
      undefined,
    ],
    [
      'args.few.exists(x, x > 1)',
      'cel/type',
      '`>` does not take string and int.',
      'A text stands in quotes: `"1"`.',
    ],
  ])('is wrong: %s', (text, rule, message, help) => {
    const [problem] = compiled(text).problems;
    expect([problem?.rule, problem?.message, problem?.help]).toEqual([rule, message, help]);
  });

  it.each([
    ['args.note == "x"', 'cel/optional-property', 'args.note'],
    ['args.to.country == "x"', 'cel/optional-property', 'args.to.country'],
    ['args.rows.all(r, r.next.size > 1)', 'cel/optional-property', 'r.next'],
    ['args.lines.all(a, args.lines.exists(b, a.size == b.size))', 'cel/unbounded-cost', 'args.lines'],
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

describe('a union', () => {
  const properties = {
    either: { oneOf: [{ type: 'string' }, { type: 'integer' }] },
    maybe: { enum: ['on', 'off', null] },
    kind: { enum: ['a', 'b'] },
    kinds: { type: 'array', items: { enum: ['a', 'b'] } },
  };
  const environment = accessEnvironment({
    args: { type: 'object', properties, required: Object.keys(properties) },
  });
  it('of two unions is one of what either is', () => {
    const { problems } = compileExpression(
      '(args.kind == "a" ? args.either : args.maybe) == 1',
      environment,
      'bool',
    );
    expect(problems).toEqual([]);
  });

  it.each([
    ['args.either == true', 'string or int and bool are never equal.'],
    ['args.either && true', 'What stands beside `&&` must be bool, this is string or int.'],
    ['args.either', 'A condition must be bool, this is string or int.'],
    ['args.either.x == 1', 'string or int has no field `x`.'],
    ['args.either[0] == 1', 'string or int takes no index.'],
    ['args.either.all(x, x == 1)', 'A macro goes over a list or a map, this is string or int.'],
    ['"a" in args.either', '`in` does not take string and string or int.'],
    ['args.either < true', '`<` does not take string or int and bool.'],
    ['args.either + true == 1', '`+` does not take string or int and bool.'],
    ['args.either.getFullYear() == 1', '`getFullYear` is a method of timestamp; this is string or int.'],
    ['args.maybe == "of"', '`args.maybe` is never "of".'],
    ['args.kind in ["a", "c"]', '`args.kind` is never "c".'],
    ['"c" in args.kinds', '`args.kinds` never holds "c".'],
  ])('%s is wrong: %s', (text, message) => {
    const { problems } = compileExpression(text, environment, 'bool');
    expect(problems.map((one) => one.message)).toEqual([message]);
  });

  it.each([
    ['args.either == 1', { either: 1 }, true],
    ['args.either == 1', { either: '1' }, false],
    ['args.either < 2', { either: 1 }, true],
    ['args.either < 2', { either: 'a' }, 'error'],
    ['args.either + 1 == 2', { either: 1 }, true],
    ['-args.either == -1', { either: 1 }, true],
    ['args.either.startsWith("a")', { either: 'ab' }, true],
    ['args.either.startsWith("a")', { either: 1 }, 'error'],
    ['args.maybe == null', { maybe: null }, true],
    ['args.maybe in ["on", null]', { maybe: 'off' }, false],
    ['args.kind in ["a"]', { kind: 'a' }, true],
  ])('%s with %o is %s', (text, args, value) => {
    const expression = compileExpression(text, environment, 'bool');
    expect(expression.problems).toEqual([]);
    expect(functionOf(expression)({ args })).toBe(value);
  });
});

describe('integers between limits', () => {
  const within = (minimum: number, maximum: number) => ({ type: 'integer', minimum, maximum });
  const properties = {
    n: within(0, 1000),
    m: within(-5, 5),
    vast: within(0, Number.MAX_SAFE_INTEGER),
    open: { type: 'integer', minimum: 0 },
    some: { anyOf: [within(1, 3), within(7, 9)] },
    loose: { anyOf: [within(1, 3), { type: 'integer' }] },
    any: {},
    list: { type: 'array', items: within(1, 9), maxItems: 9 },
  };
  const environment = accessEnvironment({
    args: { type: 'object', properties, required: Object.keys(properties) },
  });
  const printed = (text: string) => {
    const expression = compileExpression(text, environment, 'bool');
    expect(expression.problems).toEqual([]);
    const builder = createBuilder();
    const { text: plan } = builder.finish(printFunction(expression, builder)).plan;
    return { plan, expression };
  };

  it.each([
    ['args.n + 1 < 100', 'args.n + 1 < 100'],
    ['args.n * 2 - 5 > args.m', 'args.n * 2 - 5 > args.m'],
    ['-args.m < args.n', '0 - args.m < args.n'],
    ['args.some + args.n == 9', 'args.some + args.n === 9'],
    ['args.list.all(x, x * 3 > 2)', 'x * 3 > 2'],
  ])('%s is plain JavaScript', (text, code) => {
    const { plan, expression } = printed(text);
    expect(plan).toContain(code);
    expect(expression.canError).toBe(false);
  });

  it.each([
    ['args.vast + 1 > 0', 'addInt'],
    ['args.open + 1 > 0', 'addInt'],
    ['args.loose + 1 > 0', 'addInt'],
    ['args.any + 1 > 0', 'addInt'],
    ['args.m * args.m > 0', 'multiplyInt'],
    ['math.greatest(1, args.n) + 1 > 0', 'addInt'],
    ['math.abs(args.m) + 1 > 0', 'addInt'],
    ['-args.any + 1 > 0', 'addInt'],
    ['args.n * 1000 * 1000 * 1000 * 1000 * 1000 > 0', 'multiplyInt'],
    ['args.n % args.m == 0', 'remainderInt'],
  ])('%s is not: %s', (text, helper) => {
    expect(printed(text).plan).toContain(`cel.${helper};`);
  });

  it.each([
    ['args.vast + 1 == 9007199254740992', { vast: Number.MAX_SAFE_INTEGER }, true],
    ['args.m * 0 == 0 && string(args.m * 0) == "0"', { m: -5 }, true],
    ['string(-args.m) == "0"', { m: 0 }, true],
    ['args.n % args.m == 0', { n: 4, m: 0 }, 'error'],
    ['args.n / 7 == 142 && args.n % 7 == 6', { n: 1000 }, true],
  ])('%s with %o is %s', (text, args, value) => {
    expect(functionOf(printed(text).expression)({ args })).toBe(value);
  });
});

describe('a schema that refers to itself', () => {
  const tree = { type: 'object', required: ['v'], additionalProperties: false, properties: {} };
  tree.properties = { v: { type: 'string' }, kid: { $ref: '#/$defs/tree' } };
  const args = { type: 'object', required: ['tree'], properties: { tree: { $ref: '#/$defs/tree' } } };
  it('keeps its types', () => {
    const environment = accessEnvironment({ args: { ...args, $defs: { tree } } });
    const problemsOf = (text: string) =>
      compileExpression(text, environment, 'bool').problems.map((one) => one.message);
    expect(problemsOf('args.tree.kid.kid.v == 1')).toEqual(['string and int are never equal.']);
    expect(problemsOf('args.tree.kid.kid.w == "x"')).toHaveLength(1);
  });
});

it('asks with `in` as with `has`', () => {
  const { warnings, canError } = compiled('"note" in args && args.note != "x"');
  expect([warnings, canError]).toEqual([[], false]);
});

describe('an open schema', () => {
  const args = { type: 'object', properties: { note: { type: 'string' }, id: { type: 'string' } } };
  const warned = (text: string) =>
    compileExpression(text, accessEnvironment({ args }), 'bool').warnings.map(
      (one) => `${one.rule} ${one.help}`,
    );
  it('is warned of what nearly has a declared name', () => {
    expect(warned('has(args.nots)')).toEqual(['cel/undeclared-property Did you mean `note`?']);
    // Once: what is asked for before it is read is warned of where it is asked for.
    expect(warned('has(args.nots) && args.nots == "x"')).toHaveLength(1);
    expect(warned('has(args.other) || has(args.ix)')).toEqual([]);
  });
});
