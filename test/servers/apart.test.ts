// Links of one agent each: how many there are, when they go, and which call is asked where a server does not say.
import { beforeEach, expect, it } from 'vitest';
import type { Backend, BackendCall, BackendSink } from '../../runtime/contract/server.ts';
import { apart } from '../../runtime/servers/apart.ts';
import { createAsking } from '../../runtime/servers/asking.ts';
import type { Asking, Waiter } from '../../runtime/servers/link.ts';
import { type FakeTime, fakeBackend, fakeTime } from '../catalog/fakes.ts';
import { toolCall } from './world.ts';

interface Opened {
  readonly sinks: BackendSink[];
  closed: boolean;
  level: string | null;
  watches: number;
}

let time: FakeTime;
let opened: Opened[];
let era: 'legacy' | 'modern' | null;
let backend: Backend;

beforeEach(() => {
  time = fakeTime();
  opened = [];
  era = 'legacy';
  backend = apart(() => {
    const one: Opened = { sinks: [], closed: false, level: null, watches: 0 };
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
  }, time.clock);
});

function call(agent: string, method = 'key') {
  const of = { request: { agent: { name: agent, method } } } as unknown as NonNullable<BackendCall['of']>;
  const told: string[] = [];
  const sink: BackendSink = {
    notification() {},
    answer: () => void told.push('answer'),
    failed: ({ detail }) => void told.push(detail),
  };
  return { told, cancel: backend.call({ ...toolCall('t'), of }, sink) };
}

/** Who was called, by the links' places. */
const calls = (): number[] => opened.map(({ sinks }) => sinks.length);
const answer = (at: number): void => opened[at]!.sinks.shift()!.answer({} as never);

it('is one link for each agent, and one for those whom nobody knows', () => {
  for (const agent of ['ann', 'bob', 'ann']) call(agent);
  call('guest', 'anonymous');
  expect(calls()).toEqual([1, 2, 1]);
});

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

/** A call under way that is asked: what it was asked, and how it responds. */
function under(asking: Asking) {
  const asked: ((member: string) => void)[] = [];
  const waiter = { asked: (_: unknown, respond: (member: string) => void) => void asked.push(respond) };
  asking.begin(waiter as unknown as Waiter);
  return { asked, end: () => asking.end(waiter as unknown as Waiter) };
}

const ASK = { method: 'elicitation/create', params: '{}' };

it('asks the oldest call of an agent, and the next one where that ends unanswered', () => {
  const asking = createAsking(true);
  const [old, young] = [under(asking), under(asking)];
  const said: string[] = [];
  asking.asked(ASK, (member) => void said.push(member));
  expect([old.asked.length, young.asked.length]).toEqual([1, 0]);
  old.end();
  expect(young.asked.length).toBe(1);
  // Whom it was asked first has no say any more.
  old.asked[0]!('"result":{"old":1}');
  young.asked[0]!('"result":{"young":1}');
  young.end();
  expect(said).toEqual(['"result":{"young":1}']);
});

it('asks the next call where one cannot be asked, and says no where none can', () => {
  const asking = createAsking(true);
  const [old, young] = [under(asking), under(asking)];
  const said: string[] = [];
  const no = '"error":{"code":-32601,"message":"no"}';
  for (let n = 0; n < 2; n++) asking.asked(ASK, (member) => void said.push(member));
  for (const respond of old.asked) respond(no);
  young.asked[0]!('"result":{}');
  young.asked[1]!(no);
  expect(said).toEqual(['"result":{}', no]);
});

it('knows whose a log line is where all calls are one agent’s, not where one call has just followed another', () => {
  const [alone, shared] = [createAsking(true), createAsking(false)];
  for (const asking of [alone, shared]) {
    expect(asking.logs()).toBeNull();
    under(asking);
  }
  expect([alone.logs() !== null, shared.logs()]).toEqual([true, null]);
});

it('asks nobody where two may be meant who are not one, or none is', () => {
  const asking = createAsking(false);
  const said: string[] = [];
  const ask = (): void => asking.asked(ASK, (member) => void said.push(member));
  ask();
  const one = under(asking);
  const other = under(asking);
  ask();
  other.end();
  ask();
  expect([one.asked.length, other.asked.length]).toEqual([1, 0]);
  one.end();
  expect(said.map((member) => member.includes('-32601'))).toEqual([true, true, true]);
});
