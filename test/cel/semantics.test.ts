// What printed expressions give, by CEL's own rules: errors that are absorbed, missing keys, exact ints, code points.
import { describe, expect, it } from 'vitest';
import * as cel from '../../runtime/cel/index.ts';
import { compile, evaluate, functionOf } from './evaluate.ts';

const args = {
  one: 1,
  half: 0.5,
  whole: 2,
  big: 9007199254740993n,
  greatest: 9223372036854775807n,
  least: -9223372036854775808n,
  huge: 1e300,
  text: 'a😀z',
  yes: true,
  no: false,
  nothing: null,
  list: [1, 'two', 3.5, null, { k: 'v' }],
  index: { value: 0 },
  zone: 'America/St_Johns',
  rows: [{ n: 1 }, { n: 5 }, { m: 2 }],
  map: { constructor: 'own', nested: { deep: [1, 2] } },
};

describe('errors', () => {
  it.each([
    ['args.x == 1', 'error'],
    ['args.x == 1 && false', false],
    ['false && args.x == 1', false],
    ['args.x == 1 && true', 'error'],
    ['args.x == 1 || true', true],
    ['args.x == 1 || args.y == 1 || args.yes', true],
    ['args.x == 1 && args.y == 1 && args.no', false],
    ['args.x == 1 && args.yes && args.no', false],
    ['args.x == 1 || args.y == 1', 'error'],
    ['!(args.x == 1) || true', true],
    ['args.x == 1 ? true : true', 'error'],
    ['true ? true : args.x', true],
    ['(args.x || true) && (args.y && false || true)', true],
    ['args.one && false', false],
    ['args.one && true', 'error'],
    ['args.text', 'error'],
    ['args.one && args.yes', 'error'],
    ['args.one || args.no', 'error'],
    ['args.one && args.no', false],
    ['has(args.x) || args.x == 1', 'error'],
    ['!has(args.x) && args.x == 1', 'error'],
    ['has(args.x) ? true : args.x == 1', 'error'],
    ['!has(args.x) ? args.x == 1 : true', 'error'],
    ['(has(args.x) && args.yes) || args.x == 1', 'error'],
    ['args.yes', true],
    ['!args.yes', false],
    ['!args.one', 'error'],
    ['args.rows.all(r, r.n < 3)', false],
    ['args.rows.all(r, r.n < 9)', 'error'],
    ['args.rows.exists(r, r.n > 3)', true],
    ['args.rows.exists(r, r.m == 2)', true],
    ['args.rows.exists(r, r.m == 3)', 'error'],
    ['args.rows.exists_one(r, r.m == 2)', 'error'],
    ['args.rows.filter(r, has(r.m)).exists_one(r, r.m == 2)', true],
    ['args.rows.filter(r, r.m == 2) == []', 'error'],
    ['args.rows.map(r, r.n) == [1]', 'error'],
    ['args.rows.map(r, has(r.n), r.n) == [1, 5]', true],
    ['args.rows.exists(r, args.rows.all(q, q.n > r.n) || r.m == 2)', true],
    ['args.one.all(x, true)', 'error'],
    ['args.x.all(x, true)', 'error'],
    ['[].all(x, args.nope)', true],
    ['[].exists(x, args.nope)', false],
  ])('%s is %s', (text, value) => {
    expect(evaluate(text, { args })).toBe(value);
  });
});

