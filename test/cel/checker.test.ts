// The checker: every mistake at once, at its place, with what was meant.
import { describe, expect, it } from 'vitest';
import { check } from '../../compiler/cel/checker.ts';
import { accessEnvironment, compileExpression, showType } from '../../compiler/cel/index.ts';
import { parse } from '../../compiler/cel/parser.ts';
import { isFull, type Problem, type Report, reporter } from '../../compiler/cel/problem.ts';

/** Problems as `rule|characters|message|help`. */
function problemsOf(text: string, want: 'bool' | 'string' = 'bool'): readonly string[] {
  const { problems, ok } = compileExpression(text, accessEnvironment(), want);
  expect(ok).toBe(problems.length === 0);
  return problems.map(
    ({ rule, start, end, message, help }) =>
      `${rule}|${text.slice(start, end)}|${message}${help ? `|${help}` : ''}`,
  );
}

describe('a text with more mistakes than are told', () => {
  it('is left as soon as they are: of what follows nothing is looked at', () => {
    const problems: Problem[] = [];
    const tell = reporter(problems);
    let told = 0;
    const report: Report = (...words) => {
      told += 1;
      tell(...words);
    };
    const tree = parse(Array.from({ length: 500 }, (_, at) => `v${at}`).join(' || '), report);
    const { root } = check(tree, accessEnvironment(), {
      report,
      warn: report,
      enough: () => isFull(problems),
    });
    expect([told, problems.length, root.type.kind]).toEqual([20, 20, 'bool']);
  });

  it('is one finding where it is longer than an expression may be', () => {
    for (const text of [`"${'a'.repeat(40_000)}"`, '('.repeat(40_000), 'nobody || '.repeat(4000)])
      expect(problemsOf(text).map((one) => one.split('|', 1)[0])).toEqual(['cel/too-deep']);
  });
});

