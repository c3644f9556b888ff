// The search of the runtime finds what JavaScript's own does, and takes no longer for what is made to be slow.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, cut, find, findLast } from '../../runtime/cel/search.ts';
import { evaluate } from './evaluate.ts';

/** Texts of few letters, long enough that the search is not left to JavaScript. */
const piece = fc.stringMatching(/^[ab]{1,6}$/);
const long = fc.tuple(piece, piece, piece).map(([a, b, c]) => `${a.repeat(9000)}${b}${c.repeat(900)}`);
const part = fc
  .tuple(piece, piece, fc.integer({ min: 17, max: 200 }))
  .map(([a, b, n]) => `${b}${a.repeat(n)}${b}`);

describe('the search', () => {
  it('is that of JavaScript', () => {
    const property = fc.property(long, part, fc.nat(20_000), (text, sought, from) => {
      expect(find(text, sought, from)).toBe(text.indexOf(sought, from));
      expect(findLast(text, sought, from)).toBe(text.lastIndexOf(sought, from));
      expect(findLast(text, sought)).toBe(text.lastIndexOf(sought));
      expect(contains(text, sought)).toBe(text.includes(sought));
      expect(cut(text, sought)).toEqual(text.split(sought));
    });
    fc.assert(property, { numRuns: 100 });
  });

  it.each([
    'args.text.contains(args.part)',
    'args.text.indexOf(args.part) >= 0',
    'args.text.lastIndexOf(args.part) >= 0',
    'args.text.split(args.part).size() > 1',
    'args.text.replace(args.part, "") == ""',
  ])('of what is made to be slow is not: %s', (text) => {
    const half = 'a'.repeat(100_000);
    const start = performance.now();
    expect(evaluate(text, { args: { text: 'a'.repeat(1_000_000), part: `${half}b${half}` } })).toBe(false);
    // JavaScript's own takes minutes.
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