describe('keys', () => {
  it.each([
    ['has(args.one)', true],
    ['has(args.x)', false],
    ['has(args.nothing)', true],
    ['has(args.map.x)', false],
    ['has(args.x.y)', 'error'],
    ['has(args.one.y)', 'error'],
    ['has(args.list.y)', 'error'],
    ['has(args.constructor) || has(args.__proto__) || has(args.toString)', false],
    ['args.constructor == args.constructor', 'error'],
    ['args.map.constructor == "own"', true],
    ['args.map.hasOwnProperty == "x"', 'error'],
    ['agent.labels.__proto__ == "x"', 'error'],
    ['"__proto__" in args || "constructor" in agent.labels', false],
    ['"constructor" in args.map', true],
    ['{"__proto__": 1}["__proto__"] == 1', true],
    ['{"__proto__": 1} == {"__proto__": 1}', true],
    ['{"__proto__": 1} == {}', false],
    ['{agent.name: 1, "x": 2}.bot == 1', true],
    ['{agent.name: 1, "bot": 2}.bot == 1', 'error'],
    ['has({"a": 1}.a)', true],
    ['has(agent.team)', true],
    ['has(agent.scopes)', false],
    ['has(agent.claims.sub) && agent.claims.sub == "u1"', true],
    ['agent.claims.level + 1 == 4', true],
    ['args["one"] == 1', true],
    ['args.list[0] == 1', true],
    ['args.list[5] == 1', 'error'],
    ['args.list[-1] == 1', 'error'],
    ['args.list["0"] == 1', 'error'],
    ['args.list[args.rows[0].n] == "two"', true],
    ['args.list[dyn(1u)] == "two" && args.list[dyn(1.0)] == "two"', true],
    ['args.list[args.index] == 1 || args.list[?args.index].hasValue()', 'error'],
    ['args.list[dyn(duration("0s"))] == 1', 'error'],
    ['args.list[dyn(timestamp(0))] == 1', 'error'],
    ['args.list[dyn(optional.of(0))] == 1', 'error'],
    ['args.list.length == 5', 'error'],
    ['args.text.length == 1', 'error'],
    ['args.map.nested.deep[1] == 2', true],
    ['agent.roles[1] == "cashier"', true],
    ['agent.roles[2] == "cashier"', 'error'],
    ['agent.labels["tier"] == "internal"', true],
    ['args[args.text] == 1', 'error'],
  ])('%s is %s', (text, value) => {
    expect(evaluate(text, { args })).toBe(value);
  });

  it('of JSON that sets __proto__ are keys like any other', () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"admin": true}, "x": 1}');
    expect(evaluate('has(args.admin)', { args: hostile })).toBe(false);
    expect(evaluate('args.__proto__.admin', { args: hostile })).toBe(true);
    expect(evaluate('has(args.__proto__) && args.__proto__.admin', { args: hostile })).toBe(true);
  });
});

describe('numbers', () => {
  it.each([
    ['args.one == 1 && args.one == 1.0 && args.one <= 1', true],
    ['args.half == 0.5 && args.half < 1', true],
    ['args.whole == 2.0', true],
    ['args.big == 9007199254740993', true],
    ['args.big == 9007199254740992', false],
    ['args.big > 9007199254740992.0', false],
    ['args.big - 9007199254740992 == 1', true],
    ['args.greatest + 1 > 0', 'error'],
    ['args.least - 1 < 0', 'error'],
    ['-args.least > 0', 'error'],
    ['-args.greatest == -9223372036854775807', true],
    ['args.greatest + args.one > 0', 'error'],
    ['9007199254740991 + args.one == 9007199254740992', true],
    ['4611686018427387904 * args.whole > 0', 'error'],
    ['3037000500 * 3037000499 == 9223372033963249500', true],
    ['args.whole * 4503599627370497 == 9007199254740994', true],
    ['-7 / args.whole == -3', true],
    ['-7 % args.whole == -1', true],
    ['args.one / (args.one - 1) == 1', 'error'],
    ['args.one % (args.one - 1) == 1', 'error'],
    ['args.half * 2.0 == 1.0', true],
    ['args.whole * 0.5 == 1.0', true],
    ['args.half * 2 == 1', 'error'],
    ['args.half + args.half == 1', true],
    ['args.half + args.one == 1.5', 'error'],
    ['[args.half + args.half, 1.0, 1] == [1, 1, 1.0]', true],
    ['args.huge > 9223372036854775807', true],
    ['1.0 / 0.0 > args.huge', true],
    ['0.0 / 0.0 == 0.0 / 0.0', false],
    ['[0.0 / 0.0] == [0.0 / 0.0]', false],
    ['cel.bind(x, [0.0 / double(size(agent.scopes))], x == x)', false],
    ['args.text > 1', 'error'],
    ['args.one > "a"', 'error'],
    ['args.one == "1" || args.nothing == false', false],
    ['args.one in [1.0, 2.0]', true],
    ['2.0 in [1, 2]', true],
    ['args.big in [9007199254740993]', true],
    ['args.one in args.list && args.half in [0.5]', true],
    ['args.one in args.map', false],
    ['args.one in args.text', 'error'],
    ['args.yes > args.no', true],
    ['size([1.5, 2.0].map(x, x * 2.0)) == 2 && [1.5, 2.0].map(x, x * 2.0)[1] == 4', true],
    ['[1.0].exists(x, x / 2.0 == 0.5)', true],
  ])('%s is %s', (text, value) => {
    expect(evaluate(text, { args })).toBe(value);
  });
});