describe('mistakes', () => {
  it.each([
    ['agnt.team == "a"', 'cel/unknown-name|agnt|There is no variable `agnt`.|Did you mean `agent`?'],
    ['agent.tean == "a"', 'cel/unknown-field|tean|`agent` has no field `tean`.|Did you mean `team`?'],
    [
      'has(tool.annotations.readOnlyHnt)',
      'cel/unknown-field|readOnlyHnt|`tool.annotations` has no field `readOnlyHnt`.|Did you mean `readOnlyHint`?',
    ],
    [
      'has(tool.annotations.readOnlyHint)',
      'cel/type|has(tool.annotations.readOnlyHint)|`tool.annotations.readOnlyHint` is always there.|Write the field itself: it is true or false.',
    ],
    [
      'has(args)',
      'cel/arity|has(args)|`has` takes one field or key, as in `has(args.limit)`.|Whether a list holds a value is asked with `in`.',
    ],
    [
      'agent == agent',
      'cel/type|agent == agent|`agent` is no value to compare.|Compare one of its fields, as in `agent.name == …`.',
    ],
    ['agent.?name == "x"', 'cel/type|name|`agent.name` is always there.|Write `.name`.'],
    [
      'has(args["a-b"])',
      'cel/arity|has(args["a-b"])|`has` takes one field or key, as in `has(args.limit)`.|A key that is no plain name is asked for with `in`, as in `"a-b" in args`.',
    ],
    ['args.x == None', 'cel/unknown-name|None|There is no variable `None`.|Write `null`.'],
    [
      'math.greatest() == 1',
      'cel/arity|math.greatest()|`greatest` takes at least 1 argument, here are 0.|Write `math.greatest(value, …)`.',
    ],
    [
      'agent.team == 1',
      'cel/type|agent.team == 1|string and int are never equal.|A text stands in quotes: `"1"`.',
    ],
    [
      'agent.team == null',
      'cel/type|agent.team == null|string and null are never equal.|Whether it is there is asked with `!has(agent.team)`.',
    ],
    [
      'agent.roles != null',
      'cel/type|agent.roles != null|list(string) and null are always different.|Whether it is there is asked with `has(agent.roles)`.',
    ],
    [
      'tool.annotations.readOnlyHint == "true"',
      'cel/type|tool.annotations.readOnlyHint == "true"|bool and string are never equal.|Write `true` without quotes.',
    ],
    [
      'size(agent.team) > "3"',
      'cel/type|size(agent.team) > "3"|`>` does not take int and string.|Write `3` without quotes.',
    ],
    [
      'agent.team + 5 == "x5"',
      'cel/type|agent.team + 5|`+` does not take string and int.|A number becomes a text with `string(…)`.',
    ],
    [
      'agent.team[0] == "a"',
      'cel/type|agent.team[0]|string takes no index.|A character is `text.charAt(0)`, a part `text.substring(0, 3)`.',
    ],
    ['request.time.hour > 18', 'cel/type|hour|timestamp has no field `hour`.|Write `getHours()`.'],
    [
      'request.time.getHours > 18',
      'cel/type|getHours|timestamp has no field `getHours`.|Write `getHours()`.',
    ],
    ['request.time.year > 18', 'cel/type|year|timestamp has no field `year`.'],
    [
      'agent.roles.some(r, r == "x")',
      'cel/unknown-function|some|There is no method `some`.|CEL calls it `exists`.',
    ],
    [
      'args.has("x")',
      'cel/unknown-function|has|There is no method `has`.|Whether a key is there is asked with `has(x.key)`.',
    ],
    ['max(1, 2) > 1', 'cel/unknown-function|max|There is no function `max`.|CEL calls it `math.greatest`.'],
    [
      'math.max(1, 2) > 1',
      'cel/unknown-function|max|There is no function `math.max`.|CEL calls it `math.greatest`.',
    ],
    [
      'Math.max(1, 2) > 1',
      'cel/unknown-function|max|There is no method `max`.|CEL calls it `math.greatest`.',
    ],
    [
      'agent.roles.isEmpty()',
      'cel/unknown-function|isEmpty|There is no method `isEmpty`.|Write `size(x) == 0`.',
    ],
    ['not(args.x)', 'cel/unknown-function|not|There is no function `not`.|Write `!(…)`.'],
    [
      'CONTAINS(agent.team, "x")',
      'cel/unknown-function|CONTAINS|There is no function `CONTAINS`.|Write `value.contains(…)`.',
    ],
    [
      'args.get("x", 1) == 1',
      'cel/unknown-function|get|There is no method `get`.|Give a default with `x.?key.orValue(…)`.',
    ],
    [
      'agent.roles == "admin"',
      'cel/type|agent.roles == "admin"|list(string) and string are never equal.|Whether it holds a value is asked with `value in list`.',
    ],
    [
      'agent.roles.contains("admin")',
      'cel/type|agent.roles|`contains` is a method of string; this is list(string).|Write `value in list`.',
    ],
    [
      'agent.roles.includes("admin")',
      'cel/unknown-function|includes|There is no method `includes`.|Write `value in list`.',
    ],
    [
      'agent.team.startWith("a")',
      'cel/unknown-function|startWith|There is no method `startWith`.|Did you mean `startsWith`?',
    ],
    [
      'startsWith(agent.team, "a")',
      'cel/unknown-function|startsWith|There is no function `startsWith`.|Write `value.startsWith(…)`.',
    ],
    [
      'agent.team.startsWith("a", "b")',
      'cel/arity|agent.team.startsWith("a", "b")|`startsWith` takes 1 argument, here are 2.|Write `string.startsWith(string)`.',
    ],
    ['agent.team.startsWith(1)', 'cel/type|1|`startsWith` takes string; this is int.'],
    ['agent.team.length > 3', 'cel/type|length|string has no field `length`.|Write `size(…)`.'],
    ['optional.of(5).x.orValue(5) == 5', 'cel/type|x|optional_type(int) has no field `x`.'],
    ['optional.of([1]).x.orValue(1) == 1', 'cel/type|x|optional_type(list(int)) has no field `x`.'],
    ['has(optional.of("a").x)', 'cel/type|x|optional_type(string) has no field `x`.'],
    ['optional.of("a").?b.hasValue()', 'cel/type|b|optional_type(string) has no field `b`.'],
    [
      'agent.team.matches("(a")',
      'cel/literal|(|The `(` is never closed.|The parenthesis itself is written `\\(`.',
    ],
    [
      'args.color == acme.Color.RED',
      'cel/unsupported|acme.Color.RED|`acme.Color.RED` is no variable, and enumerations of Protocol Buffers a gateway does not have.|What MCP carries is JSON: compare with the text or the number that is sent.',
    ],
    ['Agent.Team == "a"', 'cel/unknown-name|Agent|There is no variable `Agent`.|Did you mean `agent`?'],
    ['[3, 1].sort() == [1, 3]', 'cel/unsupported|sort|`sort` is not supported in this version.'],
    ['args.limit', ''],
    [
      'agent.team',
      'cel/type|agent.team|A condition must be bool, this is string.|Compare it with something, as in `args.limit <= 100`.',
    ],
    [
      '1 < 2 < 3',
      'cel/type|1 < 2 < 3|`<` does not take bool and int.|`a < b < c` is written `a < b && b < c`.',
    ],
    ['agent.team && true', 'cel/type|agent.team|What stands beside `&&` must be bool, this is string.'],
    ['!agent.team', 'cel/type|agent.team|What `!` negates must be bool, this is string.'],
    [
      'size(agent.team) * 2.0 > 1.0',
      'cel/type|size(agent.team) * 2.0|`*` does not take int and double.|CEL does not mix int and double: write `2.0` for `2`.',
    ],
    [
      'request.time > "2026-01-01T00:00:00Z"',
      'cel/type|request.time > "2026-01-01T00:00:00Z"|`>` does not take timestamp and string.|Write `timestamp("2026-11-20T09:00:00Z")`.',
    ],
    [
      'request.time > timestamp("2026-02-30T00:00:00Z")',
      'cel/literal|"2026-02-30T00:00:00Z"|`2026-02-30T00:00:00Z` is no time.|Write RFC 3339: `2026-11-20T09:00:00Z`.',
    ],
    [
      'request.time > timestamp(1.5)',
      'cel/type|1.5|`timestamp` takes timestamp, string, int; this is double.',
    ],
    [
      'request.time + duration("1 day") > request.time',
      'cel/literal|"1 day"|`1 day` is no duration.|Write `90s`, `1h30m`, `250ms`.',
    ],
    [
      'request.time.getHours("Europe/Berln") > 1',
      'cel/literal|"Europe/Berln"|There is no time zone `Europe/Berln`.|Did you mean `Europe/Berlin`?',
    ],
    ['request.time.getHours(1) > 1', 'cel/type|1|`getHours` takes string; this is int.'],
    [
      '"a" in agent.team',
      'cel/type|"a" in agent.team|`in` does not take string and string.|Whether a text holds another is asked with `text.contains(part)`.',
    ],
    ['1 in agent.roles', 'cel/type|1 in agent.roles|`in` does not take int and list(string).'],
    ['agent.roles["x"] == "a"', 'cel/type|"x"|The index of a list must be int, this is string.'],
    [
      'agent["team"] == "a"',
      'cel/type|agent["team"]|agent takes no index.|Its fields are written with a point.',
    ],
    [
      'agent.roles.exists("r", true)',
      'cel/syntax|"r"|`exists` begins with the name of its variable.|Write `exists(x, …)`.',
    ],
    [
      'agent.roles.exists(r == "a")',
      'cel/arity|agent.roles.exists(r == "a")|`exists` takes a variable and a condition.|Write `exists(x, …)`.',
    ],
    ['agent.roles.exists(r, r)', 'cel/type|r|The condition of `exists` must be bool, this is string.'],
    ['agent.team.exists(r, true)', 'cel/type|agent.team|A macro goes over a list or a map, this is string.'],
    ['(true ? 1 : "a") == 1', 'cel/type|1 : "a"|Both outcomes must have one type, these are int and string.'],
    ['9223372036854775807 + 1 > 0', ''],
    ['1 / 0 == 1', ''],
    ['{1.5: 2} == args.x', 'cel/type|1.5|A key is string, int, uint or bool, this is double.'],
    ['{"a": 1, "a": 2} == args.x', 'cel/type|"a"|The key stands here twice.'],
    ['[agent] == args.x', 'cel/type|agent|`agent` cannot be put in a list or a map.|Name one of its fields.'],
    ['result.isError', 'cel/phase|result|`result` does not exist yet when this is judged.'],
  ])('%s', (text, expected) => {
    expect(problemsOf(text)).toEqual(expected === '' ? [] : [expected]);
  });

  it('are all told at once, in order', () => {
    const found = problemsOf('agent.tem == "a" and args.x.foo() = toool.name || has(agent.x)');
    expect(found.map((one) => one.split('|').slice(0, 2).join(' '))).toEqual([
      'cel/unknown-field tem',
      'cel/syntax and',
      'cel/unknown-function foo',
      'cel/syntax =',
      'cel/unknown-name toool',
      'cel/unknown-field x',
    ]);
  });

  it('do not multiply', () => {
    expect(problemsOf('agnt.team.startsWith("a") && agnt.x[1] + 2 > 3 && !agnt').length).toBe(3);
  });

  it('name the type that was wanted', () => {
    expect(problemsOf('args.x == 1', 'string')).toEqual([
      'cel/type|args.x == 1|The expression must give a string, this is bool.',
    ]);
    expect(problemsOf('agent.team + "/" + tool.name', 'string')).toEqual([]);
  });

  it('depend on the phase', () => {
    const visible = compileExpression('args.x == 1', accessEnvironment({ phase: 'visible' }), 'bool');
    expect(visible.problems.map(({ rule }) => rule)).toEqual(['cel/phase']);
    expect(compileExpression('result.isError', accessEnvironment({ phase: 'result' }), 'bool').ok).toBe(true);
  });
});

