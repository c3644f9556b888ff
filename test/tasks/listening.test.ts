// Modern clients that listen to their tasks: of modern servers, which tell, and of legacy ones, which are asked.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Emitted, emit, hashOf, type Serving, serve, until } from '../hosts/suite/emitted.ts';
import { type Any, type Listening, listen, post } from './clients.ts';
import { type LegacyTaskServer, legacyTaskServer } from './legacy-server.ts';
import { type ModernTaskServer, modernTaskServer, SECRET } from './modern-server.ts';

const TOLD = 'notifications/tasks';
const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged';
const SUBSCRIPTION = 'io.modelcontextprotocol/subscriptionId';

let legacy: LegacyTaskServer;
let modern: ModernTaskServer;
/** They have no streams, and say nothing on them. */
let still: ModernTaskServer;
let silent: ModernTaskServer;
let emitted: Emitted;
let gateway: Serving;
let url: string;

beforeAll(async () => {
  [legacy, modern, still, silent] = await Promise.all([
    legacyTaskServer(),
    modernTaskServer(),
    modernTaskServer(false),
    modernTaskServer('silently'),
  ]);
  emitted = await emit(`version: 1
name: tasks
agents:
  ann: { keys: ["${hashOf('ann')}"] }
  bob: { keys: ["${hashOf('bob')}"] }
servers:
  legacy: { url: "${legacy.url}", tasks: true }
  modern: { url: "${modern.url}", tasks: true, ask: [elicitation], credentials: { header: { X-Key: { env: KEY } } } }
  still: { url: "${still.url}", tasks: true }
  silent: { url: "${silent.url}", tasks: true, timeout: 1s }
access:
  - { name: everything, allow: "*" }
`);
  gateway = await serve(emitted, { KEY: SECRET });
  url = gateway.url;
  await until(async () => {
    const { result } = await post(url, 'ann', 'tools/list', {});
    return new Set(result?.tools?.map(({ name }: { name: string }) => name.split('__')[0])).size === 4;
  });
}, 60_000);

afterAll(async () => {
  await gateway?.stop();
  emitted?.remove();
  legacy?.close();
  modern?.close();
  still?.close();
  silent?.close();
});

const begin = async (name: string): Promise<string> =>
  (await post(url, 'ann', 'tools/call', { name })).result.taskId;

/** The server's own id of a task. */
async function ownOf(taskId: string): Promise<string> {
  await post(url, 'ann', 'tasks/get', { taskId });
  return modern.seen.at(-1)!.message.params.taskId as unknown as string;
}

const is = (taskId: string, status: string) => (message: Any) =>
  message.params?.taskId === taskId && message.params.status === status;

async function listening(taskIds: readonly string[], agent = 'ann'): Promise<Listening> {
  return listen(url, agent, { taskIds });
}

it('is told of each state of a modern server’s task, as tasks/get has it, until it is over', async () => {
  const taskId = await begin('modern__steps');
  const own = await ownOf(taskId);
  const stream = await listening([taskId]);
  expect(stream.told[0]).toMatchObject({
    method: ACKNOWLEDGED,
    params: { _meta: { [SUBSCRIPTION]: 1 }, notifications: { taskIds: [taskId] } },
  });
  await stream.heard(is(taskId, 'working'));
  modern.become(own, { statusMessage: 'half', pollIntervalMs: 1.0, odd: { of: 'its own' } });
  const half = await stream.heard(({ params }) => params.statusMessage === 'half');
  const { result } = await post(url, 'ann', 'tasks/get', { taskId });
  const { resultType, ...state } = result;
  expect(half).toEqual({
    jsonrpc: '2.0',
    method: TOLD,
    params: { ...state, _meta: { [SUBSCRIPTION]: 1, 'com.example/of': 1 } },
  });
  const done = { content: [{ type: 'text', text: 'done' }], isError: true };
  modern.become(own, { status: 'completed', result: done });
  expect((await stream.heard(is(taskId, 'completed'))).params.result).toEqual({
    resultType: 'complete',
    ...done,
  });
  // Nothing more can be told of it: its server is not listened to any longer.
  await until(() => modern.streams.size === 0);
  await stream.leave();
});

