// Links of one agent each, or for one call of somebody whom nobody knows: how many there are, and when they go.
import { beforeEach, expect, it } from 'vitest';
import type { Backend, BackendCall, BackendSink } from '../../runtime/contract/server.ts';
import { encode } from '../../runtime/protocol/bytes.ts';
import { scanServer } from '../../runtime/protocol/scan.ts';
import { apart } from '../../runtime/servers/apart.ts';
import type { Asking, Waiter } from '../../runtime/servers/link.ts';

import { type FakeTime, fakeBackend, fakeTime } from '../catalog/fakes.ts';
import { toolCall } from './world.ts';

interface Opened {
  readonly sinks: BackendSink[];
  closed: boolean;
  level: string | null;
  watches: number;
  readonly asking: Asking;
}

let time: FakeTime;
let opened: Opened[];
let era: 'legacy' | 'modern' | null;
let backend: Backend;

beforeEach(() => {
  time = fakeTime();
  opened = [];
  era = 'legacy';
  backend = made();
});

const made = (
  tasks = false,
  kind: 'stdio' | 'http' = 'stdio',
  levels = new Map<string, 'error'>(),
): Backend =>
  apart(
    ({ asking }) => {
      const one: Opened = { sinks: [], closed: false, level: null, watches: 0, asking: asking! };
      opened.push(one);
      return {
        ...fakeBackend('s', []),
        era: () => era,
        call(_, sink) {
          one.sinks.push(sink);
          return () => {};
        },
        watch() {
          one.watches += 1;
          return () => {
            one.watches -= 1;
          };
        },
        logFrom: async (level) => void Object.assign(one, { level }),
        close: async () => void Object.assign(one, { closed: true }),
      };
    },
    { clock: time.clock, levels },
    { asks: ['roots'], tasks, transport: { kind } } as unknown as Parameters<typeof apart>[2],
  )!;

function call(agent: string, method = 'key', capabilities = '{"roots":{}}') {
  const of = { request: { agent: { name: agent, method } } } as unknown as NonNullable<BackendCall['of']>;
  const told: string[] = [];
  const sink: BackendSink = {
    notification() {},
    answer: () => void told.push('answer'),
    failed: ({ detail }) => void told.push(detail),
  };
  return { told, cancel: backend.call({ ...toolCall('t'), of, capabilities }, sink) };
}

/** Who was called, by the links' places. */
const calls = (): number[] => opened.map(({ sinks }) => sinks.length);
const answer = (at: number): void => opened[at]!.sinks.shift()!.answer({} as never);

it('logs for a session that never said from which level on as it would without others', async () => {
  const levels = new Map([['s1', 'error' as const]]);
  opened = [];
  backend = made(false, 'http', levels);
  const inSession = (key: string, logLevel: string) => {
    const request = { agent: { name: 'ann', method: 'key' }, session: { key } };
    const sink = { notification() {}, answer() {}, failed() {} };
    backend.call({ ...toolCall('t'), of: { request, logLevel } as never, capabilities: '{}' }, sink);
  };
  inSession('s2', 'info');
  expect(opened[1]!.level).toBeNull();
  answer(1);
  inSession('s1', 'error');
  await new Promise((resolve) => setImmediate(resolve));
  expect(opened[1]!.level).toBe('error');
  answer(1);
  inSession('s2', 'info');
  await new Promise((resolve) => setImmediate(resolve));
  expect(opened[1]!.level).toBe('info');
});

it('is one link for each agent, and one for each call of those whom nobody knows', () => {
  for (const agent of ['ann', 'bob', 'ann']) call(agent);
  for (let n = 0; n < 3; n++) call('guest', 'anonymous');
  expect(calls()).toEqual([1, 2, 1, 1, 1]);
  // What was answered leaves its link to the next one.
  answer(0);
  answer(4);
  call('guest', 'anonymous');
  expect(calls()).toEqual([1, 2, 1, 1, 0]);
  call('guest', 'anonymous');
  expect(calls()).toEqual([1, 2, 1, 1, 1]);
});

it('opens none over HTTP as long as the server asks on the streams of calls only', () => {
  opened = [];
  backend = made(false, 'http');
  for (let n = 0; n < 3; n++) call('guest', 'anonymous');
  expect(calls()).toEqual([3]);
  isAsked(opened[0]!.asking);
  call('guest', 'anonymous');
  call('guest', 'anonymous');
  expect(calls()).toEqual([3, 1, 1]);
});

