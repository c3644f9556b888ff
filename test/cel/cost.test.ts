// What an expression costs at most: bounded by what the schema allows, or by what the expression asks first; else counted when
// it is evaluated, so that what is over the budget is an error.
import { describe, expect, it } from 'vitest';
import { messageBytes } from '../../compiler/cel/cost/size.ts';
import {
  accessEnvironment,
  type Compiled,
  compileExpression,
  printCould,
  printFunction,
} from '../../compiler/cel/index.ts';
import { createBuilder } from '../../compiler/emit/builder.ts';
import { mostSteps } from '../../runtime/cel/budget.ts';
import { celError } from '../../runtime/cel/error.ts';
import * as cel from '../../runtime/cel/index.ts';
import { BOUNDS } from '../../runtime/front/index.ts';
import { call, evaluate, refund, support } from './evaluate.ts';

const text = { type: 'string' };
const list = (items: unknown, maxItems?: number) => ({ type: 'array', items, maxItems });
const schema = {
  type: 'object',
  required: [
    'many',
    'all',
    'few',
    'pairs',
    'huge',
    'text',
    'word',
    'map',
    'named',
    'keyed',
    'small',
    'dyn',
    'any',
    'things',
    'other',
    'rows',
  ],
  properties: {
    many: list(text),
    all: list(text),
    few: list({ ...text, maxLength: 20 }, 50),
    pairs: list(list({ type: 'integer' }, 30), 40),
    huge: list(text, 5000),
    text,
    word: { ...text, maxLength: 10 },
    map: { type: 'object', additionalProperties: text },
    named: {
      type: 'object',
      additionalProperties: text,
      propertyNames: { maxLength: 20 },
      maxProperties: 50,
    },
    keyed: { type: 'object', additionalProperties: text, maxProperties: 50 },
    small: { type: 'object', additionalProperties: text, maxProperties: 5 },
    dyn: {},
    any: list({}),
    things: list({}, 50),
    other: text,
    rows: list(list(text)),
  },
};

function compiled(expression: string, args: unknown = schema): Compiled {
  const found = compileExpression(expression, accessEnvironment({ args }), 'bool');
  expect(found.problems, expression).toEqual([]);
  return found;
}

function printed(expression: Compiled): string {
  const builder = createBuilder();
  return builder.finish(printFunction(expression, builder)).plan.text;
}

function run(expression: Compiled, args: unknown, runtime: object = cel): unknown {
  const source = printed(expression).replace('export function', 'function');
  const judge = new Function('cel', `${source}\nreturn plan(cel);`)(runtime);
  try {
    return judge(support, refund, args, call);
  } catch (error) {
    expect(error).toBe(celError);
    return 'error';
  }
}

/** Whether an agent could see the thing, for all that is known before a call. */
function could(expression: Compiled, effect: 'allow' | 'deny'): boolean {
  const builder = createBuilder();
  const { plan } = builder.finish(printCould(expression, builder, effect));
  const make = new Function('cel', `${plan.text.replace('export function', 'function')}\nreturn plan(cel);`);
  return make(cel)(support, refund);
}

it('knows the greatest message', () => {
  expect(messageBytes).toBe(BOUNDS.bodyBytes);
});