describe('what is found out', () => {
  it.each([
    ['agent.team == "a"', { agent: true, tool: false, args: false, request: false }, false],
    ['args.x == 1', { agent: false, tool: false, args: true, request: false }, true],
    ['has(args.x) && args.x == 1', { agent: false, tool: false, args: true, request: false }, false],
    [
      '!has(agent.labels.t) || agent.labels.t == "x"',
      { agent: true, tool: false, args: false, request: false },
      false,
    ],
    [
      'has(args.x) ? args.x == 1 : request.ip == ""',
      { agent: false, tool: false, args: true, request: true },
      false,
    ],
    ['has(args.x) || args.x == 1', { agent: false, tool: false, args: true, request: false }, true],
    ['has(args.x.y) && args.x.y == 1', { agent: false, tool: false, args: true, request: false }, true],
    [
      'agent.roles.exists(args, args == tool.name)',
      { agent: true, tool: true, args: false, request: false },
      false,
    ],
  ])('%s', (text, reads, canError) => {
    const compiled = compileExpression(text, accessEnvironment(), 'bool');
    expect(compiled.problems).toEqual([]);
    expect(compiled.reads).toEqual(reads);
    expect(compiled.canError).toBe(canError);
  });

  it.each([
    ['true', true],
    ['1 == 2', false],
    ['false && args.x', false],
    ['args.x || "a" != "b"', true],
    ['2 * 3 > 5 ? !true : args.x', false],
    ['args.x', undefined],
    ['agent.team == "a"', undefined],
  ])('the constant of %s', (text, constant) => {
    expect(compileExpression(text, accessEnvironment(), 'bool').constant).toBe(constant);
  });

  it('is a type that can be shown', () => {
    const { type } = compileExpression('[{"a": [1]}, {"a": [2]}]', accessEnvironment(), 'bool');
    expect(showType(type)).toBe('list(map(string, list(int)))');
  });
});
