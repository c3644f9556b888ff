// Answers in pieces: what a client gets is the same as if they had come whole, wherever they were cut.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, decode, encode } from '../../runtime/protocol/bytes.ts';
import { answerFor } from '../../runtime/protocol/inbound.ts';
import { answerIn, messageIn } from '../../runtime/servers/message.ts';

const LONG = 5000;

function cutUp(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % bytes.length), bytes.length].sort((a, b) => a - b);
  return ends.map((end, i) => Buffer.from(bytes.subarray(ends[i - 1] ?? 0, end)));
}

function passed(message: ReturnType<typeof messageIn>): string | null {
  if (message === null) return null;
  const { kind, isError, resultType, errorCode } = message;
  const client = { id: '"c"', era: 'modern', cacheable: true } as const;
  return JSON.stringify([kind, isError, resultType, errorCode, decode(concat(answerFor(client, message)))]);
}

const inside = fc
  .array(fc.constantFrom('x', '\\"', '\\\\', 'é', '\\u0022', ' '), { minLength: 1, maxLength: 40 })
  .map((parts) => parts.join(''))
  .map((text) => text.repeat(Math.ceil(LONG / text.length)));
/** Answers in which a long string is everything that it can be. */
const answer = fc
  .tuple(inside, fc.constantFrom('true', 'false'), fc.constantFrom('complete', 'input_required', 'is\\u0022'))
  .chain(([long, isError, resultType]) =>
    fc.constantFrom(
      `{"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text","text":"${long}"}],"isError":${isError}}}`,
      `{"result":{"content":["${long}","${long}"],"resultType":"${resultType}"},"jsonrpc":"2.0","id":7}`,
      `{"jsonrpc":"2.0","result":{"cacheScope":"${long}","ttlMs":5},"id":7}`,
      `{"jsonrpc":"2.0","result":{"${long}":1,"resultType":"${long}"},"id":7}`,
      `{"jsonrpc":"2.0","id":7,"error":{"code":-32603,"message":"${long}"}}`,
      `{"jsonrpc":"2.0","id":"${long}","result":{}}`,
      `{"jsonrpc":"2.0","id":7,"result":{"a":"${long}}}`,
    ),
  );

describe('an answer in pieces', () => {
  it('is passed on as the whole one, wherever it was cut', () => {
    fc.assert(
      fc.property(answer, fc.array(fc.nat(20_000), { minLength: 1, maxLength: 4 }), (json, places) => {
        const bytes = encode(json);
        expect(passed(answerIn(cutUp(bytes, places)))).toBe(passed(messageIn(bytes)));
      }),
      { numRuns: 400 },
    );
  });

  it('is read whole where a key of its own is cut in two', () => {
    const bytes = encode('{"jsonrpc":"2.0","id":7,"result":{"isError":true,"content":[]}}');
    for (let at = 1; at < bytes.length; at++) expect(answerIn(cutUp(bytes, [at]))?.isError).toBe(true);
  });

  it('is not joined where its bulk is one string', () => {
    const bytes = encode(`{"jsonrpc":"2.0","id":7,"result":{"content":"${'x'.repeat(70_000)}"}}`);
    const pieces = cutUp(bytes, [65_000, 40_000]);
    const message = answerIn(pieces);
    expect(message?.cut?.pieces.map(({ length }) => length)).toEqual([39_955, 25_000, 5045]);
    expect(message?.bytes.length).toBeLessThan(100);
  });
});