describe('limits of the schema', () => {
  it.each([
    ['args.few.all(x, x != args.word)', 'maxItems'],
    ['args.few.all(x, args.few.exists(y, x == y))', 'maxItems of both'],
    ['args.pairs.all(p, p.all(x, x > 0))', 'maxItems of what is inside'],
    ['args.few.all(x, x in args.small)', 'maxProperties'],
    ['args.named.all(k, args.named.exists(l, k == l))', 'maxLength of propertyNames'],
    ['args.small.all(k, args.few.exists(x, x == k))', 'maxProperties of a range'],
    ['args.few.all(x, args.word.contains(x))', 'maxLength'],
    ['size(args.many) <= 50 && args.many.all(x, args.few.exists(y, x == y))', 'a size that is asked first'],
    ['size(args.dyn) < 50 && args.dyn.all(x, args.few.exists(y, x == y))', 'a size of any type'],
    ['!(size(args.many) > 50) && args.many.all(x, x in args.few)', 'a size that is denied'],
    ['50 >= args.many.size() ? args.many.all(x, x in args.few) : false', 'a size before `?`'],
    ['size(args.many) > 50 || args.many.exists(x, x in args.few)', 'a size before `||`'],
    ['cel.bind(m, args.few, m.all(x, m.exists(y, x == y)))', 'the size of what is bound'],
    ['agent.roles.all(r, args.few.exists(x, x == r))', 'what an agent has'],
  ])('%s needs no counter: %s', (expression) => {
    const found = compiled(expression);
    expect(found.steps).toBeLessThanOrEqual(mostSteps);
    expect(found.warnings.filter(({ rule }) => rule === 'cel/unbounded-cost')).toEqual([]);
    expect(printed(found)).not.toContain('spend$');
  });

  it.each([
    ['args.many.all(x, x != "")'],
    ['args.dyn.all(x, x != "")'],
    ['args.map.all(k, k != "")'],
    ['args.huge.all(x, args.huge.exists(y, x == y))'],
    ['size(args.many) > 50 && args.many.all(x, x in args.few)'],
    // What may fail for another reason is evaluated last.
    ['(size(args.many) <= 50 && args.dyn == 1 && args.dyn > 0) && args.many.all(x, x in args.few)'],
    ['size(args.few) <= 50 && args.many.all(x, x in args.few)'],
    ['cel.bind(args, {"many": args.all}, args.many.all(x, args.many.exists(y, x == y)))'],
    ['size(args.many) < 50 && cel.bind(m, args.many + args.all, m.all(x, x in m))'],
    // Few elements may have many parts.
    ['args.things.all(x, args.things.all(y, [x] == [y]))'],
    ['args.things.all(x, x in args.things)'],
  ])('%s is counted', (expression) => {
    const found = compiled(expression);
    expect(found.steps).toBeGreaterThan(mostSteps);
    expect(printed(found)).toContain('spend$');
  });
});

