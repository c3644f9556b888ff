// Random patterns on random texts: the table, the runtime's search, JavaScript's RegExp and the slow reference agree.
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { compileRegex } from '../../../compiler/cel/regex/index.ts';
import { searchProgram } from '../../../runtime/cel/regex/index.ts';
import { parseRegex } from '../../../runtime/cel/regex/re2/parser.ts';
import { packProgram } from '../../../runtime/cel/regex/re2/portable.ts';
import { RegexProblem } from '../../../runtime/cel/regex/re2/problem.ts';
import { runs } from '../../runs.ts';
import { foundSlowly } from './reference.ts';
import { emitted, ported, programFor } from './searches.ts';

// A busy machine is no difference in meaning.
vi.setConfig({ testTimeout: 3_600_000 });

/** So many in `npm test`; more in `npm run fuzz`. */
const tries = runs(200);

/** A piece of a pattern as RE2 writes it and as JavaScript does. */
interface Both {
  readonly re2: string;
  readonly js: string;
}

const same = (...texts: string[]): Both[] => texts.map((text) => ({ re2: text, js: text }));
const both = (re2: string, js: string): Both => ({ re2, js });

const characters = [
  ...same('a', 'b', 's', 'K', '1', '_', ' ', 'ſ', 'é', 'σ', '😀', '-', '\\.', '\\x61', '\\t'),
  ...same('[ab]', '[^a]', '[a-s]', '[^😀-😂\\d]', '[\\-_]', '\\d', '\\D', '[^\\n]'),
  both('.', '[^\\n]'),
  both('(?s:.)', '[^]'),
  both('\\x{1F600}', '\\u{1F600}'),
  both('[[:alpha:]]', '[A-Za-z]'),
  both('[^[:space:]b]', '[^\\t\\n\\v\\f\\r b]'),
  both('\\s', '[\\t\\n\\f\\r ]'),
  both('\\pL', '\\p{L}'),
  both('[\\p{Lu}1]', '[\\p{Lu}1]'),
  both('\\Qa\\E', 'a'),
  both('\\n', '\\n'),
];

/** What means another thing in JavaScript when case is ignored. */
const caseful = [
  ...same('\\w', '\\W', '\\P{Ll}', '[\\w\\p{S}]'),
  both('\\b', '(?:\\b)'),
  both('\\B', '(?:\\B)'),
];

const assertions = [
  both('^', '(?:^)'),
  both('$', '(?:$)'),
  both('\\A', '(?:^)'),
  both('\\z', '(?:$)'),
  both('(?m:^)', '(?:^|(?<=\\n))'),
  both('(?m:$)', '(?:$|(?=\\n))'),
];

const counts = same('*', '+', '?', '*?', '{2}', '{0,2}', '{1,3}', '{2,}', '{0}');

function patterns(leaves: readonly Both[]): fc.Arbitrary<Both> {
  return fc.letrec<{ node: Both }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      { weight: 4, arbitrary: fc.constantFrom(...leaves) },
      { weight: 3, arbitrary: fc.array(tie('node'), { maxLength: 4 }).map((parts) => joined(parts, '')) },
      {
        weight: 2,
        arbitrary: fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((parts) => joined(parts, '|')),
      },
      { weight: 2, arbitrary: fc.tuple(tie('node'), fc.constantFrom(...counts)).map(repeated) },
    ),
  })).node;
}

const joined = (parts: readonly Both[], by: string): Both => ({
  re2: `(${parts.map(({ re2 }) => re2).join(by)})`,
  js: `(?:${parts.map(({ js }) => js).join(by)})`,
});

const repeated = ([body, count]: [Both, Both]): Both => ({
  re2: `(?:${body.re2})${count.re2}`,
  js: `(?:${body.js})${count.js}`,
});

const letters = [
  'a',
  'b',
  'A',
  's',
  'S',
  'ſ',
  'k',
  'K',
  '\u212a',
  'é',
  'σ',
  'Σ',
  '1',
  '_',
  ' ',
  '-',
  '.',
  '\n',
  '\t',
];
const texts = fc
  .array(fc.constantFrom(...letters, '😀', '😁', '\ud83d', '\ude00', '\u2028'), { maxLength: 7 })
  .map((chars) => chars.join(''));

