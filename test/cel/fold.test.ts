// What does not depend on a call is worked out at compile, or made once when the gateway starts.
import { describe, expect, it } from 'vitest';
import { accessEnvironment, compileExpression, printFunction } from '../../compiler/cel/index.ts';
import { readDuration } from '../../runtime/cel/instant.ts';
import { evaluate, printed } from './evaluate.ts';

const print = (text: string) => printed(text, (compiled) => (builder) => printFunction(compiled, builder));

/** What stands behind the arrow. */
const body = (text: string) => /return \(.*?\) => (.*);\n\}\n$/s.exec(print(text))?.[1];

describe('a part without variables', () => {
  it.each([
    ['args.n == 2 * 3 + 1', '7'],
    ['args.n == -9223372036854775807 - 1', '(-9223372036854775808n)'],
    ['args.d == 1.5 * 2.0 + 0.25', '3.25'],
    ['args.s == "a" + "b".upperAscii()', '"aB"'],
    ['args.s == "x".replace("x", "yy").substring(1)', '"y"'],
    ['args.n == size("😀") + size([1, 2, 3])', '4'],
    ['args.n == [1, 2, 3].map(x, x * x)[2]', '9'],
    ['args.n == [3, 1, 2].filter(x, x > 1).size()', '2'],
    ['args.n == cel.bind(x, 20, x * x)', '400'],
    ['args.b == ("a" in ["a", "b"])', 'true'],
    ['args.b == [1, 2].exists(x, x > 1)', 'true'],
    ['args.b == "abc".matches("^a")', 'true'],
    ['args.b == (1 < 2 ? "x" == "x" : false)', 'true'],
    ['args.s == string(1u)', '"1"'],
    ['args.n == {"a": 1}.a', '1'],
    ['args.n == timestamp("2026-11-20T09:00:00Z").getHours("+01:00")', '10'],
    ['args.n == dyn(2) * 3', '6'],
    ['args.d == dyn(1.5) + 0.5', '2'],
    ['args.b == (dyn("a") == "a")', 'true'],
    ['args.n == dyn([1, 2])[1]', '2'],
    ['args.s == (dyn({"a": "x"}).a)', '"x"'],
    ['request.time > timestamp("2026-11-20T09:00:00Z") + duration("1h")', '1795168800000'],
  ])('%s is %s', (text, value) => {
    const found = body(text);
    expect(found, print(text)).toMatch(/^[^.]+(?:\.time)? (?:===?|>) |\beq\(|key\(/);
    expect(found).toContain(value);
    expect(found).not.toMatch(/(?:Int|size\w*|map|filter|find|includes|some|match\w*|replace|Date)\(/);
  });

  it.each([
    ['true && args.x', 'cel$bool($key_x(args))'],
    ['agent.team == "a" && 1 < 2', 'agent.team === "a"'],
    ['agent.team == "a" || size("") > 0', 'agent.team === "a"'],
    ['args.x || 1 == 1', 'true'],
    ['agent.name in ["a", "b", "c", "d"]', '$list.includes(agent.name)'],
    ['{"a": 1} == agent.claims.m', 'cel$eq($map, $key_m(agent.claims))'],
  ])('%s: %s', (text, code) => {
    expect(body(text)).toBe(code);
  });

  it.each([
    ['args.n == 1 / 0', '1 / 0', 'This divides by zero.'],
    ['args.n == 9223372036854775807 + 1', '9223372036854775807 + 1', 'The result is beyond 64 bits.'],
    ['args.s == "abc".charAt(4)', '"abc".charAt(4)', 'This has no value.'],
    ['args.n == int("x")', 'int("x")', 'This has no value.'],
  ])('that has no value is warned of, and an error: %s', (text, place, message) => {
    const { warnings } = compileExpression(text, accessEnvironment(), 'bool');
    expect(warnings.map((one) => [text.slice(one.start, one.end), one.message])).toEqual([[place, message]]);
    expect(evaluate(text, { args: { n: 1, s: 'x' } })).toBe('error');
  });

  it('costs little to work out, or is left', () => {
    const list = `[${Array.from({ length: 200 }, (_, i) => i).join(', ')}]`;
    const text = `${list}.all(x, ${list}.all(y, ${list}.all(z, x + y + z >= 0)))`;
    const start = performance.now();
    const { ok, constant } = compileExpression(text, accessEnvironment(), 'bool');
    expect([ok, constant]).toEqual([true, undefined]);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('units of a duration', () => {
  // The micro sign and the Greek letter.
  it.each([
    '1h',
    '2m',
    '3s',
    '4ms',
    '5us',
    '6\u00b5s',
    '7\u03bcs',
    '8ns',
    '-1h30m',
    '1.5s',
    '0',
    '1d',
    '1',
    's',
  ])('%s are the same at compile and at run time', (text) => {
    const compiled = compileExpression(`duration("${text}") != duration("9h")`, accessEnvironment(), 'bool');
    const read = () => readDuration(text);
    if (compiled.ok) expect(read).not.toThrow();
    else expect(read).toThrow();
  });
});
