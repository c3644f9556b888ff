// What leaves for a backend and what returns to a client: only this hop's own is changed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientMessage, ServerMessage } from '../../runtime/contract/message.ts';
import { modernMembers } from '../../runtime/protocol/build.ts';
import { concat, decode, encode } from '../../runtime/protocol/bytes.ts';
import { answerFor, notificationFor } from '../../runtime/protocol/inbound.ts';
import { type Hop, outbound, singleLine } from '../../runtime/protocol/outbound.ts';
import { scanClient, scanServer } from '../../runtime/protocol/scan.ts';
import { splice } from '../../runtime/protocol/splice.ts';
import { runs } from '../runs.ts';
import { anyAnswer, anyCall, picks, spelled } from './arbitraries.ts';

const PREFIX = 'io.modelcontextprotocol/';
const HOP_KEYS = [
  `${PREFIX}protocolVersion`,
  `${PREFIX}clientInfo`,
  `${PREFIX}clientCapabilities`,
  'progressToken',
];

const modern: Hop = {
  id: '77',
  subject: 'search "x"',
  renamed: null,
  edits: [],
  progressToken: '"t1"',
  own: modernMembers({
    protocolVersion: '2026-07-28',
    clientInfo: '{"name":"gateway","version":"1"}',
    clientCapabilities: '{}',
  }),
};
const legacy: Hop = { ...modern, own: '', progressToken: null };

function client(json: string): ClientMessage {
  const message = scanClient(encode(json), { depth: 64 });
  if ('refused' in message) throw new Error(message.message);
  return message;
}

function server(json: string): ServerMessage {
  const message = scanServer(encode(json));
  if (message === null) throw new Error('no message');
  return message;
}

const naming = (message: ClientMessage, to: Hop): Hop => ({ ...to, renamed: message.nameSpan });
const sent = (json: string, to: Hop) => {
  const message = client(json);
  return decode(concat(outbound(message, naming(message, to))));
};
const returned = (json: string, era: 'legacy' | 'modern', cacheable = false) =>
  decode(concat(answerFor({ id: '"mine"', era, cacheable }, server(json))));

describe('outbound', () => {
  it('to a modern backend: own _meta in front, the rest as it came', () => {
    const json =
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"crm__search","arguments":{"n":9007199254740993, "u":1.0},' +
      `"_meta":{"progressToken":1, "traceparent":"00-a", "${PREFIX}protocolVersion":"x","com.example/y":{"z":[1 ,2]}}},"odd":true}`;
    expect(sent(json, modern)).toBe(
      '{"jsonrpc":"2.0","id":77,"method":"tools/call","params":{"name":"search \\"x\\"","arguments":{"n":9007199254740993, "u":1.0},' +
        `"_meta":{"progressToken":"t1","${PREFIX}protocolVersion":"2026-07-28","${PREFIX}clientInfo":{"name":"gateway","version":"1"},` +
        `"${PREFIX}clientCapabilities":{},"traceparent":"00-a","com.example/y":{"z":[1 ,2]}}},"odd":true}`,
    );
  });

  it('to a legacy backend: the three keys go, the rest stays', () => {
    const meta = `"${PREFIX}clientCapabilities":{},"traceparent":"00-a","${PREFIX}clientInfo":{},"${PREFIX}protocolVersion":"2026-07-28"`;
    const json = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","_meta":{${meta}}}}`;
    expect(sent(json, legacy)).toBe(
      '{"jsonrpc":"2.0","id":77,"method":"tools/call","params":{"name":"search \\"x\\"","_meta":{"traceparent":"00-a"}}}',
    );
  });

  it('adds _meta where there is none, and params where there are none', () => {
    const call = sent('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{ "name":"a"}}', modern);
    expect(JSON.parse(call).params._meta.progressToken).toBe('t1');
    const empty = sent('{"jsonrpc":"2.0","id":1,"method":"ping","params":{ }}', modern);
    expect(Object.keys(JSON.parse(empty).params)).toEqual(['_meta']);
    const none = sent(' {"jsonrpc":"2.0","id":1,"method":"ping"}', modern);
    expect(JSON.parse(none)).toMatchObject({
      id: 77,
      method: 'ping',
      params: { _meta: { progressToken: 't1' } },
    });
    expect(sent('{"jsonrpc":"2.0","id":1,"method":"ping"}', legacy)).toBe(
      '{"jsonrpc":"2.0","id":77,"method":"ping"}',
    );
  });

  it('changes nothing else in any spelling of any call', () => {
    fc.assert(
      fc.property(anyCall, picks, fc.constantFrom(modern, legacy), (value, pick, to) => {
        const message = scanClient(encode(spelled(value, pick)), { depth: 64 });
        if ('refused' in message) return;
        const was = JSON.parse(decode(message.bytes));
        const is = JSON.parse(decode(concat(outbound(message, naming(message, to)))));
        expect(is.id).toBe(77);
        expect(is.params.name).toBe(to.subject);
        const own = to.own !== '' ? HOP_KEYS : [];
        expect(
          Object.keys(is.params._meta ?? {})
            .filter((key) => HOP_KEYS.includes(key))
            .sort(),
        ).toEqual([...own].sort());
        for (const key of HOP_KEYS) {
          delete was.params._meta?.[key];
          delete is.params._meta?.[key];
        }
        if (was.params._meta === undefined && to.own !== '') was.params._meta = {};
        expect(is).toEqual({ ...was, id: 77, params: { ...was.params, name: to.subject } });
        expect(scanClient(concat(outbound(message, naming(message, to))), { depth: 64 })).not.toHaveProperty(
          'refused',
        );
      }),
      { numRuns: runs(150) },
    );
  });
});