describe('text', () => {
  it.each([
    ['size(args.text) == 3 && args.text.size() == 3', true],
    ['args.text.startsWith("a😀")', true],
    ['args.one.startsWith("a")', 'error'],
    ['"a".startsWith(args.one)', 'error'],
    ['args.text.contains("😀") && args.text.endsWith("z")', true],
    ['"\\uffff" < "😀"', true],
    ['args.text < "b" && agent.team < tool.name == false', true],
    ['agent.team + "x" + args.text == "supportxa😀z"', true],
    ['agent.team + args.one == "x"', 'error'],
    ['"ÄbC".lowerAscii() == "Äbc" && "äbC".upperAscii() == "äBC"', true],
    ['" \\u00a0\\u0085x\\ufeff ".trim() == "x\\ufeff"', true],
    ['"a,b,,".split(",") == ["a", "b", "", ""]', true],
    ['"a😀".split("") == ["a", "😀"]', true],
    [
      'size(agent.roles) == 2 && agent.labels.size() == 1 && size(args.list) == 5 && size(args.map) == 2',
      true,
    ],
    ['size(args.one) == 1', 'error'],
    ['agent.team in ["support", "pay"]', true],
    ['tool.server in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "pay"]', true],
    ['args.one in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "1"]', false],
    ['tool.labels.exists(k, k == "cost" && tool.labels[k] == "high")', true],
    ['agent.roles + ["x"] == ["reader", "cashier", "x"]', true],
    ['["x"] + args.list == ["x", 1, "two", 3.5, null, {"k": "v"}]', true],
    ['["x"] + args.one == []', 'error'],
    ['agent.roles.exists(new, new == "reader") && agent.roles.exists(Date, Date == "reader")', true],
    ['agent.roles.exists(agent, agent == "reader")', true],
    ['agent.roles.exists(agent, agent == .agent.roles[0]) && [2].all(args, args == .args.whole)', true],
    ['cel.bind(args, args.one, cel.bind(args, args + .args.one, args + .args.one)) == 3', true],
    ['agent.roles.transformList(tool, agent, .agent.name + agent) == ["botreader", "botcashier"]', true],
    ['agent.roles.exists(r, agent.roles.exists(r, r == "cashier") && r == "reader")', true],
  ])('%s is %s', (text, value) => {
    expect(evaluate(text, { args })).toBe(value);
  });
});

