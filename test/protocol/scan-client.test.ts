// The strict scan: what it lets in, what it refuses, and that it finds the right bytes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientMessage, Refused } from '../../runtime/contract/message.ts';
import { encode, textOf } from '../../runtime/protocol/bytes.ts';
import { scanClient } from '../../runtime/protocol/scan.ts';
import { runs } from '../runs.ts';
import { anyCall, picks, spelled } from './arbitraries.ts';
import { expected } from './reference.ts';

const scan = (json: string, depth = 64) => scanClient(encode(json), { depth });

function scanned(json: string): ClientMessage {
  const message = scan(json);
  if ('refused' in message) throw new Error(message.message);
  return message;
}

function refusal(json: string | Uint8Array, depth = 64): Refused {
  const message = scanClient(typeof json === 'string' ? encode(json) : json, { depth });
  if (!('refused' in message)) throw new Error('was let in');
  return message;
}

const call = (params: string) => `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`;
const bytesOf = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...encode(part)] : part)));

describe('what is found', () => {
  it('finds every span of a modern call', () => {
    const json =
      '{ "jsonrpc":"2.0", "id" : "a\\n1" ,"method":"tools\\/call","params":{"_meta":{"progressToken":7,' +
      '"io.modelcontextprotocol/protocolVersion":"2026-07-28","traceparent" : "00-x",' +
      '"io.modelcontextprotocol/clientInfo":{"name":"c"},"io.modelcontextprotocol/clientCapabilities":{}},' +
      '"name":"caf\\u00e9","arguments":{"n":9007199254740993},"x":[1]} }\n';
    const message = scanned(json);
    const text = (key: 'id' | 'nameSpan' | 'args' | 'progressToken' | 'meta') =>
      textOf(message.bytes, message[key]!);
    expect(message).toMatchObject({
      kind: 'request',
      method: 'tools/call',
      name: 'café',
      protocolVersion: '2026-07-28',
    });
    expect(message).toMatchObject({ clientCapabilities: expect.any(Object) });
    expect(text('id')).toBe('"a\\n1"');
    expect(text('nameSpan')).toBe('"caf\\u00e9"');
    expect(text('args')).toBe('{"n":9007199254740993}');
    expect(text('progressToken')).toBe('7');
    expect(text('meta')).toMatch(/^\{"progressToken":7,.*clientCapabilities":\{\}\}$/);
    expect(message.metaRest.map((span) => textOf(message.bytes, span))).toEqual(['"traceparent" : "00-x"']);
  });

  it('knows requests, notifications and responses', () => {
    expect(scanned('{"jsonrpc":"2.0","id":0,"method":"ping"}').kind).toBe('request');
    expect(scanned('{"jsonrpc":"2.0","method":"notifications/initialized"}').kind).toBe('notification');
    expect(scanned('{"jsonrpc":"2.0","id":-3,"result":{}}').kind).toBe('response');
    expect(scanned('{"jsonrpc":"2.0","id":"x","error":{"code":1,"message":""}}').kind).toBe('response');
  });

  it('reads own keys that are spelled with escapes', () => {
    expect(scanned(call('{"\\u006eame":"t","\\u0061rguments":{"a":1}}'))).toMatchObject({ name: 't' });
  });

  it('keeps a byte order mark inside a name', () => {
    expect(scanned(call('{"name":"\ufeffsearch_with_a_long_name_here"}')).name?.charCodeAt(0)).toBe(0xfeff);
  });

  it('reads uri and requestId', () => {
    expect(scanned('{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"a:b"}}').uri).toBe(
      'a:b',
    );
    const cancelled = scanned(
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"1"}}',
    );
    expect(textOf(cancelled.bytes, cancelled.requestId!)).toBe('"1"');
  });
});

