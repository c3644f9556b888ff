// What is printed for a pattern, and that tables are as small as can be.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Automaton, automatonOf, goal } from '../../../compiler/cel/regex/automaton.ts';
import { compileRegex } from '../../../compiler/cel/regex/index.ts';
import { minimize } from '../../../compiler/cel/regex/minimize.ts';
import { createBuilder } from '../../../compiler/emit/builder.ts';
import { code } from '../../../compiler/emit/code.ts';
import { pack, unpack } from '../../../runtime/cel/regex/re2/packed.ts';
import { expectGolden } from '../../golden.ts';
import { planOf, programFor } from './searches.ts';

const patterns = [
  ...['abc', '^abc', 'abc$', '^abc$', '', '^$', '.*abc.*', 'a\\.b', '^"\\\\</script>\\x{2028}', '\\x{d800}'],
  ...[
    'a$b',
    '^(a+)+$',
    '^[a-z0-9-]{1,63}$',
    '\\bfoo\\b',
    '(?i)drop\\s+table',
    '^\\p{Greek}+$',
    '(?m)^x$',
    '[^\\x00-\\x{10FFFF}]',
  ],
  ...['(a|b)*a(a|b){12}', '^\\d{4}-\\d{2}-\\d{2}$'],
];

it('is printed as text, table or program', () => {
  const lines = patterns.map(
    (pattern) => `${pattern}\n${planOf(pattern).text.split('\n').slice(1, -3).join('\n')}\n`,
  );
  expectGolden(join(import.meta.dirname, 'golden/printed.txt'), lines.join('\n'));
});

it('a pattern that stands in several rules is printed once', () => {
  const builder = createBuilder();
  const names = ['a[bc]', 'x', 'a[bc]'].map((pattern) => {
    const compiled = compileRegex(pattern);
    return compiled.ok ? compiled.print(builder).text : '';
  });
  expect(names).toEqual(['$matches', '$matches$2', '$matches']);
  expect(builder.finish(code`0`).plan.text.match(/searchTable\("/g)).toHaveLength(1);
});

it('says how many characters it takes', () => {
  for (const pattern of patterns) {
    const compiled = compileRegex(pattern);
    expect(compiled.ok && planOf(pattern).text.length - compiled.bytes).toBeLessThan(160);
  }
});

it('says whether a search may end in an error: a table and a text never do', () => {
  const answers = ['abc', '^[a-z]+$', '(a|b)*a(a|b){12}'].map((pattern) => {
    const compiled = compileRegex(pattern);
    return compiled.ok && compiled.canError;
  });
  expect(answers).toEqual([false, false, true]);
});

it('numbers survive packing, and need no escape', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(40), fc.nat(2 ** 30))), (numbers) => {
      expect(unpack(pack(numbers))).toEqual(numbers);
      expect(JSON.stringify(pack(numbers))).toBe(`"${pack(numbers)}"`);
    }),
  );
});

describe('a minimized automaton', () => {
  it.each([
    ['^(?:a|b)*abb$', 4],
    ['^(a+)+$', 2],
    ['^[a-z]{1,63}$', 64],
    ['abc|abd', 3],
    ['\\bfoo\\b', 5],
    ['^(?:ab|cb)$', 3],
    ['(?:a|b|c|aa)$', 2],
  ])('%s has %d states', (pattern, states) => {
    expect(minimize(automatonOf(programFor(pattern))!).rows).toHaveLength(states);
  });

  it('has no two states, and no two classes, that mean the same', () => {
    const pieces = fc.constantFrom('a', 'b', '[ab]', '[^a]', '.', '^', '$', '\\b', '(?:a|b)', 'ab');
    const counted = fc.tuple(pieces, fc.constantFrom('', '*', '+', '?', '{2}'));
    const branch = fc.array(
      counted.map(([piece, count]) => `(?:${piece})${count}`),
      { maxLength: 5 },
    );
    const pattern = fc.array(
      branch.map((parts) => parts.join('')),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(pattern, (branches) => {
        const small = minimize(automatonOf(programFor(branches.join('|')))!);
        // One state may be no more than an end: found in every text, or in none.
        if (small.rows.length > 1) expect(distinct(small)).toBe(small.rows.length + 2);
        const columns = new Set(
          small.alphabet.classes.map((kind) => small.rows.map((row) => row[kind]).join()),
        );
        expect(columns.size).toBe(small.alphabet.count);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** How many states some text tells apart, the two ends included: refined until nothing changes (Moore). */
function distinct({ rows, alphabet }: Automaton): number {
  const width = alphabet.count + 1;
  const all = [new Array<number>(width).fill(goal.never), new Array<number>(width).fill(goal.found), ...rows];
  let blocks = all.map((row) => row[alphabet.count]!);
  for (let count = 0; count !== new Set(blocks).size; ) {
    count = new Set(blocks).size;
    const keys = all.map((row, state) =>
      [blocks[state], ...row.slice(0, -1).map((to) => blocks[to]!)].join(),
    );
    blocks = keys.map((key) => keys.indexOf(key));
  }
  return new Set(blocks).size;
}
