// The fast scan of what backends send: never fooled by nesting, escapes or repeated keys.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode, textOf } from '../../runtime/protocol/bytes.ts';
import { scanServer } from '../../runtime/protocol/scan.ts';
import { runs } from '../runs.ts';
import { anyAnswer, picks, spelled } from './arbitraries.ts';

const scan = (json: string) => scanServer(encode(json));

describe('what is found', () => {
  it('finds id, result and its flags', () => {
    const message = scan(
      '{"result":{"content":[],"isError":true,"resultType":"complete"},"id":"x","jsonrpc":"2.0"}\n',
    );
    expect(message).toMatchObject({ kind: 'result', isError: true, resultType: 'complete', errorCode: null });
    expect(textOf(message!.bytes, message!.id!)).toBe('"x"');
    expect(textOf(message!.bytes, message!.result!)).toBe(
      '{"content":[],"isError":true,"resultType":"complete"}',
    );
  });

  it('finds an error with its code, with an id of null or none', () => {
    expect(scan('{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}}')).toMatchObject({
      errorCode: -32601,
    });
    expect(scan('{"jsonrpc":"2.0","error":{"code":1,"message":"no"}}')).toMatchObject({
      kind: 'error',
      id: null,
    });
    const unread = scan('{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}}');
    expect(textOf(unread!.bytes, unread!.id!)).toBe('null');
  });

  it('finds the token of progress', () => {
    const json =
      '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progress":1,"progressToken":"p\\"1"}}';
    const message = scan(json);
    expect(message).toMatchObject({ kind: 'notification', method: 'notifications/progress' });
    expect(textOf(message!.bytes, message!.progressToken!)).toBe('"p\\"1"');
  });

  it('tells a request from a notification', () => {
    expect(scan('{"jsonrpc":"2.0","id":3,"method":"ping"}')?.kind).toBe('request');
  });

  it('reads keys that are spelled with escapes', () => {
    expect(scan('{"jsonrpc":"2.0","id":1,"result":{"is\\u0045rror":true}}')?.isError).toBe(true);
  });

  it('is not fooled by what strings and nested values hold', () => {
    const inner = '{\\"isError\\":true},\\"id\\":2}]}}\\\\';
    const json = `{"jsonrpc":"2.0","id":1,"x":{"id":9,"result":{}},"result":{"content":[{"isError":true,"text":"${inner}"}]}}`;
    const message = scan(json);
    expect(message).toMatchObject({ kind: 'result', isError: false, resultType: null });
    expect(textOf(message!.bytes, message!.id!)).toBe('1');
  });
});

describe('what is no message', () => {
  it.each([
    ['', 'nothing'],
    ['null', 'no object'],
    ['[{"jsonrpc":"2.0","id":1,"result":{}}]', 'a batch'],
    ['{"jsonrpc":"2.0","id":1,"result":{}', 'cut off'],
    ['{"jsonrpc":"2.0","id":1,"result":{}} {}', 'text after it'],
    ['{"id":1,"result":{}}', 'no version'],
    ['{"jsonrpc":"2.0","id":1}', 'neither method, result nor error'],
    ['{"jsonrpc":"2.0","result":{}}', 'a result without id'],
    ['{"jsonrpc":"2.0","id":null,"result":{}}', 'a result with a null id'],
    ['{"jsonrpc":"2.0","id":1.5,"result":{}}', 'a fractional id'],
    ['{"jsonrpc":"2.0","id":1,"result":[]}', 'a result that is no object'],
    ['{"jsonrpc":"2.0","id":1,"result":{},"error":{}}', 'result and error'],
    ['{"jsonrpc":"2.0","id":1,"method":"a","result":{}}', 'method and result'],
    ['{"jsonrpc":"2.0","id":1,"id":2,"result":{}}', 'two ids'],
    ['{"jsonrpc":"2.0","id":1,"\\u0069d":2,"result":{}}', 'two ids, one escaped'],
    ['{"jsonrpc":"2.0","id":1,"result":{},"result":{}}', 'two results'],
    ['{"jsonrpc":"2.0","id":1,"result":{"isError":false,"isError":true}}', 'two flags'],
    ['{"jsonrpc":"2.0","id":1,"result":{"resultType":"a","resultType":"b"}}', 'two result types'],
    ['{"jsonrpc":"2.0","id":1,"result":{"resultType":1}}', 'a result type that is no string'],
    ['{"jsonrpc":"2.0","id":1,"error":{"code":"x"}}', 'a code that is no integer'],
    ['{"jsonrpc":"2.0","method":1}', 'a method that is no string'],
    ['{"jsonrpc":"2.0","method":"a","params":{"progressToken":1,"progressToken":2}}', 'two tokens'],
  ])('%s (%s)', (json) => {
    expect(scan(json)).toBeNull();
  });

  it('every beginning of a message is none', () => {
    const bytes = encode(
      '{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"a\\"b\\\\"}],"isError":false}}',
    );
    for (let end = 0; end < bytes.length; end++) expect(scanServer(bytes.subarray(0, end))).toBeNull();
    expect(scanServer(bytes)).not.toBeNull();
  });

  it('a million brackets do no harm', () => {
    expect(scan(`{"jsonrpc":"2.0","id":1,"result":{"a":${'['.repeat(1_000_000)}`)).toBeNull();
  });
});

it('reads every spelling of every answer as JSON.parse does', () => {
  fc.assert(
    fc.property(anyAnswer, picks, (value, pick) => {
      const bytes = encode(spelled(value, pick));
      const message = scanServer(bytes);
      expect(message).toMatchObject({ kind: 'result', isError: value.result.isError === true });
      expect(message!.resultType).toBe(value.result.resultType ?? null);
      expect(JSON.parse(textOf(bytes, message!.id!))).toEqual(value.id);
    }),
    { numRuns: runs(150) },
  );
});

it('finds the end of strings of every length, with quotes at every distance', () => {
  for (const gap of [0, 1, 7, 31, 32, 33, 127, 128, 511, 513, 5000]) {
    for (const tail of ['', '\\\\', '\\"', '\\\\\\"']) {
      const text = `${'x'.repeat(gap)}\\"`.repeat(20) + tail;
      const message = scan(`{"jsonrpc":"2.0","result":{"t":"${text}"},"id":7}`);
      expect(textOf(message!.bytes, message!.id!)).toBe('7');
    }
  }
});