describe('every search finds the same', () => {
  it('as JavaScript, on what both have', () => {
    const leaves = [...characters, ...caseful, ...assertions];
    fc.assert(
      fc.property(patterns(leaves), fc.array(texts, { minLength: 1, maxLength: 6 }), (pattern, many) => {
        agree(pattern.re2, many, new RegExp(pattern.js, 'uy'));
      }),
      { numRuns: tries },
    );
  });

  it('as JavaScript, when case is ignored', () => {
    const leaves = [...characters, ...assertions];
    fc.assert(
      fc.property(patterns(leaves), fc.array(texts, { minLength: 1, maxLength: 6 }), (pattern, many) => {
        agree(`(?i)${pattern.re2}`, many, new RegExp(pattern.js, 'iuy'));
      }),
      { numRuns: tries },
    );
  });

  function agree(pattern: string, many: readonly string[], expected: RegExp): void {
    const tree = parseRegex(pattern);
    const searches = [
      emitted(pattern),
      ported(pattern).search,
      searchProgram(packProgram(programFor(pattern))),
    ];
    for (const text of many) {
      const is = findsByPoints(expected, text);
      const found = [...searches.map((search) => search(text)), foundSlowly(tree, [...text])];
      expect([pattern, text, found]).toEqual([pattern, text, found.map(() => is)]);
    }
  }
});

describe('any text as a pattern', () => {
  const pieces = [
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '*',
    '+',
    '?',
    '|',
    '^',
    '$',
    '.',
    '\\',
    '-',
    ':',
    ',',
    '<',
    '>',
    '=',
    '!',
  ];
  const more = [
    'a',
    '1',
    '2',
    '0',
    'P',
    'p',
    'Q',
    'E',
    'x',
    'i',
    'z',
    'b',
    'd',
    'L',
    '[:',
    ':]',
    '(?',
    '😀',
    '\ud83d',
    '\n',
  ];
  const soup = fc
    .array(fc.constantFrom(...pieces, ...more), { maxLength: 14 })
    .map((parts) => parts.join(''));

  it('is compiled, or refused with a place in it', () => {
    fc.assert(
      fc.property(soup, texts, (pattern, text) => {
        const compiled = compileRegex(pattern);
        if (compiled.ok) return emitted(pattern)(text) === foundSlowly(parseRegex(pattern), [...text]);
        const { start, end, message } = compiled.problem;
        expect(() => parseRegex(pattern)).toThrow(RegexProblem);
        return (
          0 <= start && start < end && end <= pattern.length && /\.$/.test(message.replace(/\)\.?$/, '.'))
        );
      }),
      { numRuns: tries * 4 },
    );
  });

  it('RE2 accepts nothing of letters and signs that JavaScript would read otherwise', () => {
    // Without what differs between the two: classes by name, braces, flags, `\A \z \Q`.
    const plain = fc.array(
      fc.constantFrom('(', ')', '[', ']', '*', '+', '?', '|', 'a', 'b', '-', '(?:', '\\d'),
      { maxLength: 9 },
    );
    fc.assert(
      fc.property(plain, texts, (parts, text) => {
        const pattern = parts.join('');
        if (!compileRegex(pattern).ok) return;
        const expected = asRegExp(pattern);
        if (expected !== null) expect(emitted(pattern)(text)).toBe(expected.test(text));
      }),
      { numRuns: tries * 2 },
    );
  });
});

/** V8 lets a search begin between the halves of a character, where `\B` holds; here it begins at whole ones only. */
function findsByPoints(sticky: RegExp, text: string): boolean {
  let at = 0;
  for (const char of [...text, '']) {
    sticky.lastIndex = at;
    if (sticky.test(text)) return true;
    at += char.length;
  }
  return false;
}

/** Null where JavaScript refuses it, or begins a class with `]`, which is a member to RE2 and the end to JavaScript. */
function asRegExp(pattern: string): RegExp | null {
  if (/\[\^?\]/.test(pattern)) return null;
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return null;
  }
}
