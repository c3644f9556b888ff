// A child of the modern era: what it tells of, and that it is answered nothing.
import { beforeEach, expect, it } from 'vitest';
import type { ChildHandler } from '../../runtime/contract/environment.ts';
import { concat, decode, encode } from '../../runtime/protocol/bytes.ts';
import type { Link, Peer } from '../../runtime/servers/link.ts';
import { openChild } from '../../runtime/servers/stdio-child.ts';
import { type FakeTime, fakeTime } from '../catalog/fakes.ts';

let time: FakeTime;
let link: Link;
let child: ChildHandler;
let wrote: { method?: string; id?: number; params: { requestId?: number } }[];
let told: string[];

beforeEach(() => {
  time = fakeTime();
  wrote = [];
  told = [];
  let lastId = 0;
  const peer = {
    clock: time.clock,
    own: '',
    asking: null,
    nextId: () => ++lastId,
    changed: () => void told.push('changed'),
    late() {},
    wants: { watched: { uris: [], missed: () => void told.push('missed') } },
  } as unknown as Peer;
  link = openChild(
    peer,
    (handler) => {
      child = handler;
      return {
        write: (line) => wrote.push(JSON.parse(decode(concat(line)))) > 0,
        stop: async () => {},
      };
    },
    () => {},
    () => {},
  );
});

const agree = (era: 'legacy' | 'modern'): void =>
  link.agree({ era, version: '', capabilities: {}, instructions: null });
const says = (members: string): void => child.stdout(encode(`{"jsonrpc":"2.0",${members}}\n`));
const listens = (): number[] =>
  wrote.flatMap(({ method, id }) => (method === 'subscriptions/listen' ? [id!] : []));

it.each([
  ['answers it', '"id":1,"result":{"resultType":"complete"}'],
  ['takes it back', '"method":"notifications/cancelled","params":{"requestId":1,"reason":"tired"}'],
])('is asked once more to tell of changes when it %s, and may have changed meanwhile', async (_, members) => {
  agree('modern');
  link.watch();
  says('"method":"notifications/cancelled","params":{"requestId":2}');
  says(members);
  await time.advance(29_000);
  expect([listens(), told]).toEqual([[1], []]);
  await time.advance(1000);
  expect([listens(), told]).toEqual([
    [1, 2],
    ['changed', 'missed'],
  ]);
});

it('is asked no more when it does not offer that, or has ended', async () => {
  agree('modern');
  link.watch();
  says('"id":1,"error":{"code":-32601,"message":"no"}');
  await time.advance(60_000);
  link.watch();
  child.exit('gone');
  await time.advance(60_000);
  expect([listens(), told]).toEqual([[1, 2], []]);
});

it('takes no call back: that is its client’s to do', () => {
  agree('modern');
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  link.send({ id: 1, method: 'tools/call', json: [encode('{}')], call: null }, { answer: end, failed: end });
  says('"method":"notifications/cancelled","params":{"requestId":1}');
  expect(ended).toBe(false);
});

it.each([
  ['legacy', 2],
  ['modern', 0],
] as const)('is answered what it asks where its era has requests of servers: %s', (era, answers) => {
  agree(era);
  says('"id":1,"method":"ping"');
  says('"id":2,"method":"roots/list"');
  expect(wrote).toHaveLength(answers);
});