describe('what has no limit', () => {
  it.each([
    ['args.many.all(x, args.all.exists(y, x == y))', ['args.many', 'args.all', 'x'], 'maxItems'],
    ['args.many.all(x, args.few.exists(y, x == y))', ['args.many'], 'maxItems'],
    ['args.few.all(x, args.many.all(z, args.few.exists(y, x == y)))', ['args.many'], 'maxItems'],
    ['args.many.all(x, args.text.contains(x))', ['args.many', 'args.text'], 'maxLength'],
    ['args.many.all(x, x in args.all)', ['args.many', 'args.all'], 'maxItems'],
    ['args.keyed.all(k, args.keyed.exists(l, k == l))', ['k'], 'propertyNames'],
    ['args.map.all(k, args.map.exists(l, k == l))', ['args.map', 'k'], 'maxProperties'],
  ])('%s: %j', (expression, places, limit) => {
    const warnings = compiled(expression).warnings.filter(({ rule }) => rule === 'cel/unbounded-cost');
    expect(warnings.map(({ start, end }) => expression.slice(start, end)).sort()).toEqual(places.sort());
    expect(warnings.some(({ help }) => help?.includes(`\`${limit}\``))).toBe(true);
  });

  it.each([
    ['args.text.replace(args.word, args.other) == ""', ['args.text', 'args.other'], 'maxLength'],
    ['args.many.join(args.text) == ""', ['args.many', 'args.text'], 'maxItems'],
    ['args.text.matches(args.other)', ['args.text', 'args.other'], 'maxLength'],
    ['args.text.matches(agent.name)', ['args.text'], 'maxLength'],
    ['args.text.matches("((a{10}){10}){10}$")', ['args.text'], 'maxLength'],
    ['args.many.map(x, x + args.text).all(x, x.size() > 1)', ['args.many', 'args.text'], 'maxLength'],
    ['args.text.split(",").all(x, args.other.contains(x))', ['args.text', 'args.other'], 'maxLength'],
    ['args.dyn.all(x, args.text.contains(x))', ['args.dyn', 'args.text'], 'maxItems'],
  ])('%s, outside of loops too: %j', (expression, places, limit) => {
    const { warnings } = compiled(expression);
    expect(warnings.map(({ start, end }) => expression.slice(start, end)).sort()).toEqual(places.sort());
    expect(warnings.some(({ help }) => help?.includes(`\`${limit}\``))).toBe(true);
  });

  it.each([
    ['args.many.all(x, x != "")', ['args.many'], 'maxItems'],
    ['args.many.all(x, x.lowerAscii() in agent.roles)', ['args.many'], 'maxItems'],
    ['args.map.exists(k, k == "")', ['args.map'], 'maxProperties'],
    ['args.rows.all(r, r.all(t, t != args.text))', ['args.rows'], 'maxItems'],
    ['args.things.all(t, t.all(r, r != ""))', ['t'], 'maxItems'],
    ['args.dyn.all(r, r != "")', ['args.dyn'], 'maxItems'],
    ['args.text.contains(args.other)', ['args.text'], 'maxLength'],
    ['args.text.split(",")[0] == "a"', ['args.text'], 'maxLength'],
    [
      'args.text.lowerAscii().contains("a") || args.text.lowerAscii().contains("b")',
      ['args.text'],
      'maxLength',
    ],
    ['args.dyn == args.any', ['args.any', 'args.dyn'], 'Declare its type'],
    ['args.any == [args.named]', ['args.any'], 'Declare its type'],
  ])('%s, though it grows with what is sent, no more: %j', (expression, places, limit) => {
    const { warnings } = compiled(expression);
    expect(warnings.map(({ start, end }) => expression.slice(start, end)).sort()).toEqual(places.sort());
    expect(warnings.every(({ help }) => help?.includes(limit))).toBe(true);
    expect(warnings[0]?.why).toContain('grows with it;');
  });

  it.each([
    ['args.few.all(x, x != "")'],
    ['args.text.contains("a")'],
    ['args.text.matches("^[a-z]+$")'],
    ['args.many == args.few'],
    ['args.word in args.few'],
    ['size(args.many) <= 100 && args.many.all(x, x.lowerAscii() != "a")'],
  ])('%s is within the budget, whatever is sent', (expression) => {
    expect(compiled(expression).warnings).toEqual([]);
  });

  it.each([
    ['args.text.replace(args.word, args.other) == ""'],
    ['args.many.join(args.text) == ""'],
    ['args.text.matches(args.other)'],
    ['args.text.matches("((a{10}){10}){10}$")'],
    ['args.many.all(x, $ args.all.exists(y, x == y))'],
    ['args.many.all(x, args.text.contains(x))'],
    ['args.map.all(k, $ args.map.exists(l, k == l))'],
    ['args.rows.all(r, $ r.all(t, args.text.contains(t)))'],
    ['args.dyn.all(x, args.text.contains(x))'],
  ])('is told no more of %s where the help is followed', (shape) => {
    const told = (text: string) =>
      compiled(text).warnings.filter(({ rule }) => rule === 'cel/unbounded-cost');
    const helps = told(shape.replace('$ ', '')).map(({ help }) => /`(size\(.*) && …`/.exec(help ?? '')?.[1]);
    expect(helps.length).toBeGreaterThan(0);
    const [outside, inside] = [true, false].map((of) =>
      helps.filter((help) => help?.includes('args.') === of),
    );
    const asked = shape.replace('$ ', inside?.map((help) => `${help} && `).join('') ?? '');
    expect(told([...(outside ?? []), asked].join(' && '))).toEqual([]);
  });

  it('is told what helps where a size says too little', () => {
    const both = 'size(args.many) <= 100 && args.many.all(x, [x] == args.dyn)';
    expect(compiled(both).warnings.map(({ help }) => help)).toEqual([
      'Declare its type, and what is in it, with limits in the schema of the tool.',
    ]);
  });

  it('is told beside that it may be missing', () => {
    const optional = { type: 'object', properties: { many: list(text), all: list(text) } };
    const { warnings } = compiled('args.many.all(x, args.all.exists(y, x == y))', optional);
    const rules = warnings.map(({ rule, start, end }) => `${rule} ${start}-${end}`);
    expect(rules).toContain('cel/optional-property 0-9');
    expect(rules).toContain('cel/unbounded-cost 0-9');
  });

  it('is told of a product of limits that is over the budget', () => {
    const {
      warnings: [warning],
    } = compiled('args.huge.all(x, args.huge.exists(y, x == y))');
    expect(warning).toMatchObject({
      rule: 'cel/unbounded-cost',
      help: expect.stringContaining('Lower `maxItems`'),
    });
  });
});

const words = (count: number) => Array.from({ length: count }, (_, i) => `${i}`);

