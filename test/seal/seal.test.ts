// The seal: what it made it opens, for whom it was made, and nothing else.
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSeal } from '../../runtime/seal/index.ts';

const KEY = randomBytes(32);
const seal = createSeal([KEY], randomBytes);

it('opens what it sealed, whatever it was', () => {
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(text, text, (plain, bound) => {
      const sealed = seal.seal(plain, bound);
      expect(sealed).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(seal.open(sealed, bound)).toBe(plain);
      expect(seal.open(sealed, `${bound}x`)).toBe(null);
    }),
  );
});

it('never makes the same twice', () => {
  expect(seal.seal('a', 'b')).not.toBe(seal.seal('a', 'b'));
});

it('opens no noise, no bit flipped, no other key', () => {
  const bytes = Buffer.from(seal.seal('a session', 'ann'), 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    expect(seal.open(flipped.toString('base64url'), 'ann')).toBe(null);
  }
  expect(createSeal([randomBytes(32)], randomBytes).open(bytes.toString('base64url'), 'ann')).toBe(null);
  for (const noise of ['', 'a', '=', '\n', 'é'.repeat(50), 'A'.repeat(200)])
    expect(seal.open(noise, 'ann')).toBe(null);
});

it('opens what an older key sealed, and seals with the first', () => {
  const old = seal.seal('text', 'ann');
  const turned = createSeal([randomBytes(32), KEY], randomBytes);
  expect(turned.open(old, 'ann')).toBe('text');
  expect(turned.open(old, 'bob')).toBe(null);
  expect(seal.open(turned.seal('text', 'ann'), 'ann')).toBe(null);
});