describe('formatted text', () => {
  it.each([
    ['%s', 'dyn(1e21)', '1000000000000000000000'],
    ['%s', '-1.5e-7', '-0.00000015'],
    ['%d', '1.2345e25', '12345000000000000000000000'],
    ['%s', '-0.0', '-0'],
    ['%.1f', '-0.0', '-0.0'],
    ['%.1e', '-0.0', '-0.0e+00'],
    ['%s', '-1.0 / 0.0', '-Infinity'],
    ['%s', '0.0 / 0.0', 'NaN'],
    ['%s', '{"😀": 1, "\\uffff": 2}', '{\uffff: 2, 😀: 1}'],
    ['%s', 'b"a\\xff\\xfe\\xc3z\\xe2\\x82"', 'a\ufffdz\ufffd'],
    ['%s', 'b"\\xff\\xef\\xbf\\xbd\\xff"', '\ufffd\ufffd\ufffd'],
    ['%s', 'bytes("\\ufeffä😀")', '\ufeffä😀'],
  ])('%s of %s', (clause, value, text) => {
    expect(evaluate(`"${clause}".format([${value}]) == args.text`, { args: { text } })).toBe(true);
    expect(evaluate(`args.clause.format([${value}]) == args.text`, { args: { clause, text } })).toBe(true);
  });
});

it('formats no list as a text that is too long', () => {
  const list = (count: number) => [Array<number>(count).fill(5e-324)];
  expect(cel.format('%s', list(1000))).toHaveLength(328 * 1000);
  expect(() => cel.format('%s', list(60_000))).toThrow();
});

describe('time', () => {
  it.each([
    [
      'request.time.getFullYear() == 2026 && request.time.getMonth() == 10 && request.time.getDate() == 20',
      true,
    ],
    [
      'request.time.getDayOfMonth() == 19 && request.time.getDayOfWeek() == 5 && request.time.getDayOfYear() == 323',
      true,
    ],
    [
      'request.time.getHours() == 17 && request.time.getMinutes() == 30 && request.time.getSeconds() == 15',
      true,
    ],
    ['request.time.getMilliseconds() == 250', true],
    ['request.time.getHours("Europe/Berlin") == 18 && request.time.getHours("UTC") == 17', true],
    ['request.time.getHours("-07:30") == 10 && request.time.getMinutes("+05:45") == 15', true],
    [
      'request.time.getMinutes("Asia/Kathmandu") == 15 && request.time.getDate("Pacific/Auckland") == 21',
      true,
    ],
    ['timestamp("2026-07-01T12:00:00Z").getHours("Europe/Berlin") == 14', true],
    ['timestamp("2026-10-25T00:59:59.999Z").getHours("Europe/Berlin") == 2', true],
    ['timestamp("2026-10-25T01:00:00Z").getHours("Europe/Berlin") == 2', true],
    ['timestamp("2026-10-25T02:00:00Z").getHours("Europe/Berlin") == 3', true],
    ['timestamp("1969-12-31T23:59:59.999Z").getMilliseconds() == 999', true],
    ['timestamp("2024-12-31T00:00:00Z").getDayOfYear() == 365', true],
    // St. John's changed its clocks at 00:01, Monrovia amid a minute.
    ...['"America/St_Johns"', 'args.zone'].map((zone): [string, boolean] => [
      `["30:30", "31:30", "30:59"].map(t, timestamp("2010-03-14T03:" + t + "Z").getHours(${zone})) == [0, 1, 0]`,
      true,
    ]),
    [
      '["29", "30"].map(t, timestamp("1972-01-07T00:44:" + t + "Z").getHours("Africa/Monrovia")) == [23, 0]',
      true,
    ],
    ['timestamp("2026-11-20T00:00:00.1234567899Z") == timestamp("2026-11-20T00:00:00.123456789Z")', true],
    ['request.time > timestamp("2026-11-20T18:30:15.249+01:00")', true],
    ['request.time - timestamp("2026-11-20T00:00:00Z") > duration("17h30m")', true],
    ['request.time + duration("-1h") == timestamp("2026-11-20T16:30:15.250Z")', true],
    ['request.time - duration("1.5s") == timestamp("2026-11-20T17:30:13.75Z")', true],
    ['timestamp("9999-12-31T23:59:59Z") + duration("1s") > request.time', 'error'],
    ['duration("1h") + duration("30m") == duration("1h30m")', true],
    ['request.time == args.one', false],
    [
      'type(request.time) == google.protobuf.Timestamp && type(duration("1s")) == google.protobuf.Duration',
      true,
    ],
    ['type(request.time) == .google.protobuf.Duration || type(args.one) == google.protobuf.Duration', false],
    ['[request.time][0] == request.time && request.time in [request.time]', true],
    ['[duration("0.001s")] == [args.one]', false],
    ['args.one < request.time', 'error'],
    ['[request.time].map(t, t.getHours("Europe/Berlin")) == [18]', true],
  ])('%s is %s', (text, value) => {
    expect(evaluate(text, { args })).toBe(value);
  });
});