it('is told nothing of what is not its own, and of nothing else that it did not ask for', async () => {
  const [taskId, other] = [await begin('modern__steps'), await begin('modern__steps')];
  const mine = await listening(['x', taskId, `${taskId}A`]);
  expect(mine.told[0].params.notifications).toEqual({ taskIds: [taskId] });
  const bob = await listening([taskId], 'bob');
  expect(bob.told[0].params.notifications).toEqual({});
  const own = [await ownOf(taskId), await ownOf(other)] as const;
  await until(() => modern.streams.size === 1);
  expect([...modern.streams][0]!.taskIds).toEqual([own[0]]);
  // A server that tells of another one, on any stream.
  for (const stream of modern.streams)
    stream.tell('notifications/tasks', { taskId: own[1], status: 'completed', result: {} });
  modern.become(own[0], { status: 'cancelled' });
  await mine.heard(is(taskId, 'cancelled'));
  expect(mine.told.every(({ params }) => (params.taskId ?? taskId) === taskId)).toBe(true);
  expect(bob.told).toHaveLength(1);
  await Promise.all([mine.leave(), bob.leave()]);
});

it('refuses ids that are none, and too many', async () => {
  for (const taskIds of ['x', [1], Array(1001).fill('x')])
    expect(await post(url, 'ann', 'subscriptions/listen', { notifications: { taskIds } })).toMatchObject({
      error: { code: -32602, message: expect.stringContaining('taskIds') },
    });
});

it('lets the server know its client, and is asked only what that may be asked', async () => {
  const [asks, fine] = [await begin('modern__steps'), await begin('modern__steps')];
  const own = [await ownOf(asks), await ownOf(fine)] as const;
  const stream = await listening([asks, fine]);
  const { meta } = await until(() => [...modern.streams][0]);
  await stream.heard(is(asks, 'working'));
  expect(meta['io.modelcontextprotocol/clientCapabilities']).toEqual({
    elicitation: {},
    extensions: { 'io.modelcontextprotocol/tasks': {} },
  });
  const asking = (method: string, params: object) => ({
    status: 'input_required',
    inputRequests: { one: { method, params } },
  });
  await stream.heard(is(asks, 'working'));
  modern.become(own[0], asking('sampling/createMessage', { messages: [], maxTokens: 1 }));
  modern.become(own[0], { status: 'completed', inputRequests: undefined, result: {} });
  modern.become(own[1], asking('elicitation/create', { mode: 'form', message: 'Who?', requestedSchema: {} }));
  const { params } = await stream.heard(is(fine, 'input_required'));
  expect(params.inputRequests.one.method).toBe('elicitation/create');
  expect(stream.told.filter(({ params }) => params.taskId === asks)).toMatchObject([
    { params: { status: 'working' } },
  ]);
  const record = await gateway.audited(({ method, decision }) => method === TOLD && decision === 'error');
  expect(record).toMatchObject({ tool: 'modern__steps', task: expect.any(String) });
  await stream.leave();
});

it.each([
  ['in good order', true],
  ['amid it', false],
])('goes on where the server ended the stream %s, and misses nothing', async (_, inGoodOrder) => {
  const taskId = await begin('modern__steps');
  const own = await ownOf(taskId);
  const stream = await listening([taskId]);
  const first = await until(() => [...modern.streams][0]);
  await stream.heard(is(taskId, 'working'));
  first.end(inGoodOrder);
  await until(() => modern.streams.size === 0);
  modern.become(own, { status: 'completed', result: { content: [] } });
  await stream.heard(is(taskId, 'completed'));
  await stream.leave();
});

it('listens no longer than its client', async () => {
  const taskId = await begin('modern__steps');
  const [one, other] = [await listening([taskId]), await listening([taskId])];
  await until(() => modern.streams.size === 2);
  await one.leave();
  await until(() => modern.streams.size === 1);
  await other.leave();
  await until(() => modern.streams.size === 0);
});

it('tells of nothing any more where its tool has gone', async () => {
  const taskId = await begin('modern__fleeting');
  const own = await ownOf(taskId);
  const stream = await listening([taskId]);
  await stream.heard(is(taskId, 'working'));
  modern.hide('fleeting');
  await until(async () => (await post(url, 'ann', 'tasks/get', { taskId })).error !== undefined);
  modern.become(own, { status: 'completed', result: { content: [] } });
  await until(() => modern.streams.size === 0);
  expect(stream.told.some(is(taskId, 'completed'))).toBe(false);
  await stream.leave();
});

