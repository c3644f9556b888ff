// What of a large answer may pass before all of it has come: by what it begins with, and by what its call may still become.
import { expect, it } from 'vitest';
import type { Through } from '../../runtime/contract/attempt.ts';
import type { BackendCall, BackendSink } from '../../runtime/contract/server.ts';
import { decode, encode } from '../../runtime/protocol/bytes.ts';
import { sendCall } from '../../runtime/servers/call.ts';
import type { Keep } from '../../runtime/servers/keep.ts';
import type { Link, Peer, Waiter } from '../../runtime/servers/link.ts';
import { fakeTime } from '../catalog/fakes.ts';
import { toolCall } from './world.ts';

const RESULTS = {
  content: '"content":[{}]',
  typed: '"resultType":"complete"',
  task: '"resultType":"task"',
  odd: '"_meta":{}',
};
type Begins = keyof typeof RESULTS;

/** A call under way at a server, and what its client was told. */
function open(era: 'legacy' | 'modern', more: Partial<BackendCall> = {}, sink: Partial<BackendSink> = {}) {
  const told = { passed: '', end: '' };
  let waiter: Waiter | null = null;
  const client: Through = {
    id: '"mine"',
    typed: false,
    cached: false,
    open: () => (bytes) => {
      told.passed += decode(bytes);
      return null;
    },
  };
  const link = {
    agreement: { era, version: '', capabilities: {}, instructions: null },
    send: (_: unknown, given: Waiter) => {
      waiter = given;
      return () => {};
    },
  } as unknown as Link;
  const redact = (text: string): string => text;
  const peer = {
    clock: fakeTime().clock,
    nextId: () => 7,
    own: '',
    clientInfo: '{}',
    redact,
  } as unknown as Peer;
  const of = { through: () => client } as unknown as NonNullable<BackendCall['of']>;
  sendCall(
    peer,
    { current: () => link } as unknown as Keep,
    { ...toolCall('t'), of, ...more },
    {
      notification() {},
      answer: ({ isError }) => void Object.assign(told, { end: isError ? 'isError' : 'answer' }),
      failed: ({ detail }) => void Object.assign(told, { end: detail }),
      ...sink,
    },
  );
  const head = (begins: Begins): string => `{"jsonrpc":"2.0","id":7,"result":{${RESULTS[begins]}`;
  return {
    told,
    waiter: waiter as unknown as Waiter,
    begin: (begins: Begins) => (waiter as unknown as Waiter).passing!(7, encode(head(begins))),
  };
}

const ASKED = { capabilities: '{"elicitation":{}}' };
const EXTENDED = { extensions: '"extensions":{}' };

it.each<[string, 'legacy' | 'modern', Partial<BackendCall>, readonly Begins[]]>([
  ['a call', 'legacy', {}, ['content', 'typed', 'odd']],
  ['a call', 'modern', {}, ['content', 'typed', 'odd']],
  // It cannot ask within a result.
  ['one whose server may ask', 'legacy', ASKED, ['content', 'typed', 'odd']],
  ['one whose server may ask', 'modern', ASKED, ['content', 'typed']],
  ['one whose client knows extensions', 'modern', EXTENDED, ['typed']],
  ['one that is looked at', 'modern', { whole: true }, []],
])('of %s (%s server, %o) passes what begins with %o', (_, era, more, expected) => {
  const begins = Object.keys(RESULTS) as Begins[];
  expect(begins.filter((one) => open(era, more).begin(one) !== null)).toEqual(expected);
});

it('breaks off what asks after its content', () => {
  const { told, begin } = open('modern', ASKED);
  const rest = begin('content')!;
  expect(rest.push(encode(',"resultType":"input_required"}}'))).toBe(false);
  expect(told.passed).not.toContain('input_required');
});

it('passes an error of the tool, and says so at the end', () => {
  const { told, begin, waiter } = open('legacy');
  const rest = begin('content')!;
  rest.push(encode(',"isError":true}}'));
  waiter.answer(rest.end()!);
  expect(told).toEqual({
    passed: '{"jsonrpc":"2.0","id":"mine","result":{"content":[{}],"isError":true}}',
    end: 'isError',
  });
});

it('holds the answer while its server waits for another, and asks nothing while it passes', () => {
  const answers: ((member: string) => void)[] = [];
  const asked: BackendSink['asked'] = (_, respond) => void answers.push(respond);
  const { begin, waiter } = open('legacy', ASKED, { asked });
  const said: string[] = [];
  const ask = { method: 'elicitation/create', params: '{}' };
  waiter.asked!(ask, (member) => void said.push(member));
  expect(begin('content')).toBeNull();
  answers[0]!('"result":{}');
  expect(begin('content')).not.toBeNull();
  waiter.asked!(ask, (member) => void said.push(member));
  expect([answers.length, said]).toEqual([1, ['"result":{}', expect.stringContaining('-32601')]]);
});

it('goes where the call says, if not to whom it belongs to', () => {
  const other: string[] = [];
  const through = (): Through => ({
    id: '"other"',
    typed: true,
    cached: false,
    open: () => (bytes) => {
      other.push(decode(bytes));
      return null;
    },
  });
  const { told, begin } = open('legacy', { through });
  begin('content')!.push(encode('}}'));
  expect([told.passed, other.join('')]).toEqual([
    '',
    '{"jsonrpc":"2.0","id":"other","result":{"content":[{}],"resultType":"complete"}}',
  ]);
});
