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
import { emitted, planOf, programFor } from './searches.ts';

const patterns = [
  ...[
    'abc',
    '^abc',
    'abc$',
    '^abc$',
    '',
    '^$',
    '.*abc.*',
    '.*x?abc.*y*',
    'a\\.b',
    '^"\\\\</script>\\x{2028}',
    '\\x{d800}',
  ],
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

it('says whether a search may end in an error: a table and a text never do', () => {
  const answers = ['abc', '^[a-z]+$', '(a|b)*a(a|b){12}'].map((pattern) => {
    const compiled = compileRegex(pattern);
    return compiled.ok && compiled.canError();
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

it('is a table up to 500 states, and right beyond', () => {
  for (const count of [400, 495, 498, 499, 500, 501, 508, 509, 510, 511, 520, 900]) {
    const pattern = `^a{1,${count}}$`;
    expect(planOf(pattern).needs.join(), pattern).toBe(count < 500 ? 'searchTable' : 'searchProgram');
    const search = emitted(pattern);
    const lengths = [0, 1, count - 1, count, count + 1, count + 2, 1_000];
    expect(lengths.filter((length) => search('a'.repeat(length)))).toEqual([1, count - 1, count]);
  }
});

describe('a minimized automaton', () => {
  it('has as many states as differ, and finds the same, for any automaton', () => {
    const automata = fc
      .record({ states: fc.integer({ min: 1, max: 24 }), kinds: fc.integer({ min: 1, max: 3 }) })
      .chain(({ states, kinds }) =>
        fc.record({
          // Few goals, so that many states are alike.
          steps: fc.array(fc.array(fc.nat(states + 1), { minLength: kinds, maxLength: kinds }), {
            minLength: states,
            maxLength: states,
          }),
          ends: fc.array(fc.nat(1), { minLength: states, maxLength: states }),
          words: fc.array(fc.array(fc.nat(kinds - 1), { maxLength: 12 }), { minLength: 12, maxLength: 12 }),
        }),
      );
    fc.assert(
      fc.property(automata, ({ steps, ends, words }) => {
        const starts = steps[0]!.map((_, kind) => kind);
        const rows = steps.map((row, state) => [...row, ends[state]!]);
        const automaton: Automaton = { alphabet: { starts, classes: starts, count: starts.length }, rows };
        const small = minimize(automaton);
        if (small.rows.length > 1) expect(distinct(small)).toBe(small.rows.length + 2);
        for (const word of words) expect(runOn(small, word)).toBe(runOn(automaton, word));
      }),
      { numRuns: 3_000 },
    );
  });

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

/** Whether a text of these characters is found. */
function runOn({ rows, alphabet }: Automaton, points: readonly number[]): boolean {
  let state: number = goal.first;
  for (const point of points) {
    const interval = alphabet.starts.findLastIndex((start) => start <= point);
    state = rows[state - goal.first]![alphabet.classes[interval]!]!;
    if (state < goal.first) return state === goal.found;
  }
  return rows[state - goal.first]![alphabet.count] === goal.found;
}

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