it('leaves secrets of the server out of what went wrong, told or asked for', async () => {
  const taskId = await begin('modern__leaks');
  const stream = await listening([taskId]);
  const { params } = await stream.heard(is(taskId, 'failed'));
  const { result } = await post(url, 'ann', 'tasks/get', { taskId });
  for (const said of [params, result])
    expect(said).toMatchObject({ statusMessage: 'no: ***', error: { code: -32603, message: 'refused ***' } });
  await stream.leave();
});

it.each([
  ['acknowledges nothing of it', 'modern__mute', () => modern],
  ['has no streams', 'still__steps', () => still],
  ['says nothing on its stream', 'silent__steps', () => silent],
])('asks a modern server that %s', async (_, tool, server) => {
  const taskId = await begin(tool);
  await post(url, 'ann', 'tasks/get', { taskId });
  const own = server().seen.at(-1)!.message.params.taskId as unknown as string;
  const stream = await listening([taskId]);
  expect(stream.told[0].params.notifications.taskIds).toEqual([taskId]);
  await stream.heard(is(taskId, 'working'));
  server().become(own, { status: 'completed', result: { content: [] } }, true);
  await stream.heard(is(taskId, 'completed'));
  await stream.leave();
});

it.each([
  ['it tells', true],
  ['it is asked', false],
])('is told of a legacy server’s task in the form of its own era, when %s', async (_, told) => {
  const taskId = await begin('legacy__waits');
  const stream = await listening([taskId]);
  const { params } = await stream.heard(is(taskId, 'working'));
  expect(params).toMatchObject({ ttlMs: 60_000, pollIntervalMs: 20 });
  expect(Object.keys(params)).not.toContain('ttl');
  await legacy.release(told);
  const done = await stream.heard(is(taskId, 'completed'));
  const { result } = await post(url, 'ann', 'tasks/get', { taskId });
  const { resultType, ...state } = result;
  expect(done.params).toEqual({ ...state, _meta: { [SUBSCRIPTION]: 1 } });
  expect(done.params.result.content).toEqual([{ type: 'text', text: 'done in the end' }]);
  await stream.leave();
});

it('is recorded with the state that was told', async () => {
  const taskId = await begin('legacy__waits');
  const stream = await listening([taskId]);
  await stream.heard(is(taskId, 'working'));
  await legacy.release(true);
  await stream.heard(is(taskId, 'completed'));
  const told = await until(() =>
    gateway.audit().findLast(({ method, taskStatus }) => method === TOLD && taskStatus === 'completed'),
  );
  expect(told).toMatchObject({ decision: 'allow', agent: 'ann', server: 'legacy', tool: 'legacy__waits' });
  const begun = gateway.audit().find(({ ref }) => ref === told.task);
  expect(begun).toMatchObject({ method: 'tools/call', task: told.task, taskStatus: 'working' });
  await post(url, 'ann', 'tasks/get', { taskId });
  const asked = await gateway.audited(({ method, task }) => method === 'tasks/get' && task === told.task);
  expect(asked).toMatchObject({ taskStatus: 'completed' });
  await stream.leave();
});

const SEAL = { NEW: 'k'.repeat(32) };

it('is served by any process with the same secrets, and ended in good order when that stops', async () => {
  const sealed = await emit(`version: 1
name: sealed
listen: { seal: [{ env: NEW }] }
agents: { ann: { keys: ["${hashOf('ann')}"] } }
servers: { modern: { url: "${modern.url}", tasks: true } }
access: [{ name: all, allow: "*" }]
`);
  const [here, there] = await Promise.all([serve(sealed, SEAL), serve(sealed, SEAL)]);
  const { taskId } = (await post(here.url, 'ann', 'tools/call', { name: 'modern__steps' })).result;
  const stream = await listen(there.url, 'ann', { taskIds: [taskId] });
  await stream.heard(is(taskId, 'working'));
  const stopped = there.stop();
  expect((await stream.heard(({ result }) => result !== undefined)).result).toEqual({
    resultType: 'complete',
    _meta: { [SUBSCRIPTION]: 1 },
  });
  await until(() => modern.streams.size === 0);
  await Promise.all([stopped, here.stop()]);
  sealed.remove();
});
