// Lexer and parser: what is read, where it stands, and what is said of what cannot be read.
import { describe, expect, it } from 'vitest';
import type { Expr } from '../../compiler/cel/ast.ts';
import { parse } from '../../compiler/cel/parser.ts';
import { type Problem, reporter } from '../../compiler/cel/problem.ts';

function read(text: string): { tree: Expr; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  return { tree: parse(text, reporter(problems)), problems };
}

/** The tree with every bracket written out. */
function show(expr: Expr): string {
  switch (expr.kind) {
    case 'literal':
      return 'value' in expr.literal ? `${JSON.stringify(expr.literal.value, big)}` : 'null';
    case 'name':
      return expr.name;
    case 'select':
      return `${show(expr.operand)}.${expr.name.text}`;
    case 'index':
      return `${show(expr.operand)}[${show(expr.index)}]`;
    case 'call':
      return `${expr.receiver === null ? '' : `${show(expr.receiver)}.`}${expr.name.text}(${expr.args.map(show).join(', ')})`;
    case 'not':
      return `!${show(expr.operand)}`;
    case 'negate':
      return `-${show(expr.operand)}`;
    case 'binary':
      return `(${show(expr.left)} ${expr.op} ${show(expr.right)})`;
    case 'logic':
      return `(${expr.operands.map(show).join(` ${expr.op} `)})`;
    case 'choice':
      return `(${show(expr.condition)} ? ${show(expr.yes)} : ${show(expr.no)})`;
    case 'list':
      return `[${expr.items.map(({ value }) => show(value)).join(', ')}]`;
    case 'map':
      return `{${expr.entries.map(({ key, value }) => `${show(key)}: ${show(value)}`).join(', ')}}`;
    case 'message':
      return `${expr.name}{${expr.fields.map(({ name, value }) => `${name.text}: ${show(value)}`).join(', ')}}`;
    case 'bad':
      return '⊥';
  }
}

const big = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value);

describe('what is read', () => {
  it.each([
    ['a || b && c', '(a || (b && c))'],
    ['a && b && c', '(a && b && c)'],
    ['a + b * c - d', '((a + (b * c)) - d)'],
    ['a == b != c', '((a == b) != c)'],
    ['x in [1, 2,] ? "y" : z ? -1 : - q', '((x in ["1", "2"]) ? "y" : (z ? "-1" : -q))'],
    ['!!a.b[0].c(1).or', '!!a.b["0"].c("1").or'],
    ['1u + 0xFFu', '("1" + "255")'],
    ['18446744073709551615u', '"18446744073709551615"'],
    ['{"a": 1, b: [2],}', '{"a": "1", b: ["2"]}'],
    ['-9223372036854775808', '"-9223372036854775808"'],
    ['0xFF + .5 + 1e3', '(("255" + 0.5) + 1000)'],
    ['a // comment\n && b', '(a && b)'],
    [
      "'it' + \"s\" + r'\\d' + '''a\n'b''' + '\\x41\\u00e9\\U0001F600\\101\\n'",
      '(((("it" + "s") + "\\\\d") + "a\\n\'b") + "Aé😀A\\n")',
    ],
    ['(a)', 'a'],
    ['size(a.map(x, x))', 'size(a.map(x, x))'],
  ])('%s', (text, tree) => {
    const { tree: found, problems } = read(text);
    expect(problems).toEqual([]);
    expect(show(found)).toBe(tree);
  });

  it('knows the place of every node', () => {
    const text = ' agent.team == "b\\n" && (x) ';
    const { tree } = read(text);
    if (tree.kind !== 'logic') throw new Error(tree.kind);
    const [left, right] = tree.operands;
    expect(text.slice(left?.start, left?.end)).toBe('agent.team == "b\\n"');
    expect(text.slice(right?.start, right?.end)).toBe('(x)');
    if (left?.kind !== 'binary' || left.left.kind !== 'select') throw new Error('shape');
    expect(text.slice(left.left.name.start, left.left.name.end)).toBe('team');
  });
});