describe('over the budget', () => {
  const keyed = (count: number) => Object.fromEntries(words(count).map((word) => [`k${word}`, word]));
  const long = (count: number) => Array.from({ length: count }, () => 'x'.repeat(60_000));
  it.each([
    ['args.many.all(x, x != "")', { many: words(500_000) }, true],
    ['args.many.all(x, x != "")', { many: words(1_100_000) }, 'error'],
    ['args.many.all(x, args.all.exists(y, x == y))', { many: words(500), all: words(500) }, true],
    ['args.many.all(x, args.all.exists(y, x == y))', { many: words(2000), all: words(2000) }, 'error'],
    // What is compared is gone over: parts of parts, the keys of both sides, texts.
    ['args.any.all(x, args.dyn != x)', { any: Array(200_000).fill({}), dyn: keyed(1000) }, 'error'],
    ['args.any.all(x, !(args.dyn in [x]))', { any: Array(200_000).fill({}), dyn: keyed(1000) }, 'error'],
    ['args.any.all(x, !([args.dyn] in [[x]]))', { any: Array(200_000).fill({}), dyn: keyed(1000) }, 'error'],
    [
      'args.things.all(x, args.things.all(y, [x] == [y]))',
      { things: Array(50).fill([words(2000)]) },
      'error',
    ],
    ['args.things.all(x, [[x]] != [args.dyn])', { things: Array(50).fill(1), dyn: words(2000) }, true],
    ['args.any.all(x, x in args.any)', { any: words(50).map((last) => [...words(2000), last]) }, 'error'],
    ['args.many.all(x, args.all.all(y, x == y))', { many: long(300), all: long(300) }, 'error'],
    ['args.many.all(x, args.all.all(y, x == y))', { many: long(10), all: long(10) }, true],
    // What an agent has is counted as it is, not as it might be.
    ['args.many.all(x, !(x in agent.roles))', { many: words(100_000) }, true],
    ['args.many.all(x, !agent.name.contains(x))', { many: words(100_000) }, true],
    ['args.many.all(x, agent.roles.all(r, r.size() > 0 && x != r))', { many: words(50_000) }, true],
    ['args.many.all(x, x in agent.labels || agent.labels.all(k, k != x))', { many: words(50_000) }, true],
    ['args.many.all(x, agent.roles.all(r, agent.roles.all(s, x != r)))', { many: words(500_000) }, 'error'],
    // An error denies: an allow does not match. What decides beside it still does.
    ['agent.team == "x" && args.many.all(x, x != "")', { many: words(1_100_000) }, false],
  ])('%s is an error', (expression, args, outcome) => {
    expect(run(compiled(expression), args)).toBe(outcome);
  });
});

it('counts what is evaluated once more after an error', () => {
  const optional = { type: 'object', properties: { few: schema.properties.few } };
  const once = compiled('args.few.all(x, x != "")', { ...optional, required: ['few'] });
  const twice = compiled('args.few.all(x, x != "") || args.few.exists(x, x == "")', optional);
  expect(twice.steps).toBeGreaterThan(3 * once.steps);
});

it('goes over nothing once the budget is spent', () => {
  const spend = cel.budget();
  let asked = 0;
  const range = new Proxy({}, { ownKeys: () => [`${asked++}`] });
  expect(() => spend(Array(3_000_000), 1)).toThrow(celError);
  expect(() => spend(range, 1)).toThrow(celError);
  expect(asked).toBe(0);
});

it('makes no more entries than the budget has', () => {
  let made = 0;
  const entriesOf = (map: unknown) => {
    const entries = cel.entriesOf(map);
    made += entries.length;
    return entries;
  };
  const map = Object.fromEntries(words(2000).map((word) => [word, word]));
  const each = compiled('args.many.transformMapEntry(i, x, args.map) == {}');
  expect(run(each, { many: words(500), map }, { ...cel, entriesOf })).toBe('error');
  expect(made).toBeLessThan(mostSteps / 10);
  made = 0;
  const few = compiled('[1, 2, 3].transformMapEntry(i, x, args.map) == {}');
  expect(
    run(few, { map: Object.fromEntries(words(60_000).map((word) => [word, word])) }, { ...cel, entriesOf }),
  ).toBe('error');
  expect(made).toBeLessThan(mostSteps / 10);
});

it.each([1, 1e8, -1e9, 2 ** 60, -1e300])(
  'is neither spent nor earned by what a number that is sent is worth: %d',
  (n) => {
    const condition = 'math.least(args.n, 0) <= 1 && args.a.all(x, args.b.all(y, y != x))';
    const some = (count: number, from: number) => Array.from({ length: count }, (_, i) => from + i);
    expect(evaluate(condition, { args: { n, a: some(50, 0), b: some(50, 50) } })).toBe(true);
    expect(evaluate(condition, { args: { n, a: some(3000, 0), b: some(3000, 3000) } })).toBe('error');
  },
);

