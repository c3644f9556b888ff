// What cel-go's own tests of its checker say of expressions without Protocol Buffers, and the overloads of the
// specification's standard definitions for every pair of types: which are taken, with which type, and which are refused.
import { describe, expect, it } from 'vitest';
import type { Environment, Variable } from '../../../compiler/cel/environment.ts';
import { compileExpression } from '../../../compiler/cel/index.ts';
import { listOf, mapOf, optionalOf, showType, type Type } from '../../../compiler/cel/types.ts';

const scalar = (kind: Type['kind']) => ({ kind }) as Type;
const string = scalar('string');
const dyn = scalar('dyn');

/** A variable of each type, named as the type begins. */
const sorts: Readonly<Record<string, Type>> = {
  bool: scalar('bool'),
  int: scalar('int'),
  uint: scalar('uint'),
  double: scalar('double'),
  string,
  bytes: scalar('bytes'),
  null: scalar('null'),
  type: scalar('type'),
  timestamp: scalar('timestamp'),
  duration: scalar('duration'),
  list: listOf(scalar('int')),
  map: mapOf(scalar('int')),
  dyn,
};
const names = Object.keys(sorts);

function environment(types: Readonly<Record<string, Type>>): Environment {
  const variables = Object.entries(types).map(
    ([name, type]): Variable => ({ name, type, phases: ['call', 'result'] }),
  );
  return { phase: 'call', variables, dotted: true };
}

/** The type that is found; `refused` by the checker. */
function typeOf(text: string, types: Readonly<Record<string, Type>>): string {
  const { ok, type, problems } = compileExpression(text, environment(types), 'dyn');
  expect(problems.map(({ rule }) => rule)).not.toContain('cel/syntax');
  return ok ? showType(type) : 'refused';
}

const defaults = {
  is: string,
  ii: scalar('int'),
  iu: scalar('uint'),
  iz: scalar('bool'),
  id: scalar('double'),
  ix: scalar('null'),
  ib: scalar('bytes'),
};
const options = { a: optionalOf(string), b: optionalOf(string) };
const held = { a: optionalOf(mapOf(string)) };

/** An expression, its type, and what is declared where it is not the usual. */
type Row = readonly [text: string, type: string, declared?: Readonly<Record<string, Type>>];

const rows: readonly Row[] = [
  ['is', 'string'],
  ['ii', 'int'],
  ['iu', 'uint'],
  ['iz', 'bool'],
  ['id', 'double'],
  ['ix', 'null'],
  ['ib', 'bytes'],
  ['[]', 'list(dyn)'],
  ['[1, "A"]', 'list(dyn)'],
  ['[] + [1,2,3,] + [4]', 'list(int)'],
  ['[1, 2u] + []', 'list(dyn)'],
  ['{}', 'map(dyn, dyn)'],
  ['{1:2u, 2:3u}', 'map(int, uint)'],
  ['{1:2u, 2u:3}', 'map(dyn, dyn)'],
  ['{"a":1, "b":2}.a', 'int'],
  ['1 + ii', 'int'],
  ['1 + x', 'refused'],
  ['foo', 'refused'],
  ['undef()', 'refused'],
  ["'string'.fun()", 'refused'],
  ['[].length', 'refused'],
  ['size(x) == x.size()', 'bool', { x: sorts.list! }],
  ['int(1u) + int(uint("1"))', 'int'],
  ['false && !true || false ? 2 : 3', 'int'],
  ['1 + 2 * 3 - 1 / 2 == 6 % 1', 'bool'],
  ['1u + 2u * 3u - 1u / 2u == 6u % 1u', 'bool'],
  ['x.all(y, y == true)', 'refused', { x: scalar('bool') }],
  ['lists.filter(x, x > 1.5)', 'list(dyn)', { lists: dyn }],
  ['list == type([1]) && map == type({1:2u})', 'bool'],
  ['1 in dyn([1, 2, 3])', 'bool'],
  ['type(null) == null_type', 'bool'],
  ['type(type) == type', 'bool'],
  ["([[[1]], [[2]], [[3]]][0][0] + [2, 3, {'four': {'five': 'six'}}])[3]", 'dyn'],
  ["[1] + [dyn('string')]", 'list(dyn)'],
  ["[dyn('string')] + [1]", 'list(dyn)'],
  ['args.user["x"].y.filter(x, x.name == "hobbies")', 'list(dyn)', { args: mapOf(dyn) }],
  ['a.b + 1 == a[0]', 'bool', { a: dyn }],
  ["base64.encode(b'hello')", 'string'],
  ['[1].map(x, [x, x]).map(x, [x, x])', 'list(list(list(int)))'],
  ['values.filter(i, i.content != "").map(i, i.content)', 'list(string)', { values: listOf(mapOf(string)) }],
  ['a.?b', 'optional_type(string)', { a: mapOf(string) }],
  ['type(a.?b) == optional_type', 'bool', { a: mapOf(string) }],
  ['a.b', 'optional_type(string)', held],
  ['a.dynamic', 'optional_type(dyn)', { a: optionalOf(dyn) }],
  ['has(a.dynamic)', 'bool', { a: optionalOf(dyn) }],
  ['has(a.?b.c)', 'bool', { a: optionalOf(mapOf(dyn)) }],
  ["{?'key': {'a': 'b'}.?value}", 'map(string, string)'],
  ["{?'key': {'a': 'b'}.?value}.key", 'string'],
  ["{?'nested': a.b}", 'map(string, string)', held],
  ["{?'key': 'hi'}", 'refused'],
  ["[?a, ?b, 'world']", 'list(string)', options],
  ["[?'value']", 'refused'],
  ["[{'z': 0}].exists(y, y.z == 0)", 'bool', { 'cel.example.y': mapOf(scalar('int')) }],
  ['[0].exists(x, x != .x)', 'bool', { x: scalar('int') }],
  ["[{'z': 0}].exists(y, .y.z == y.z)", 'bool', { 'y.z': scalar('int') }],
];

