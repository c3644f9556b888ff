// base64 of CEL is that of Node, byte for byte; what is none is an error.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Bytes, base64Decode, base64Encode } from '../../runtime/cel/index.ts';
import { runs } from '../runs.ts';

it('is that of Node', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (data) => {
      const text = Buffer.from(data).toString('base64');
      expect(base64Encode(new Bytes(data))).toBe(text);
      expect([...base64Decode(text).data]).toEqual([...data]);
      expect([...base64Decode(text.replace(/=+$/, '')).data]).toEqual([...data]);
    }),
    { numRuns: runs(500) },
  );
});

it('takes what the grammar takes', () => {
  const grammar = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
  const taken = (text: string) => {
    try {
      base64Decode(text);
      return true;
    } catch {
      return false;
    }
  };
  const unit = fc.constantFrom(...'AZaz09+/==', '-', '_', ' ', '\n', 'é', '😀');
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 9 }), (text) => {
      expect(taken(text), JSON.stringify(text)).toBe(grammar.test(text));
    }),
    { numRuns: runs(3000) },
  );
});
