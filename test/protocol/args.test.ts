// Arguments as policy sees them: exact integers, own keys only.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientMessage } from '../../runtime/contract/message.ts';
import { parseArgs, parseMeta, parseParams } from '../../runtime/protocol/args.ts';
import { encode } from '../../runtime/protocol/bytes.ts';
import { parseExact } from '../../runtime/protocol/exact.ts';
import { scanClient } from '../../runtime/protocol/scan.ts';
import { runs } from '../runs.ts';
import { anyJson, picks, spelled } from './arbitraries.ts';

function message(params: string): ClientMessage {
  const bytes = encode(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"t"${params}}}`);
  const scanned = scanClient(bytes, { depth: 64 });
  if ('refused' in scanned) throw new Error(scanned.message);
  return scanned;
}

const args = (json: string) => parseArgs(message(`,"arguments":${json}`));

describe('arguments', () => {
  it('are {} when there are none', () => {
    expect(parseArgs(message(''))).toEqual({});
    expect(parseMeta(message(''))).toEqual({});
  });

  it.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-9007199254740993', -9007199254740993n],
    ['9223372036854775807', 9223372036854775807n],
    ['-9223372036854775808', -9223372036854775808n],
    ['1e3', 1000],
    ['-0', -0],
    ['0.1', 0.1],
  ])('%s is exact', (number, value) => {
    expect(args(`{"a":[${number},{"b":${number}}]}`)).toEqual({ a: [value, { b: value }] });
  });

  it.each([
    ['999999999999999', 999999999999999],
    ['9999999999999999', 9999999999999999n],
    ['-99999999999999999', -99999999999999999n],
    ['9007199254740993 ', 9007199254740993n],
    ['0.5000000000000000000', 0.5],
    ['1.5E3', 1500],
  ])('%s is exact wherever it stands', (number, value) => {
    for (const json of [
      `{"a":${number}}`,
      `{"a":[${number}]}`,
      `{"a":[0,${number}]}`,
      `{"a":\n\t ${number},"b":"1"}`,
    ])
      expect(Object.values(args(json) as object).flat()).toContainEqual(value);
  });

  it('are text where a text looks like a number', () => {
    expect(args('{"a":"9007199254740993","b":["x,9007199254740993",1e1]}')).toEqual({
      a: '9007199254740993',
      b: ['x,9007199254740993', 10],
    });
  });

  it.each(['9223372036854775808', '-9223372036854775809', `1${'0'.repeat(100_000)}`, '1e400', '-1e400'])(
    '%s throws',
    (number) => {
      expect(() => args(`{"a":${number}}`)).toThrow(RangeError);
    },
  );

  it.each(['{"__proto__":{"admin":true}}', '{"__proto__":{"admin":true},"n":9007199254740993}'])(
    '%s leaves the prototype alone',
    (json) => {
      const value = args(json) as Record<string, unknown>;
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(value.admin).toBeUndefined();
      expect(Object.keys(value)[0]).toBe('__proto__');
    },
  );
});

it('the exact parser agrees with JSON.parse where no number is big', () => {
  fc.assert(
    fc.property(anyJson, picks, (value, pick) => {
      const json = spelled(value, pick);
      expect(parseExact(json)).toEqual(JSON.parse(json));
    }),
    { numRuns: runs(150) },
  );
});

it('gives _meta and params as objects', () => {
  const scanned = message(',"_meta":{"a":1},"cursor":"c"');
  expect(parseMeta(scanned)).toEqual({ a: 1 });
  expect(parseParams(scanned)).toEqual({ name: 't', _meta: { a: 1 }, cursor: 'c' });
});