describe("what cel-go's checker is tested with", () => {
  it.each(rows.map(([text, type, own = defaults]) => [text, type, own] as const))(
    '%s: %s',
    (text, type, own) => {
      expect(typeOf(text, own)).toBe(type);
    },
  );
});

const arithmetic: Readonly<Record<string, string>> = {
  'int + int': 'int',
  'uint + uint': 'uint',
  'double + double': 'double',
  'string + string': 'string',
  'bytes + bytes': 'bytes',
  'list + list': 'list(int)',
  'timestamp + duration': 'timestamp',
  'duration + timestamp': 'timestamp',
  'duration + duration': 'duration',
  'int - int': 'int',
  'uint - uint': 'uint',
  'double - double': 'double',
  'timestamp - timestamp': 'duration',
  'timestamp - duration': 'timestamp',
  'duration - duration': 'duration',
  'int * int': 'int',
  'uint * uint': 'uint',
  'double * double': 'double',
  'int / int': 'int',
  'uint / uint': 'uint',
  'double / double': 'double',
  'int % int': 'int',
  'uint % uint': 'uint',
};

const numeric = new Set(['int', 'uint', 'double']);
const ordered = new Set([...numeric, 'bool', 'string', 'bytes', 'timestamp', 'duration']);

/** What the standard definitions say of two types; null where dyn leaves it to run time. */
function wanted(left: string, op: string, right: string): string | null {
  if (left === 'dyn' || right === 'dyn') return null;
  const same = left === right || (numeric.has(left) && numeric.has(right));
  if (op === '==' || op === '!=') return same ? 'bool' : 'refused';
  if (['<', '<=', '>', '>='].includes(op)) return same && ordered.has(left) ? 'bool' : 'refused';
  if (op === '&&' || op === '||') return left === 'bool' && right === 'bool' ? 'bool' : 'refused';
  if (op !== 'in') return arithmetic[`${left} ${op} ${right}`] ?? 'refused';
  const holds = (right === 'list' && numeric.has(left)) || (right === 'map' && left === 'string');
  return holds ? 'bool' : 'refused';
}

/** `left op right` for all types. */
const pairs = ['+', '-', '*', '/', '%', '==', '!=', '<', '<=', '>', '>=', '&&', '||', 'in'].flatMap((op) =>
  names.flatMap((left) => names.map((right) => [left, op, right] as const)),
);

const spell = (name: string) => `v_${name}`;
const variables = Object.fromEntries(names.map((name) => [spell(name), sorts[name]!]));

describe('operators over every pair of types', () => {
  it('are taken and refused as the standard definitions say', () => {
    const wrong = pairs.flatMap(([left, op, right]) => {
      const text = `${spell(left)} ${op} ${spell(right)}`;
      const [want, found] = [wanted(left, op, right), typeOf(text, variables)];
      return want === null || want === found ? [] : [`${text}: ${found}, not ${want}`];
    });
    expect(wrong).toEqual([]);
  });
});

const conversions: Readonly<Record<string, readonly string[]>> = {
  int: ['int', 'uint', 'double', 'string', 'timestamp'],
  uint: ['int', 'uint', 'double', 'string'],
  double: ['int', 'uint', 'double', 'string'],
  string: ['int', 'uint', 'double', 'bool', 'string', 'bytes', 'timestamp', 'duration'],
  bool: ['bool', 'string'],
  bytes: ['bytes', 'string'],
  timestamp: ['timestamp', 'string', 'int'],
  duration: ['duration', 'string'],
  type: names,
  dyn: names,
  size: ['string', 'bytes', 'list', 'map'],
};

describe('functions of one argument over every type', () => {
  it.each(Object.entries(conversions))('%s', (name, from) => {
    const result = name === 'size' ? 'int' : name;
    for (const given of names.filter((one) => one !== 'dyn')) {
      const want = from.includes(given) ? result : 'refused';
      expect(typeOf(`${name}(${spell(given)})`, variables), `${name}(${given})`).toBe(want);
    }
    expect(typeOf(`${name}(${spell('dyn')})`, variables)).toBe(result);
  });

  it('unary operators', () => {
    for (const name of names) {
      const not = name === 'bool' || name === 'dyn' ? 'bool' : 'refused';
      expect(typeOf(`!${spell(name)}`, variables), `!${name}`).toBe(not);
      const minus = ['int', 'double', 'dyn'].includes(name) ? name : 'refused';
      expect(typeOf(`-${spell(name)}`, variables), `-${name}`).toBe(minus);
    }
  });

  it('ranges and conditions of macros', () => {
    for (const name of names) {
      const ranges = ['list', 'map', 'dyn'].includes(name) ? 'bool' : 'refused';
      expect(typeOf(`${spell(name)}.all(x, true)`, variables), `${name}.all`).toBe(ranges);
      const holds = name === 'bool' || name === 'dyn' ? 'bool' : 'refused';
      expect(typeOf(`[1].exists(x, ${spell(name)})`, variables), `exists ${name}`).toBe(holds);
      expect(typeOf(`${spell(name)} ? 1 : 2`, variables), `${name} ?`).toBe(holds === 'bool' ? 'int' : holds);
    }
  });
});
