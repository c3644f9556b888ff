// An answer that passes while it comes ends as the one that is held: whatever is in it, wherever it is cut.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, decode, encode } from '../../runtime/protocol/bytes.ts';
import { Outline, type Sketch } from '../../runtime/protocol/outline.ts';
import { scanServer } from '../../runtime/protocol/scan.ts';

const SKETCH: Sketch = { id: 7, clientId: encode('"c\\u0041"'), typed: false, cached: false };

/** What passes of `text`, cut at these places; null where it is broken off. */
function passed(text: string, cuts: readonly number[], sketch: Sketch = SKETCH): string | null {
  const bytes = encode(text);
  const outline = new Outline(sketch);
  const out: Uint8Array[] = [];
  let from = 0;
  for (const to of [...cuts, bytes.length]) {
    const some = outline.push(bytes.subarray(from, to));
    if (some === null) return null;
    out.push(...some);
    from = to;
  }
  return outline.over ? decode(concat(out)) : null;
}

/** What the whole way says of it, and makes of it where only the id is changed. No result passes but a complete one. */
function held(text: string): string | null {
  const bytes = encode(text);
  const message = scanServer(bytes);
  if (message?.kind !== 'result' || message.params !== null) return null;
  const { resultType = 'complete' } = JSON.parse(text).result;
  if (resultType !== 'complete') return null;
  const { start, end } = message.id!;
  if (!/^\d+$/.test(decode(bytes.subarray(start, end))) || Number(decode(bytes.subarray(start, end))) !== 7)
    return null;
  return decode(concat([bytes.subarray(0, start), SKETCH.clientId, bytes.subarray(end)]));
}

const ODD = [
  ' { "jsonrpc" : "2.0", "id" :7 , "result" : {"content":[{"text":"a\\"}\\\\"},[{}]],"is\\u0045rror":true , "x":-1.5e+3 } }\n',
  '{"result":{"content":"é\\\\","resultType":"complete","_meta":{"a":{"id":1}}},"jsonrpc":"\\u0032.0","x":[],"id":7}',
  '{"id":7,"result":{ },"jsonrpc":"2.0"}',
  '{"jsonrpc":"2.0","id":7,"result":{"isError":{"a":"t"},"resultType":"task"}}',
  '{"jsonrpc":"2.0","id":8,"result":{}}',
  '{"jsonrpc":"2.0","id":"7","result":{}}',
  '{"jsonrpc":"2.0","id":7,"result":{},"result":{}}',
  '{"jsonrpc":"2.0","id":7,"result":{"resultType":1}}',
  '{"jsonrpc":"2.0","id":7,"result":[]}',
  '{"jsonrpc":"2.0","id":7,"result":{"a"}}',
  '{"jsonrpc":"2.0","id":7,"result":{},"error":{"code":1}}',
  '{"jsonrpc":"2.0","id":7,"result":{"a":1,}}',
  '{"jsonrpc":"2.0","result":{}}',
  '{"jsonrpc":"2.0","id":7,"result":{}} x',
  '{"jsonrpc":"2.0","id":7,"result":{}',
  '{"jsonrpc":"1.0","id":7,"result":{}}',
  `{"jsonrpc":"2.0","id":7,"result":{"${'k'.repeat(300)}":1}}`,
];

describe('an outline', () => {
  it.each(ODD)('is what the whole is, cut anywhere: %s', (text) => {
    const { length } = encode(text);
    const expected = held(text);
    expect(
      passed(
        text,
        Array.from({ length: length - 1 }, (_, at) => at + 1),
      ),
    ).toBe(expected);
    for (let at = 0; at <= length; at++) expect(passed(text, [at])).toBe(expected);
  });

  it('holds the same for any result', () => {
    const result = fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('isError', 'resultType')),
      fc.jsonValue(),
    );
    const order = fc.shuffledSubarray(['jsonrpc', 'id', 'result', 'x'], { minLength: 3 });
    fc.assert(
      fc.property(
        result,
        order,
        fc.array(fc.nat(400), { maxLength: 6 }),
        fc.boolean(),
        (made, keys, places, wide) => {
          const values: Record<string, unknown> = { jsonrpc: '2.0', id: 7, result: made, x: { id: 9 } };
          const text = JSON.stringify(
            Object.fromEntries(keys.map((key) => [key, values[key]])),
            null,
            wide ? 1 : 0,
          );
          const cuts = places.filter((at) => at <= encode(text).length).sort((one, other) => one - other);
          expect(passed(text, cuts)).toBe(held(text));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('says at its end that a result is complete, where nobody said so', () => {
    const typed = { ...SKETCH, typed: true };
    const ends = (result: string) => passed(`{"jsonrpc":"2.0","id":7,"result":${result}}`, [], typed);
    expect(ends('{ }')).toContain('{ "resultType":"complete"}}');
    expect(ends('{"a":{} }')).toContain('{"a":{} ,"resultType":"complete"}}');
    expect(ends('{"resultType":"complete","a":1}')).toContain('{"resultType":"complete","a":1}}');
  });

  it('says how long it may be kept, and by whom: for nobody else', () => {
    const cached = { ...SKETCH, typed: true, cached: true };
    const ends = (result: string) => {
      const text = `{"jsonrpc":"2.0","id":7,"result":${result}}`;
      const whole = passed(text, [], cached);
      for (let at = 0; at <= text.length; at++) expect(passed(text, [at], cached)).toBe(whole);
      return whole;
    };
    expect(ends('{}')).toContain('{"ttlMs":0,"cacheScope":"private","resultType":"complete"}}');
    expect(ends('{"cacheScope":"public","a":1}')).toContain(
      '{"cacheScope":"private","a":1,"ttlMs":0,"resultType":"complete"}}',
    );
    expect(ends('{"resultType":"complete","ttlMs":5, "cacheScope" : "public" }')).toContain(
      '{"resultType":"complete","ttlMs":5, "cacheScope" : "private" }}',
    );
    expect(passed('{"jsonrpc":"2.0","id":7,"result":{"cacheScope":"public","ttlMs":{}}}', [])).toContain(
      '{"cacheScope":"public","ttlMs":{}}',
    );
  });

  it('lets no other type pass', () => {
    const text = (type: string) => `{"jsonrpc":"2.0","id":7,"result":{"a":1,"resultType":"${type}"}}`;
    expect(passed(text('input_required'), [])).toBeNull();
    expect(passed(text('complete'), [])).not.toBeNull();
  });
});