describe('singleLine', () => {
  it('takes line breaks between tokens out, and copies only where there are some', () => {
    const pretty = encode('{\r\n  "a": "x\\ny"\n}');
    const plain = encode('{}');
    const [first, second] = singleLine([pretty, plain]);
    expect(decode(first!)).toBe('{    "a": "x\\ny" }');
    expect(second).toBe(plain);
    expect(singleLine([plain])[0]).toBe(plain);
  });
});

describe('answers', () => {
  it('carry the client id, and a result type for modern clients only', () => {
    const json = '{"jsonrpc":"2.0","id":77,"result":{ "content":[], "n":9007199254740993}}';
    expect(returned(json, 'modern')).toBe(
      '{"jsonrpc":"2.0","id":"mine","result":{"resultType":"complete", "content":[], "n":9007199254740993}}',
    );
    expect(returned(json, 'legacy')).toBe(json.replace('77', '"mine"'));
  });

  it('keep a result type that is there, fill an empty result', () => {
    const waiting = '{"jsonrpc":"2.0","id":1,"result":{"resultType":"input_required"}}';
    // Nor is it told how long it may keep what is no result yet (2026-07-28, server/utilities/caching).
    for (const cacheable of [false, true])
      expect(returned(waiting, 'modern', cacheable)).toBe(waiting.replace('1', '"mine"'));
    expect(returned('{"jsonrpc":"2.0","id":1,"result":{ }}', 'modern')).toContain(
      '"result":{"resultType":"complete" }',
    );
  });

  it('give errors the id, whether they have one, none or null', () => {
    for (const id of ['"id":5,', '', '"id":null,']) {
      const answer = JSON.parse(
        returned(`{"jsonrpc":"2.0",${id}"error":{"code":5,"message":"m","data":{"x":1}}}`, 'modern'),
      );
      expect(answer).toEqual({
        jsonrpc: '2.0',
        id: 'mine',
        error: { code: 5, message: 'm', data: { x: 1 } },
      });
    }
  });

  it('change nothing else in any spelling of any answer', () => {
    fc.assert(
      fc.property(anyAnswer, picks, (value, pick) => {
        const was = JSON.parse(JSON.stringify(value));
        const is = JSON.parse(returned(spelled(value, pick), 'modern'));
        expect(is).toEqual({ ...was, id: 'mine', result: { resultType: 'complete', ...was.result } });
      }),
      { numRuns: runs(120) },
    );
  });
});

it('notifications get the client token', () => {
  const json =
    '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progress":0.10,"progressToken":"t1"}}';
  expect(decode(concat(notificationFor('5', server(json))))).toBe(json.replace('"t1"', '5'));
  const log = server('{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":1}}');
  expect(notificationFor('5', log)).toEqual([log.bytes]);
});

describe('splice', () => {
  it('equals editing the text, whatever the order', () => {
    const edits = fc.uniqueArray(fc.nat(30), { minLength: 0, maxLength: 8 }).chain((places) => {
      const sorted = [...places].sort((a, b) => a - b);
      const spans = sorted.flatMap((start, i) =>
        i % 2 === 0 ? [{ start, end: sorted[i + 1] ?? start }] : [],
      );
      const one = (span: { start: number; end: number }) =>
        fc.string({ maxLength: 5 }).map((text) => ({ span, text }));
      return fc
        .tuple(...spans.map(one))
        .chain((list) => fc.shuffledSubarray(list, { minLength: list.length }));
    });
    fc.assert(
      fc.property(edits, (list) => {
        const text = 'abcdefghijklmnopqrstuvwxyz01234';
        let wanted = text;
        for (const { span, text: put } of [...list].sort((a, b) => b.span.start - a.span.start)) {
          wanted = wanted.slice(0, span.start) + put + wanted.slice(span.end);
        }
        const chunks = splice(
          encode(text),
          list.map(({ span, text: put }) => ({ span, with: binaryOf(put) })),
        );
        expect(decode(concat(chunks))).toBe(wanted);
      }),
    );
  });

  it('refuses edits that overlap', () => {
    const edit = (start: number, end: number) => ({ span: { start, end }, with: 'x' });
    expect(() => splice(encode('abcdef'), [edit(0, 3), edit(2, 4)])).toThrow('overlap');
  });
});

/** The UTF-8 of a text, one character a byte. */
function binaryOf(text: string): string {
  return Buffer.from(text).toString('latin1');
}
