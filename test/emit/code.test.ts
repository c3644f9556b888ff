// Literals survive evaluation unchanged, and nothing of the user's can leave its literal or comment.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { code, comment, identifier, join, literal } from '../../compiler/emit/code.ts';

/** What the code evaluates to, in a function of its own. */
function evaluate(text: string): unknown {
  return new Function(`"use strict"; return ${text};`)();
}

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '*/',
    '//',
    '\u2028',
    '\u2029',
    '`',
    `$${'{1}'}`,
    '</script>',
    '<!--',
    '\\',
    "'",
    '"',
    '\0',
    '\ud800',
    '__proto__',
  ),
);

describe('literal', () => {
  test('any string comes back', () => {
    fc.assert(
      fc.property(
        fc.array(nasty).map((parts) => parts.join('')),
        (text) => {
          expect(evaluate(literal(text).text)).toBe(text);
        },
      ),
    );
  });

  test('any JSON value comes back, with any keys', () => {
    const keys = fc.oneof(nasty, fc.constantFrom('__proto__', 'constructor', 'toString', '0', 'a-b'));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        nasty,
        fc.double(),
        fc.bigInt(),
        fc.constantFrom(null, true, false, -0, Number.NaN, 1e21),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(keys, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(value, (one) => {
        assert.deepStrictEqual(evaluate(literal(one).text), one);
      }),
    );
  });

  test('`__proto__` is a key like any other', () => {
    const value = JSON.parse('{"__proto__":{"admin":true},"a":1}') as object;
    const back = evaluate(literal(value).text) as Record<string, unknown>;
    expect(Object.keys(back)).toEqual(['__proto__', 'a']);
    expect(back.admin).toBeUndefined();
  });

  test('escapes what a page, a line or a reader could mistake', () => {
    expect(literal('</script><!-- \u2028\u202e').text).toBe('"\\u003c/script>\\u003c!-- \\u2028\\u202e"');
  });

  test('stands anywhere an expression may', () => {
    expect(evaluate(code`(() => ${{ a: 1 }})()`.text)).toEqual({ a: 1 });
    expect(evaluate(code`1 -${-1}`.text)).toBe(2);
    expect(evaluate(code`[${-0}, ${undefined}, ${-5n}]`.text)).toEqual([-0, undefined, -5n]);
  });

  test('code may stand inside a map; an undefined member is left out', () => {
    expect(literal({ name: 'x', tools: code`() => true`, gone: undefined }).text).toBe(
      '({ name: "x", tools: () => true })',
    );
  });

  test.each([[() => 1], [Symbol('x')], [new Date(0)], [new Map()], [/x/]])('%s has no literal', (value) => {
    expect(() => literal(value)).toThrow(TypeError);
  });

  test('a plain object that looks like code is data', () => {
    expect(literal({ text: 'process.exit()' }).text).toBe('({ text: "process.exit()" })');
  });
});

describe('code', () => {
  test('splices code, quotes the rest', () => {
    fc.assert(
      fc.property(nasty, nasty, (a, b) => {
        expect(evaluate(code`[${a}, ${code`${b}`}]`.text)).toEqual([a, b]);
      }),
    );
  });

  test('join puts our separators between', () => {
    expect(join([code`a`, code`b`], ' && ').text).toBe('a && b');
    expect(join([]).text).toBe('');
  });

  test.each(['a-b', '', '1a', 'a b', 'ä', 'a\n', 'a;b'])('%j is no identifier', (name) => {
    expect(() => identifier(name)).toThrow(TypeError);
  });
});

describe('comment', () => {
  test('stays a comment, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.array(nasty).map((parts) => parts.join('')),
        (text) => {
          const lines = comment([text, `*/ throw 1; /*\nthrow 2\rthrow 3\u2028throw 4`]);
          for (const line of lines) expect(line.text).toMatch(/^\/\/![^\n\r\u2028\u2029]*$/);
          expect(evaluate(`(() => {\n${join(lines, '\n').text}\nreturn 7;\n})()`)).toBe(7);
        },
      ),
    );
  });

  test('one line of the user is one line, in its own letters', () => {
    expect(
      comment(['gateway.yaml:4', 'tool.name == "größe" ||\r\n\targs.x 😀']).map((line) => line.text),
    ).toEqual(['//! gateway.yaml:4', '//! tool.name == "größe" ||', '//! \targs.x 😀']);
  });

  test('shows characters that hide', () => {
    expect(comment(['a\u202eb\0']).map((line) => line.text)).toEqual(['//! a\\u202eb\\u0000']);
  });
});