it('opens none for who cannot be asked, but lets them use what stands idle', () => {
  call('guest', 'anonymous');
  call('guest', 'anonymous', '{}');
  expect(calls()).toEqual([2]);
  call('guest', 'anonymous');
  answer(1);
  call('guest', 'anonymous', '{}');
  expect(calls()).toEqual([2, 1]);
});

it('lets nobody be asked what a call was about that somebody else gave up', async () => {
  const first = call('guest', 'anonymous');
  first.cancel();
  first.cancel();
  call('guest', 'anonymous').cancel();
  const third = call('guest', 'anonymous');
  opened[2]!.sinks[0]!.failed({ kind: 'timeout', status: null, begun: true, sent: true, detail: 'late' });
  expect(third.told).toEqual(['late']);
  call('guest', 'anonymous');
  expect(calls()).toEqual([1, 1, 1, 1]);
  // Theirs come to their end, and go as others do.
  await time.advance(9 * 60_000);
  expect(opened.some(({ closed }) => closed)).toBe(false);
  await time.advance(2 * 60_000);
  expect(opened.map(({ closed }) => closed)).toEqual([false, true, true, false]);
});

it('shares the link where too many call whom nobody knows, and asks none of them', () => {
  for (let n = 0; n < 20; n++) call('guest', 'anonymous');
  expect(calls()).toEqual([4, ...Array(16).fill(1)]);
  for (const { asking, sinks } of opened.slice(0, 2))
    for (const _ of sinks) asking.begin({ asked() {} } as unknown as Waiter);
  expect(opened.slice(0, 2).map(({ asking }) => isAsked(asking))).toEqual([false, true]);
});

it('keeps to one link those whom nobody knows where calls become tasks, and asks none of them beside', () => {
  opened = [];
  backend = made(true);
  for (let n = 0; n < 3; n++) call('guest', 'anonymous');
  call('ann');
  expect(calls()).toEqual([3, 1]);
  opened[0]!.asking.begin({ asked() {} } as unknown as Waiter);
  expect(isAsked(opened[0]!.asking)).toBe(false);
});

/** Whether anybody is asked what comes beside all calls. */
function isAsked(asking: Asking): boolean {
  let refused = false;
  const request = scanServer(encode('{"jsonrpc":"2.0","id":1,"method":"roots/list"}'))!;
  asking.asked(request, null, () => {
    refused = true;
  });
  return !refused;
}

it('is one link for all of a modern server', () => {
  era = 'modern';
  call('ann');
  // It is one still while it is not connected.
  era = null;
  call('bob');
  expect(calls()).toEqual([2]);
});

it('keeps a link ten minutes after its last call', async () => {
  call('ann');
  const { cancel } = call('ann');
  answer(1);
  await time.advance(20 * 60_000);
  expect(opened[1]!.closed).toBe(false);
  cancel();
  await time.advance(9 * 60_000);
  call('ann');
  answer(1);
  answer(1);
  await time.advance(11 * 60_000);
  expect(opened[1]!.closed).toBe(true);
  call('ann');
  expect(calls()).toEqual([0, 0, 1]);
});

it('keeps what its server may remember tasks by for an hour', async () => {
  opened = [];
  backend = made(true);
  call('ann');
  answer(1);
  await time.advance(59 * 60_000);
  expect(opened[1]!.closed).toBe(false);
  await time.advance(2 * 60_000);
  expect(opened[1]!.closed).toBe(true);
});

it('gives up who was idle for longest, and refuses where nobody is', () => {
  for (let n = 0; n < 64; n++) call(`a${n}`);
  const late = call('late');
  expect(late.told[0]).toContain('64 agents');
  answer(4);
  answer(9);
  call('late');
  expect(opened.map(({ closed }) => closed).indexOf(true)).toBe(4);
  expect(calls().at(-1)).toBe(1);
});

it('keeps the link of an agent that watches a resource, and watches over it', async () => {
  const ends = backend.watch('docs://x', () => {}, { method: 'key', name: 'ann' });
  expect(opened.map(({ watches }) => watches)).toEqual([0, 1]);
  await time.advance(20 * 60_000);
  expect(opened[1]!.closed).toBe(false);
  ends();
  await time.advance(11 * 60_000);
  expect(opened.map(({ watches, closed }) => [watches, closed])).toEqual([
    [0, false],
    [0, true],
  ]);
});

it('tells every link from which level on to log, and closes all', async () => {
  call('ann');
  await backend.logFrom('info');
  call('bob');
  expect(opened.map(({ level }) => level)).toEqual(['info', 'info', 'info']);
  await backend.close();
  expect(opened.every(({ closed }) => closed)).toBe(true);
});
