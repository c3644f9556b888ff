// Patterns: matching, covering, overlapping, and the printed predicate, each against a definition of its own.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBuilder } from '../../compiler/emit/builder.ts';
import { code } from '../../compiler/emit/code.ts';
import { covers, matches, overlap, pattern, printPredicate } from '../../compiler/language/patterns.ts';
import { cpuOf } from '../cpu.ts';

const range = { file: 'gateway.yaml', start: 0, end: 1 };
const of = (text: string) => pattern(text, range);

/** The meaning, written down another way. */
const regExp = (text: string) => new RegExp(`^${text.replaceAll(/\*+/g, '[^]*')}$`);

/** Few letters, so that what is drawn at random agrees often. */
const someName = fc.string({ unit: fc.constantFrom('a', 'b', '_'), maxLength: 8 });
const somePattern = fc.string({ unit: fc.constantFrom('a', 'b', '_', '*'), minLength: 1, maxLength: 7 });

function predicate(patterns: readonly string[]): { readonly text: string; holds(name: string): boolean } {
  const builder = createBuilder();
  const printed = printPredicate(patterns.map(of), builder);
  const { plan } = builder.finish(code`{ tools: ${printed} }`);
  const load = new Function(`${plan.text.replace('export function', 'return function')}`);
  const { tools } = load()({});
  return { text: printed.text, holds: tools };
}

test.each([
  [['*'], '() => true'],
  [['a', '**'], '() => true'],
  [[], '(n) => false'],
  [['crm__search'], '(n) => n === "crm__search"'],
  [['crm__get_*', 'crm__search'], '(n) => n.startsWith("crm__get_") || n === "crm__search"'],
  [['*_get', '*_get'], '(n) => n.endsWith("_get")'],
  [['a*a'], '(n) => (n.length >= 2 && n.startsWith("a") && n.endsWith("a"))'],
  [['a*b*c'], '(n) => $matches_a_b_c(n)'],
])('%j prints as %s', (patterns, text) => expect(predicate(patterns).text).toBe(text));

describe('a pattern', () => {
  test('matches as its definition says', () => {
    fc.assert(
      fc.property(somePattern, someName, (p, name) => matches(of(p), name) === regExp(p).test(name)),
      {
        numRuns: 2000,
      },
    );
  });

  test('means the same when printed', () => {
    fc.assert(
      fc.property(
        fc.array(somePattern, { maxLength: 3 }),
        fc.array(someName, { maxLength: 5 }),
        (patterns, names) => {
          const { holds } = predicate(patterns);
          for (const name of names) expect(holds(name)).toBe(patterns.some((p) => regExp(p).test(name)));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('covers another only if it matches all that the other matches', () => {
    fc.assert(
      fc.property(somePattern, somePattern, someName, (wide, narrow, name) => {
        if (covers(of(wide), of(narrow)) && regExp(narrow).test(name))
          expect(regExp(wide).test(name)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['pay__*', 'pay__refund', true],
    ['pay__*', 'pay__*', true],
    ['pay__*', 'pay__a*z', true],
    ['*', '*a*', true],
    ['pay__*', 'pay*', false],
    ['pay__*', '*', false],
    ['a*a', 'a', false],
    ['a*b*', 'a*', false],
  ])('%s covers %s: %s', (wide, narrow, expected) => expect(covers(of(wide), of(narrow))).toBe(expected));

  test('overlaps another if a name matches both', () => {
    fc.assert(
      fc.property(somePattern, somePattern, someName, (a, b, name) => {
        if (regExp(a).test(name) && regExp(b).test(name)) expect(overlap(of(a), of(b))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('does not overlap what cannot meet', () => {
    expect(overlap(of('crm__*'), of('crn__*'))).toBe(false);
    expect(overlap(of('*_a'), of('*_b'))).toBe(false);
    expect(overlap(of('crm__*'), of('pay__x'))).toBe(false);
    expect(overlap(of('crm__*'), of('*_x'))).toBe(true);
  });

  test('is linear in the name, whatever the pattern', () => {
    const { holds } = predicate([`${'a*'.repeat(40)}b`]);
    const all = (): void => {
      for (let i = 0; i < 100; i++) expect(holds('a'.repeat(100_000))).toBe(false);
    };
    expect(cpuOf(all)).toBeLessThan(1000);
  });
});