it.each([
  ['args.a.all(x, timestamp(x) > timestamp(0))', '2026-01-01T00:00:00.5Z'],
  ['args.a.all(x, duration(x) > duration("0s"))', '1h1m1s'],
])('counts what a call takes however little it is given: %s', (condition, element) => {
  const many = (count: number) => Array<string>(count).fill(element);
  expect(evaluate(condition, { args: { a: many(5000) } })).toBe(true);
  expect(evaluate(condition, { args: { a: many(100_000) } })).toBe('error');
});

it('counts what time zones take', () => {
  const names = Intl.supportedValuesOf('timeZone');
  const some = (count: number, element: (i: number) => unknown) =>
    Array.from({ length: count }, (_, i) => element(i));
  const hours = 'args.a.exists(x, request.time.getHours(x) == 25)';
  expect(evaluate(hours, { args: { a: some(2000, (i) => names[i % 50]) } })).toBe(false);
  expect(evaluate(hours, { args: { a: some(300, (i) => names[i]) } })).toBe('error');
  const days = 'args.a.exists(x, timestamp(x).getHours("Europe/Berlin") == 25)';
  const day = (i: number) => new Date(i * 86_400_000).toISOString();
  expect(evaluate(days, { args: { a: some(5000, day) } })).toBe(false);
  expect(evaluate(days, { args: { a: some(30_000, day) } })).toBe('error');
});

describe('what goes over much is counted as it does', () => {
  const long = 'aB'.repeat(2_000_000);
  it.each([
    [
      'args.many.all(x, args.text.charAt(900000 + size(x)) != x)',
      { many: words(1000), text: '😀'.repeat(1_000_000) },
    ],
    ['args.many.all(x, (args.text + x).lowerAscii() != x)', { many: words(1000), text: long }],
    ['args.many.exists(x, args.word.matches(x))', { many: words(9000).map((x) => `a{900}${x}`), word: 'x' }],
    [
      'args.many.all(x, !args.word.matches(x))',
      { many: words(900).map((x) => `(a{99}){99}${x}`), word: 'x' },
    ],
    ['args.many.all(x, x.matches("((a{10}){10}){10}$"))', { many: Array(99).fill('a'.repeat(40_000)) }],
    ['args.text.replace(args.word, args.other) == ""', { text: long, word: 'a', other: 'b'.repeat(9) }],
    ['args.many.join(args.text) == ""', { many: words(9), text: long }],
    ['args.many.map(x, x + args.text).all(x, x.size() > 0)', { many: words(900), text: long }],
    ['"%s".format([args.dyn]) == ""', { dyn: words(900_000) }],
  ])('%s', (expression, args) => {
    expect(run(compiled(expression), args)).toBe('error');
  });
});

describe('the bound', () => {
  const args = {
    few: Array.from({ length: 50 }, (_, i) => `${i}`.padEnd(20, 'x')),
    pairs: Array.from({ length: 40 }, () => Array.from({ length: 30 }, () => 1)),
    small: { a: '1', b: '2', c: '3', d: '4', e: '5' },
    word: '0123456789',
  };
  it.each([
    'args.few.all(x, args.few.all(y, x.lowerAscii() + y.trim() != ""))',
    'args.pairs.all(p, p.all(x, x * 2 + 1 > x - 1))',
    'args.small.all(k, args.few.all(x, x.lowerAscii() != k.trim()))',
    'args.pairs.map(p, p.filter(x, x + 1 > 0).size() * 2).all(n, n + 1 > 0)',
    'cel.bind(l, args.few.map(x, x.trim()), l.all(x, l.all(y, x.reverse() != y.lowerAscii())))',
  ])('is no less than what is called: %s', (expression) => {
    const found = compiled(expression);
    let calls = 0;
    const counting = Object.fromEntries(
      Object.entries(cel).map(([name, own]) => [
        name,
        typeof own !== 'function'
          ? own
          : (...values: unknown[]) => {
              calls++;
              return (own as (...of: unknown[]) => unknown)(...values);
            },
      ]),
    );
    expect(run(found, args, counting)).toBe(true);
    expect(calls).toBeGreaterThan(100);
    expect(calls).toBeLessThanOrEqual(found.steps);
  });
});

