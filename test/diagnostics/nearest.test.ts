// The near miss: close enough to be meant, never a wild guess.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../compiler/diagnostics/nearest.ts';

describe('nearest', () => {
  it.each([
    ['alow', ['allow', 'deny'], 'allow'],
    ['dney', ['allow', 'deny'], 'deny'],
    ['Allow', ['allow', 'deny'], 'allow'],
    ['serverss', ['servers', 'server'], 'servers'],
    ['timout', ['timeout', 'tools'], 'timeout'],
    ['credentails', ['credentials', 'command'], 'credentials'],
    ['rn', ['to', 'in'], 'in'],
  ])('%s of %j is %s', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });

  it.each([
    ['xyz', ['allow', 'deny']],
    ['support', ['sales', 'finance']],
    ['', ['allow']],
    ['allow', ['allow']],
    ['a', []],
    ['x'.repeat(65), ['x'.repeat(64)]],
  ])('%s of %j is nothing', (word, candidates) => {
    expect(nearest(word, candidates)).toBeUndefined();
  });

  it('finds a word of six letters or more with any one slip', () => {
    const slip = fc.tuple(
      fc.stringMatching(/^[a-z]{6,20}$/),
      fc.nat(),
      fc.constantFrom('drop', 'double', 'swap', 'other'),
    );
    fc.assert(
      fc.property(slip, ([word, seed, kind]) => {
        const at = seed % (word.length - 1);
        const [before, here, next, after] = [word.slice(0, at), word[at], word[at + 1], word.slice(at + 2)];
        const middle = {
          drop: next,
          double: `${here}${here}${next}`,
          swap: `${next}${here}`,
          other: `_${next}`,
        }[kind];
        const wrong = `${before}${middle}${after}`;
        fc.pre(wrong !== word);
        expect(nearest(wrong, ['zz_zz', word, 'zzzz_zzzz_zzzz'])).toBe(word);
      }),
    );
  });
});
