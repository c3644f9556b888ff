// Secrets in bytes that pass: left out wherever the bytes are cut, as they are of a whole text.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { passingRedaction } from '../../runtime/gateway/redact-passing.ts';
import { concat, decode, encode } from '../../runtime/protocol/bytes.ts';

const SECRETS = ['key abcd', 'abcd', 'xyz'];

function redacted(text: string, cuts: readonly number[]): string {
  const redaction = passingRedaction(SECRETS);
  const bytes = encode(text);
  const places = [0, ...[...cuts].sort((one, other) => one - other), bytes.length];
  const pieces = places.slice(1).map((to, at) => redaction.push(bytes.subarray(places[at], to)));
  return decode(concat([...pieces, redaction.end()]));
}

it('is what it is for the whole text, wherever it is cut', () => {
  const words = fc.array(fc.constantFrom('key ', 'abcd', 'ab', 'cd', 'xy', 'z', 'é', ' '), { maxLength: 12 });
  fc.assert(
    fc.property(words, fc.array(fc.nat(60), { maxLength: 8 }), (made, places) => {
      const text = made.join('');
      const whole = SECRETS.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
      const { length } = encode(text);
      expect(
        redacted(
          text,
          places.filter((at) => at <= length),
        ),
      ).toBe(whole);
    }),
  );
});

it('passes everything at once where there is no secret', () => {
  const bytes = encode('abcd');
  expect(passingRedaction([]).push(bytes)).toBe(bytes);
});