describe('what is refused', () => {
  const deep = (n: number) => call(`{"name":"t","arguments":{"a":${'['.repeat(n)}${']'.repeat(n)}}}`);

  it.each([
    ['nothing', '', -32700],
    ['spaces', '  ', -32700],
    ['cut off', '{"jsonrpc":"2.0","id":1', -32700],
    ['text after it', '{"jsonrpc":"2.0","id":1,"method":"ping"} x', -32700],
    [
      'a second message',
      '{"jsonrpc":"2.0","id":1,"method":"a"}{"jsonrpc":"2.0","id":1,"method":"b"}',
      -32700,
    ],
    ['a byte order mark', '\ufeff{"jsonrpc":"2.0","id":1,"method":"ping"}', -32700],
    ['a trailing comma', '{"jsonrpc":"2.0","id":1,"method":"ping",}', -32700],
    ['a comment', '{"jsonrpc":"2.0",/**/"id":1,"method":"ping"}', -32700],
    ['single quotes', "{'jsonrpc':'2.0'}", -32700],
    ['a leading zero', call('{"name":"t","arguments":{"a":01}}'), -32700],
    ['a bare dot', call('{"name":"t","arguments":{"a":1.}}'), -32700],
    ['a plus', call('{"name":"t","arguments":{"a":+1}}'), -32700],
    ['NaN', call('{"name":"t","arguments":{"a":NaN}}'), -32700],
    ['a half literal', call('{"name":"t","arguments":{"a":tru}}'), -32700],
    ['a raw line break in a string', call('{"name":"t\n"}'), -32700],
    ['an unknown escape', call('{"name":"\\x41"}'), -32700],
    ['a short unicode escape', call('{"name":"\\u00e"}'), -32700],
    ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600],
    ['a number', '42', -32600],
    ['a null id', '{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600],
    ['a fractional id', '{"jsonrpc":"2.0","id":1.0,"method":"ping"}', -32600],
    ['a boolean id', '{"jsonrpc":"2.0","id":true,"method":"ping"}', -32600],
    ['no version', '{"id":1,"method":"ping"}', -32600],
    ['another version', '{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600],
    ['a number as version', '{"jsonrpc":2.0,"id":1,"method":"ping"}', -32600],
    ['no method', '{"jsonrpc":"2.0","id":1}', -32600],
    ['an empty method', '{"jsonrpc":"2.0","id":1,"method":""}', -32600],
    ['method and result', '{"jsonrpc":"2.0","id":1,"method":"ping","result":{}}', -32600],
    ['result and error', '{"jsonrpc":"2.0","id":1,"error":{},"result":{}}', -32600],
    ['a response without id', '{"jsonrpc":"2.0","result":{}}', -32600],
    ['params as a list', '{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', -32600],
    ['no name', call('{}'), -32602],
    ['a name that is no string', call('{"name":1}'), -32602],
    ['arguments as a list', call('{"name":"t","arguments":[]}'), -32602],
    ['arguments that are null', call('{"name":"t","arguments":null}'), -32602],
    ['_meta as a string', call('{"name":"t","_meta":"x"}'), -32602],
    ['a progress token that is null', call('{"name":"t","_meta":{"progressToken":null}}'), -32602],
    ['a repeated id', '{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}', -32600],
    ['a repeated name', call('{"name":"t","name":"u"}'), -32600],
    ['a repeated name, escaped', call('{"name":"t","\\u006eame":"u"}'), -32600],
    ['a repeated key in arguments', call('{"name":"t","arguments":{"a":[{"b":1,"b":2}]}}'), -32600],
    ['a repeated empty key', call('{"name":"t","arguments":{"":1,"":2}}'), -32600],
    ['a lone high surrogate', call('{"name":"\\ud800"}'), -32600],
    ['a lone low surrogate', call('{"name":"\\udc00"}'), -32600],
    ['surrogates the wrong way round', call('{"name":"\\udc00\\ud800"}'), -32600],
    ['a high surrogate before another escape', call('{"name":"\\ud800\\u0041"}'), -32600],
    ['Name beside name', call('{"name":"t","Name":"u"}'), -32600],
    ['NAME instead of name', call('{"NAME":"t"}'), -32600],
    ['Jsonrpc', '{"Jsonrpc":"2.0","id":1,"method":"ping"}', -32600],
    ['Params', '{"jsonrpc":"2.0","id":1,"method":"tools/call","Params":{}}', -32600],
    ['_META', call('{"name":"t","_META":{}}'), -32600],
    ['ProgressToken', call('{"name":"t","_meta":{"ProgressToken":1}}'), -32600],
    ['params with a long s', '{"jsonrpc":"2.0","id":1,"method":"tools/call","param\u017f":{}}', -32600],
    ['a dotless id', '{"jsonrpc":"2.0","id":1,"\u0131d":2,"method":"ping"}', -32600],
    ['progressToken with a Kelvin sign', call('{"name":"t","_meta":{"progressTo\u212aen":1}}'), -32600],
    ['a dotted capital i', '{"jsonrpc":"2.0","id":1,"\u0130d":2,"method":"ping"}', -32600],
    ['a ligature that becomes st', call('{"name":"t","reque\ufb06Id":1}'), -32600],
    ['a case variant by escape', call('{"name":"t","\\u004eame":"u"}'), -32600],
    ['too deep', deep(62), -32600],
  ])('%s', (_, json, code) => {
    expect(refusal(json).code).toBe(code);
  });

  it.each([
    ['lists', (n: number) => `${'['.repeat(n)}${']'.repeat(n)}`],
    ['objects', (n: number) => `${'{"a":'.repeat(n - 1)}{}${'}'.repeat(n - 1)}`],
  ])('takes %s exactly as deep as allowed', (_, nested) => {
    const json = call(`{"name":"t","arguments":{"a":${nested(61)}}}`);
    expect(scan(json)).toMatchObject({ kind: 'request' });
    expect(refusal(json, 63).message).toContain('deeper than 63');
  });

  it('does not overflow on a million brackets', () => {
    expect(refusal('['.repeat(1_000_000)).code).toBe(-32600);
    expect(refusal(call(`{"name":"t","arguments":{"a":${'[{"a":'.repeat(500_000)}`)).code).toBe(-32600);
  });

  it.each([
    ['a stray continuation', [0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong sequence of three', [0xe0, 0x80, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['an overlong sequence of four', [0xf0, 0x80, 0x80, 0xaf]],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['a cut sequence', [0xe2, 0x82]],
    ['0xff', [0xff]],
  ])('invalid UTF-8: %s', (_, bad) => {
    const [before, after] = call('{"name":"|"}').split('|') as [string, string];
    expect(refusal(bytesOf(before, bad, after)).code).toBe(-32700);
    expect(refusal(bytesOf(before, bad)).code).toBe(-32700);
  });

  it('finds the second of many keys', () => {
    const keys = Array.from({ length: 200 }, (_, i) => `"key${i}":0`);
    expect(scan(call(`{"name":"t","arguments":{${keys.join()}}}`))).toMatchObject({ kind: 'request' });
    for (const again of [0, 5, 23, 24, 25, 199]) {
      const json = call(`{"name":"t","arguments":{${keys.join()},"key${again}":1}}`);
      expect(refusal(json).message).toContain(`"key${again}" stands twice`);
    }
  });

  it('names the id only where it is beyond doubt', () => {
    expect(refusal('{"jsonrpc":"2.0","id":"x","method":1}').id).toBe('"x"');
    expect(refusal(call('{}')).id).toBe('1');
    expect(refusal('{"jsonrpc":"2.0","id":1,"id":2}').id).toBeNull();
    expect(refusal('{"jsonrpc":"2.0","id":1,').id).toBeNull();
    expect(refusal('{"jsonrpc":"2.0","id":null}').id).toBeNull();
  });

  it('says where', () => {
    expect(refusal('{"jsonrpc":"2.0" "id":1}').message).toBe(
      'Parse error: a comma or closing brace is expected at byte 17',
    );
    expect(refusal('{').message).toBe('Parse error: a key in quotes is expected at its end');
  });
});

describe('against the reference', () => {
  it('lets in every spelling of every call, and finds the same', () => {
    fc.assert(
      fc.property(anyCall, picks, (value, pick) => {
        const bytes = encode(spelled(value, pick));
        const message = scanClient(bytes, { depth: 64 });
        const wanted = expected(bytes, 64);
        if ('refused' in message) {
          expect(wanted).toBeNull();
          return;
        }
        expect(wanted).not.toBeNull();
        const { kind, id, method, name, args } = wanted!;
        expect(message).toMatchObject({ kind, method, name });
        expect(textOf(bytes, message.id!)).toBe(id);
        if (message.args !== null) expect(JSON.parse(textOf(bytes, message.args))).toEqual(args);
      }),
      { numRuns: runs(150) },
    );
  });
});

describe('time', () => {
  /** CPU time of one scan in microseconds, the least of a few: other load on the machine does not count. */
  const cost = (json: string) => {
    const bytes = encode(json);
    const runs = Array.from({ length: 4 }, () => {
      const before = process.cpuUsage();
      scanClient(bytes, { depth: 64 });
      const { user, system } = process.cpuUsage(before);
      return user + system;
    });
    return Math.min(...runs);
  };

  it.each([
    ['keys', (n: number) => Array.from({ length: n / 8 }, (_, i) => `"k${i}":0`).join()],
    ['escaped quotes', (n: number) => `"a":"${'\\"'.repeat(n / 2)}"`],
    [
      'equal beginnings',
      (n: number) => Array.from({ length: 24 }, (_, i) => `"${'x'.repeat(n / 24)}${i}y":0`).join(),
    ],
  ])('is linear in %s', (_, members) => {
    const json = (n: number) => call(`{"name":"t","arguments":{${members(n)}}}`);
    cost(json(100_000));
    // Sixteen times the bytes: quadratic would be 256 times the work.
    expect(cost(json(1_600_000))).toBeLessThan(Math.max(cost(json(100_000)), 500) * 100);
  });
});
