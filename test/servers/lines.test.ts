// Sessions of those who ask for log lines, at a server of the legacy era: who has one, for how long, and what goes over it.
import { beforeEach, expect, it } from 'vitest';
import type { LogLevel } from '../../runtime/contract/news.ts';
import type { Backend, BackendCall, BackendFailure, BackendSink } from '../../runtime/contract/server.ts';
import type { Apart } from '../../runtime/contract/stages.ts';
import { apart } from '../../runtime/servers/apart.ts';
import { type FakeTime, fakeBackend, fakeTime } from '../catalog/fakes.ts';
import { toolCall } from './world.ts';

interface Opened {
  readonly owner: string | undefined;
  readonly session: ((id: string | null) => void) | undefined;
  readonly sinks: BackendSink[];
  readonly levels: LogLevel[];
  readonly watches: string[];
  changed(): void;
  closed: boolean;
}

let time: FakeTime;
let opened: Opened[];
let levels: Map<string, LogLevel>;
let backend: Backend;
/** What the shared link says of the server. */
let era: 'legacy' | 'modern';
let logs: boolean;

const HTTP = { kind: 'http' } as never;
type Server = Parameters<Apart>[2];

function open({ owner, opened: session }: Parameters<Parameters<Apart>[0]>[0]): Backend {
  const one: Opened = { owner, session, sinks: [], levels: [], watches: [], changed() {}, closed: false };
  opened.push(one);
  const fake = fakeBackend('s', []);
  return {
    ...fake,
    era: () => era,
    list: async () => ({ ...(await fake.list()), logs }),
    call(_, sink) {
      one.sinks.push(sink);
      return () => {};
    },
    onChanged: (changed) => Object.assign(one, { changed }),
    watch(uri) {
      one.watches.push(uri);
      return () => void one.watches.splice(one.watches.indexOf(uri), 1);
    },
    logFrom: async (level) => void one.levels.push(level),
    close: async () => void Object.assign(one, { closed: true }),
  };
}

beforeEach(async () => {
  time = fakeTime();
  opened = [];
  levels = new Map();
  era = 'legacy';
  logs = true;
  backend = apart(open, { clock: time.clock, levels }, { transport: HTTP })!;
  await backend.list();
});

interface Caller {
  readonly name?: string;
  readonly session?: string;
  readonly logLevel?: LogLevel;
}

/** One call, which is under way when this resolves. */
async function call({ name, session, logLevel }: Caller) {
  const agent = { name: name ?? 'guest', method: name === undefined ? 'anonymous' : 'key' };
  const request = { agent, session: session === undefined ? null : { key: session } };
  const of = { request, logLevel: logLevel ?? null } as unknown as NonNullable<BackendCall['of']>;
  const told: string[] = [];
  const sink: BackendSink = {
    notification() {},
    answer: () => void told.push('answer'),
    failed: ({ detail }) => void told.push(detail),
  };
  const cancel = backend.call({ ...toolCall('t'), of }, sink);
  await time.advance(0);
  return { told, cancel };
}

/** Who was called, by the owners of links. */
const calls = (): Record<string, number> =>
  Object.fromEntries(opened.map(({ owner = 'all', sinks }) => [owner, sinks.length]));
const answer = (at: number): void => opened[at]!.sinks.shift()!.answer({} as never);
const failed = (kind: BackendFailure['kind'], sent: boolean): BackendFailure => ({
  ...{ kind, sent, status: null, begun: false, detail: kind },
});

it('is one link where nobody asks, and where none is needed', async () => {
  for (const name of ['ann', 'bob']) await call({ name });
  await call({ name: 'ann', session: 's1' });
  await call({ logLevel: 'debug' });
  expect(calls()).toEqual({ all: 4 });
  const none = (server: Partial<Server>) =>
    apart(open, { clock: time.clock, levels }, { transport: HTTP, ...server });
  expect(none({ transport: { kind: 'stdio' } as never })).toBeNull();
  expect([none({ era: 'modern' }), none({ tasks: true }), none({ alone: true })]).toEqual([null, null, null]);
});

it('is one link at a server that does not log, or of the modern era', async () => {
  era = 'modern';
  await call({ name: 'ann', logLevel: 'debug' });
  era = 'legacy';
  logs = false;
  await backend.list();
  await call({ name: 'ann', logLevel: 'debug' });
  expect(calls()).toEqual({ all: 2 });
});

it('gives links at an address that was never listed: of several, one is', async () => {
  backend = apart(open, { clock: time.clock, levels }, { transport: HTTP })!;
  await call({ name: 'ann', logLevel: 'debug' });
  expect(calls()).toEqual({ all: 0, 'key:ann': 1 });
});

it('gives a session of the legacy era a link, an agent of the modern era one for all calls from then on', async () => {
  levels.set('s1', 'debug').set('s2', 'error').set('s3', 'info');
  await call({ name: 'ann', session: 's1' });
  await call({ name: 'ann', session: 's2' });
  await call({ session: 's3' });
  await call({ name: 'ann' });
  await call({ name: 'ann', logLevel: 'error' });
  await call({ name: 'ann' });
  expect(calls()).toEqual({ all: 1, s1: 1, s2: 1, s3: 1, 'key:ann': 2 });
  expect(opened.map((one) => one.levels.join())).toEqual(['', 'debug', 'error', 'info', 'error']);
});