describe('what cannot be read', () => {
  it.each([
    ['', [['', 'The expression is empty.']]],
    ['a = b', [['=', '`=` is no operator of CEL.']]],
    ['a === b', [['===', '`===` is no operator of CEL.']]],
    [
      'a & b | c',
      [
        ['&', '`&` is no operator of CEL.'],
        ['|', '`|` is no operator of CEL.'],
      ],
    ],
    [
      'a and b OR not c',
      [
        ['and', '`and` is no operator of CEL.'],
        ['OR', '`OR` is no operator of CEL.'],
        ['not', '`not` is no operator of CEL.'],
      ],
    ],
    ['a == "b', [['"b', 'The string has no end.']]],
    [
      "a == 'b\n'",
      [
        ["'b", 'The string has no end.'],
        ["'", 'The string has no end.'],
      ],
    ],
    ['a == "\\q"', [['\\q', '`\\q` is no escape.']]],
    ['"\\ud800"', [['\\ud800', 'The escape names no character.']]],
    ['a b', [['b', 'Expected an operator or the end but found `b`.']]],
    ['f(a, b', [['', 'Expected `)` but found the end.']]],
    ['(a && b', [['', 'Expected `)` but found the end.']]],
    ['a)', [[')', '`)` closes nothing.']]],
    ['a &&', [['', 'Expected a value but found the end.']]],
    ['&& a', [['&&', 'Expected a value but found `&&`.']]],
    ['a ? b', [['', 'Expected `:` but found the end.']]],
    ['a !== 1', [['!==', '`!==` is no operator of CEL.']]],
    [
      'a <> 1 && b => 2',
      [
        ['<>', '`<>` is no operator of CEL.'],
        ['=>', '`=>` is no operator of CEL.'],
      ],
    ],
    ['a ?? 1 == 2', [['??', '`??` is no operator of CEL.']]],
    ['a =~ "b"', [['=~', '`=~` is no operator of CEL.']]],
    ['a is not b', [['is not', '`is not` is no operator of CEL.']]],
    ['a not in [b]', [['not in', '`not in` is no operator of CEL.']]],
    [
      'a contains "b" && c like "d"',
      [
        ['contains', '`contains` is no operator of CEL.'],
        ['like', '`like` is no operator of CEL.'],
      ],
    ],
    ['a in (b, c)', [[',', 'Expected `)` but found `,`.']]],
    ['a in {b, c}', [[',', 'Expected `:` but found `,`.']]],
    ['a IN [b]', [['IN', '`IN` is no operator of CEL.']]],
    ['a ilike b', [['ilike', '`ilike` is no operator of CEL.']]],
    ['a == `b`', [['`b`', 'Expected a value but found `b`.']]],
    ['a.', [['', 'Expected a name after `.` but found the end.']]],
    ['a.1', [['.1', 'Expected an operator or the end but found a value.']]],
    ['a == 1x', [['1x', '`1x` is no number.']]],
    ['18446744073709551616u', [['18446744073709551616u', 'The number is beyond 64 bits.']]],
    ['1.0u', [['1.0u', '`1.0u` is no number.']]],
    ['0XFF == 1', [['0XFF', '`0XFF` is no number.']]],
    ['b"\\u0041"', [['\\u0041', '`\\u0041` is no escape.']]],
    [
      'a.in',
      [
        ['in', 'Expected a name after `.` but found `in`.'],
        ['', 'Expected a value but found the end.'],
      ],
    ],
    ['9223372036854775808', [['9223372036854775808', 'The number is beyond 64 bits.']]],
    [
      'a == “b”',
      [
        ['“', 'The character `“` (U+201C) means nothing in CEL.'],
        ['”', 'The character `”` (U+201D) means nothing in CEL.'],
      ],
    ],
    [
      'a \u202e b',
      [
        ['\u202e', 'The character U+202E means nothing in CEL.'],
        ['b', 'Expected an operator or the end but found `b`.'],
      ],
    ],
    ['for', [['for', '`for` is a reserved word of CEL.']]],
    [
      'f(a b, c d)',
      [
        ['b', 'Expected `)` but found `b`.'],
        ['d', 'Expected `)` but found `d`.'],
      ],
    ],
  ])('%j', (text, expected) => {
    const found = read(text).problems.map(({ start, end, message }) => [text.slice(start, end), message]);
    expect(found).toEqual(expected);
  });

  it.each([
    ['brackets', '('.repeat(5000)],
    ['lists', '['.repeat(5000) + ']'.repeat(5000)],
    ['negations', `${'!'.repeat(5000)}a`],
    ['sums', Array(5000).fill('a').join(' + ')],
    ['members', `a${'.b'.repeat(5000)}`],
    ['choices', `${'a ? b : '.repeat(2000)}c`],
    ['calls', 'f('.repeat(5000)],
    ['maps', '{"a":'.repeat(5000)],
  ])('is not too deep: %s', (_, text) => {
    expect(read(text).problems.map(({ rule }) => rule)).toContain('cel/too-deep');
  });

  it.each([
    ['a !== 1', 'Write `!=`.'],
    ['a ?? 1', 'Give a default with `args.?name.orValue(…)`.'],
    ['a?.b', 'A key that may be missing is written `.?name`.'],
    ['a ? b', 'A choice has two outcomes: `a ? b : c`.'],
    ['$a', 'Names stand without it: `args.limit`.'],
    ['~a', 'Write `math.bitNot(…)`.'],
    ['if', 'A choice is written `a ? b : c`.'],
  ])('%s: %s', (text, help) => {
    expect(read(text).problems[0]?.help).toBe(help);
  });

  it.each([' || ', ' && ', ' + ', ' * ', ' - '])('takes a long chain of %s', (operator) => {
    expect(read(Array(600).fill('a').join(operator)).problems).toEqual([]);
  });

  it('takes what only looks like an operator of another language', () => {
    for (const text of ['a ?.5 : 1', 'a ? .b : c', 'a<-b', '!!a', 'a-- b'])
      expect(read(text).problems, text).toEqual([]);
  });
});