describe('lists that are put together', () => {
  const untyped = (expression: string): Compiled => {
    const found = compileExpression(expression, accessEnvironment(), 'bool');
    expect(found.problems, expression).toEqual([]);
    return found;
  };
  const doubled = (first: string): string => {
    const names = Array.from({ length: 33 }, (_, at) => `x${at}`);
    const binds = names.slice(1).map((name, at) => `cel.bind(${name}, ${names[at]} + ${names[at]}, `);
    return `cel.bind(x0, ${first}, ${binds.join('')}size(x32) > 0${')'.repeat(33)}`;
  };
  it.each(['[1]', 'dyn([1])', 'agent.roles', 'args.list', 'args.any'])(
    'are an error where they are endless: %s, doubled',
    (first) => {
      const list = { type: 'array', items: { type: 'integer' } };
      const args = { type: 'object', required: ['list', 'any'], properties: { list, any: {} } };
      expect(run(compiled(doubled(first), args), { list: [1], any: [1] })).toBe('error');
    },
  );

  it('end before the call is known too, and are open then', () => {
    expect(could(compiled(doubled('[1]')), 'allow')).toBe(true);
  });

  it('count, of whatever type, where a loop does so over what a caller sends', () => {
    const each = untyped('args.rows.all(r, (args.list + [r])[0] == 1)');
    const list = Array(100_000).fill(1);
    expect(run(each, { rows: list, list })).toBe('error');
    expect(run(each, { rows: [1, 2], list: [1] })).toBe(true);
    expect(printed(untyped('args.a + args.b > 3'))).not.toContain('spend$');
  });
});

describe('what nobody sends', () => {
  const bound = (first: string, make: (name: string) => string, body: (name: string) => string): string => {
    const names = Array.from({ length: 40 }, (_, at) => `x${at}`);
    const binds = names.slice(1).map((name, at) => `cel.bind(${name}, ${make(names[at]!)}, `);
    return `cel.bind(x0, ${first}, ${binds.join('')}${body('x39')}${')'.repeat(40)}`;
  };
  const pair = (name: string) => `[${name}, ${name}]`;
  const digits = '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]';
  const nested = (depth: number, body: string): string =>
    depth === 0 ? body : `${digits}.all(y${depth}, ${nested(depth - 1, body)})`;
  // A loop that names no variable of those around is gone over once.
  const all = Array.from({ length: 9 }, (_, at) => `y${at + 1}`).join(' + ');
  const endless = [
    bound('[1, 1]', pair, (name) => `${name} == ${name}`),
    bound('[1, 1]', pair, (name) => `[${name}] != [${name}]`),
    bound('[1, 1]', pair, (name) => `${name} in [${name}]`),
    bound('dyn([1, 1])', pair, (name) => `${name} == ${name}`),
    bound('agent.roles', pair, (name) => `${name} == ${name}`),
    bound(
      '{"a": 1}',
      (name) => `{"a": ${name}, "b": ${name}}`,
      (name) => `${name} == ${name}`,
    ),
    nested(9, `${all} < 100`),
    nested(9, `${all} < 100 && agent.name != ""`),
  ];
  it.each(endless)('is counted where it has no small bound: %s', (expression) => {
    expect(run(compiled(expression), {})).toBe('error');
  });

  it.each(endless)('shows what it may refuse or not, since nobody went over all: %s', (expression) => {
    expect(could(compiled(expression), 'allow')).toBe(true);
    expect(could(compiled(expression), 'deny')).toBe(true);
  });

  it('is warned of where it is the same for every call', () => {
    const [warning, ...more] = compiled(endless[0]!).warnings;
    expect(more).toEqual([]);
    expect(warning).toMatchObject({
      rule: 'cel/unbounded-cost',
      message: expect.stringContaining('whatever the call is'),
    });
    expect(compiled(nested(9, 'agent.name != ""')).warnings).toEqual([]);
  });

  it('is not counted where it is small', () => {
    expect(printed(compiled(nested(5, 'y1 < 10')))).not.toContain('spend$');
    expect(printed(compiled('agent.roles.exists(r, r in ["a", "b"])'))).not.toContain('spend$');
  });

  it('is counted beside what is sent', () => {
    const both = `args.many.all(x, args.all.all(y, x != y)) && ${nested(9, `${all} < 100`)}`;
    expect(run(compiled(both), { many: [], all: [] })).toBe('error');
  });
});