it('gives text where text is wanted, or an error', () => {
  const key = functionOf(compile('agent.team + ":" + args.k', 'string'));
  expect(key({ args: { k: 'x' } })).toBe('support:x');
  expect(key({ args: { k: 1 } })).toBe('error');
  expect(functionOf(compile('args.k', 'string'))({ args: { k: true } })).toBe('error');
});

describe('a prototype that someone has spoilt', () => {
  it('gives no object a key', () => {
    Object.defineProperty(Object.prototype, 'spoilt', { value: true, configurable: true });
    try {
      expect(evaluate('args.row.spoilt', { args: { row: {} } })).toBe('error');
      expect(evaluate('args.rows.exists(r, r.spoilt)', { args: { rows: [{}] } })).toBe('error');
      expect(evaluate('args.row.spoilt', { args: { row: { spoilt: true } } })).toBe(true);
      expect(evaluate('args.spoilt || has(args.spoilt)', { args: {} })).toBe('error');
    } finally {
      Reflect.deleteProperty(Object.prototype, 'spoilt');
    }
  });
});

describe('a loop inside a loop over what a caller sends', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, i) => i);
  it.each([
    ['args.a.all(x, args.b.exists(y, y == x))', 900, true],
    ['args.a.all(x, args.b.all(y, y >= x - 5000))', 1001, 'error'],
    ['args.a.all(x, x in args.b)', 900, true],
    ['args.a.all(x, !((x - 5000) in args.b))', 2001, 'error'],
    ['args.a.all(x, !args.text.contains(string(x)))', 5000, 'error'],
    // What does not change with the loop is worked out once.
    ['args.a.all(x, args.b.all(y, y >= 0))', 1001, true],
    ['args.a.all(x, !args.text.contains("no"))', 1001, true],
    ['args.a.all(x, x >= 0)', 200_000, true],
  ])('%s over %i is %s', (text, count, value) => {
    const args = { a: rows(count), b: rows(count), text: 'x'.repeat(count) };
    const start = performance.now();
    expect(evaluate(text, { args })).toBe(value);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe('long texts', () => {
  const long = ['aB'.repeat(30_000), 'aÄzZ😀'.repeat(9000), '😀'.repeat(20_000)];
  it.each(long.map((text) => [text.slice(0, 5), text]))('%s… are read as short ones are', (_, text) => {
    const points = [...text];
    expect(cel.lowerAscii(text)).toBe(text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
    expect(cel.upperAscii(text)).toBe(text.replace(/[a-z]/g, (letter) => letter.toUpperCase()));
    expect(cel.reverse(text)).toBe([...points].reverse().join(''));
    expect(cel.charAt(text, 9001)).toBe(points[9001]);
    expect(cel.charAt(text, points.length)).toBe('');
    expect(() => cel.charAt(text, points.length + 1)).toThrow();
    expect(cel.substring(text, 3, 9001)).toBe(points.slice(3, 9001).join(''));
    expect(cel.substring(text, points.length)).toBe('');
    expect(() => cel.substring(text, 3, points.length + 1)).toThrow();
    expect(() => cel.substring(text, 3, 2)).toThrow();
    expect(cel.base64Decode(cel.base64Encode(cel.toBytes(text)))).toEqual(cel.toBytes(text));
    expect(cel.format('%x', [text])).toBe(Buffer.from(text).toString('hex'));
  });
});
