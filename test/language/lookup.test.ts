// Looked up or compared one by one, patterns match the same names.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyOf, named } from '../../compiler/language/lookup.ts';
import { matches, pattern } from '../../compiler/language/patterns.ts';

const range = { file: 'gateway.yaml', start: 0, end: 0 };
const name = fc.stringMatching(/^[ab_]{1,5}$/);
const written = fc.stringMatching(/^[ab_*]{1,5}$/).map((text) => pattern(text, range));

test('names that a pattern matches', () => {
  fc.assert(
    fc.property(fc.array(name), written, (names, one) => {
      const wanted = names.filter((each) => matches(one, each)).sort();
      expect(named(names.map((each) => ({ name: each })))(one).map((each) => each.name)).toEqual(wanted);
    }),
  );
});

test('whether any pattern matches a name', () => {
  fc.assert(
    fc.property(fc.array(written), name, (patterns, one) => {
      expect(anyOf(patterns)(one)).toBe(patterns.some((each) => matches(each, one)));
    }),
  );
});