it('logs from the level of the only call, from the lowest of several', async () => {
  await call({ name: 'ann', logLevel: 'error' });
  await call({ name: 'ann', logLevel: 'debug' });
  await call({ name: 'ann', logLevel: 'info' });
  expect(opened[1]!.levels).toEqual(['error', 'debug']);
  for (let n = 0; n < 3; n++) answer(1);
  await call({ name: 'ann', logLevel: 'warning' });
  expect(opened[1]!.levels).toEqual(['error', 'debug', 'warning']);
});

it('sends nothing that was cancelled while its server was told the level', async () => {
  const of = { request: { agent: { name: 'ann', method: 'key' }, session: null }, logLevel: 'debug' };
  const sink = { notification() {}, answer() {}, failed() {} };
  const cancel = backend.call({ ...toolCall('t'), of: of as never }, sink);
  cancel();
  await time.advance(0);
  expect(opened[1]).toMatchObject({ levels: ['debug'], sinks: [] });
});

it('shares where the server opens no session more, and tells of what failed otherwise', async () => {
  const one = await call({ name: 'ann', logLevel: 'debug' });
  opened[1]!.sinks.shift()!.failed(failed('unreachable', false));
  answer(0);
  // It is not asked for one with each call.
  await call({ name: 'ann', logLevel: 'debug' });
  expect(calls()).toEqual({ all: 1, 'key:ann': 0 });
  await time.advance(60_000);
  const other = await call({ name: 'ann', logLevel: 'debug' });
  opened[1]!.sinks.shift()!.failed(failed('reset', true));
  const late = await call({ name: 'ann', logLevel: 'debug' });
  opened[1]!.sinks.shift()!.failed(failed('timeout', false));
  expect([one.told, other.told, late.told]).toEqual([['answer'], ['reset'], ['timeout']]);
});

it('shares where the server has no sessions, or one for all', async () => {
  opened[0]!.session!(null);
  await call({ name: 'ann', logLevel: 'debug' });
  await time.advance(24 * 3_600_000);
  await call({ name: 'ann', logLevel: 'debug' });
  expect(calls()).toEqual({ all: 2 });
  // It has started again, and may be another one.
  opened[0]!.session!('a');
  await call({ name: 'ann', logLevel: 'debug' });
  await call({ name: 'bob', logLevel: 'debug' });
  const [, ann, bob] = opened;
  for (const id of [null, 'a']) expect(() => ann!.session!(id)).toThrow('no session of its own');
  ann!.session!('b');
  ann!.session!('b');
  expect(() => bob!.session!('b')).toThrow('no session of its own');
  expect(calls()).toEqual({ all: 2, 'key:ann': 1, 'key:bob': 1 });
});

it('watches where it did before, where the server opens no session more', async () => {
  const ann = { method: 'key', name: 'ann' } as const;
  backend.watch('docs://x', () => {}, ann);
  await call({ name: 'ann', logLevel: 'info' });
  expect(opened.map(({ watches }) => watches)).toEqual([[], ['docs://x']]);
  opened[1]!.sinks.shift()!.failed(failed('unreachable', false));
  expect(opened.map(({ watches }) => watches)).toEqual([['docs://x'], []]);
});

it('shares where too many ask, and where an idle one can go it goes', async () => {
  for (let n = 0; n < 64; n++) levels.set(`s${n}`, 'info');
  for (let n = 0; n < 64; n++) await call({ name: 'ann', session: `s${n}` });
  await call({ name: 'bob', logLevel: 'info' });
  expect(calls()).toMatchObject({ all: 1 });
  answer(3);
  await call({ name: 'bob', logLevel: 'info' });
  expect(calls()).toMatchObject({ all: 1, 'key:bob': 1 });
  expect(opened.map(({ closed }) => closed).indexOf(true)).toBe(3);
  // Those whom nobody knows take none from agents.
  levels.set('g', 'info');
  await call({ session: 'g' });
  expect(calls()).toMatchObject({ all: 1, g: 1 });
});

it('closes what nobody has used for ten minutes, and all at the end', async () => {
  await call({ name: 'ann', logLevel: 'info' });
  await call({ name: 'bob', logLevel: 'info' });
  answer(1);
  await time.advance(11 * 60_000);
  expect(opened.map(({ closed }) => closed)).toEqual([false, true, false]);
  await backend.close();
  expect(opened.map(({ closed }) => closed)).toEqual([true, true, true]);
});

it('watches over the link that calls go over, and hears of lists over each', async () => {
  const ann = { method: 'key', name: 'ann' } as const;
  const end = backend.watch('docs://x', () => {}, ann);
  const other = backend.watch('docs://y', () => {}, ann, 's1');
  expect(opened[0]!.watches).toEqual(['docs://x', 'docs://y']);
  await call({ name: 'ann', logLevel: 'info' });
  answer(1);
  expect(opened.map(({ watches }) => watches)).toEqual([['docs://y'], ['docs://x']]);
  await time.advance(20 * 60_000);
  expect(opened[1]!.closed).toBe(false);
  end();
  other();
  expect(opened.map(({ watches }) => watches)).toEqual([[], []]);
  await time.advance(11 * 60_000);
  expect(opened[1]!.closed).toBe(true);
  let changes = 0;
  backend.onChanged(() => {
    changes += 1;
  });
  await call({ name: 'bob', logLevel: 'info' });
  for (const { changed } of opened) changed();
  expect(changes).toBe(3);
});
