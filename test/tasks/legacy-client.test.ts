// Legacy clients that want tasks, by the official SDK, of a modern server, which decides itself: what it answers at once is kept.
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Emitted, emit, hashOf, replace, type Serving, serve, until } from '../hosts/suite/emitted.ts';
import { type Any, begin, connect, post, TASKS } from './clients.ts';
import { type ModernTaskServer, modernTaskServer, SECRET } from './modern-server.ts';

const RELATED = 'io.modelcontextprotocol/related-task';

let modern: ModernTaskServer;
let emitted: Emitted;
let gateway: Serving;
let ann: Client;
const asked: Any[] = [];

const yaml = (more = '') => `version: 1
name: tasks
${more}agents:
  ann: { keys: ["${hashOf('ann')}"] }
  bob: { keys: ["${hashOf('bob')}"] }
servers:
  modern: { url: "${modern.url}", tasks: true, ask: [elicitation], timeout: 2s, credentials: { header: { X-Key: { env: KEY } } } }
access:
  - { name: everything, allow: "*" }
`;

async function listed(url: string): Promise<void> {
  await until(async () => (await post(url, 'ann', 'tools/list', {})).result?.tools?.length > 0);
}

beforeAll(async () => {
  modern = await modernTaskServer();
  emitted = await emit(yaml());
  gateway = await serve(emitted, { KEY: SECRET });
  await listed(gateway.url);
  ann = await connect(gateway.url, 'ann', asked);
}, 60_000);

afterAll(async () => {
  await ann?.close();
  await gateway?.stop();
  emitted?.remove();
  modern?.close();
});

const get = (taskId: string) => ann.experimental.tasks.getTask(taskId);
const result = (taskId: string) => ann.experimental.tasks.getTaskResult(taskId, CallToolResultSchema);

it('is told that each tool may be a task; a modern client is told what the server says', async () => {
  expect(ann.getServerCapabilities()?.tasks).toEqual({
    list: {},
    cancel: {},
    requests: { tools: { call: {} } },
  });
  const { tools } = await ann.listTools();
  expect(tools.length).toBeGreaterThan(5);
  for (const { execution } of tools) expect(execution).toEqual({ taskSupport: 'optional' });
  const seen = (await post(gateway.url, 'ann', 'tools/list', {})).result.tools;
  expect(seen.map(({ name, inputSchema }: Any) => ({ name, inputSchema }))).toEqual(seen);
});

it('is driven through by the official client, and given what the task came to', async () => {
  const seen: Any[] = [];
  const stream = ann.experimental.tasks.callToolStream({ name: 'modern__job', arguments: {} }, undefined, {
    task: { ttl: 60_000 },
  });
  for await (const message of stream) seen.push(message);
  expect(seen[0]).toMatchObject({
    type: 'taskCreated',
    task: { status: 'working', ttl: 60_000, pollInterval: 20 },
  });
  const { taskId } = seen[0].task;
  expect(seen.at(-1)).toEqual({
    type: 'result',
    result: {
      content: [{ type: 'text', text: 'the job is done' }],
      odd: 1,
      _meta: { [RELATED]: { taskId } },
    },
  });
});

it('waits for the end with tasks/result', async () => {
  const { task } = await begin(ann, 'modern__steps');
  await get(task.taskId);
  const own = modern.seen.at(-1)!.message.params.taskId as unknown as string;
  let ended = false;
  const waiting = result(task.taskId).finally(() => {
    ended = true;
  });
  const before = modern.seen.length;
  await until(() => modern.seen.length > before);
  expect([(await get(task.taskId)).status, ended]).toEqual(['working', false]);
  modern.become(own, { status: 'completed', result: { content: [] } });
  expect(await waiting).toMatchObject({ content: [] });
});

it('is asked what the task asks, while it waits, once, and by the id that it has of it', async () => {
  const { task } = await begin(ann, 'modern__form');
  expect((await get(task.taskId)).status).toBe('input_required');
  expect(await result(task.taskId)).toMatchObject({ content: [{ text: 'you are Ada' }] });
  expect(asked).toMatchObject([{ message: 'Who?', _meta: { [RELATED]: { taskId: task.taskId } } }]);
  const sent = modern.seen.find(({ message }) => message.method === 'tasks/update')!;
  expect(sent.message.params.inputResponses).toEqual({ who: { action: 'accept', content: { name: 'Ada' } } });
  expect(sent.name).toBe(sent.message.params.taskId);
});

it('is asked only what its server may ask', async () => {
  const { task } = await begin(ann, 'modern__sample');
  await expect(result(task.taskId)).rejects.toThrow(/failed/);
});

it('is given a task also where the server answers at once', async () => {
  const { task } = await begin(ann, 'modern__plain', { ttl: 5000 });
  const { taskId } = task;
  expect(task).toMatchObject({ status: 'working', ttl: 5000, createdAt: expect.stringMatching(/Z$/) });
  expect(await get(taskId)).toMatchObject({ taskId, status: 'completed', ttl: 5000 });
  expect(await result(taskId)).toEqual({
    resultType: 'complete',
    content: [{ type: 'text', text: 'plain is done' }],
    odd: 1,
    _meta: { 'com.example/of': 1, [RELATED]: { taskId } },
  });
  await expect(ann.experimental.tasks.cancelTask(taskId)).rejects.toMatchObject({
    code: -32602,
    message: expect.stringContaining("already in terminal status 'completed'"),
  });
  const record = await gateway.audited(({ tool, task }) => tool === 'modern__plain' && task !== undefined);
  expect(record).toMatchObject({ method: 'tools/call', taskStatus: 'working' });
  expect(modern.calls.filter((name) => name === 'plain')).toHaveLength(1);
});

it.each(['sour', 'wrong'])('sees the tool’s own error as a failure: %s', async (name) => {
  const { task } = await begin(ann, `modern__${name}`);
  expect((await get(task.taskId)).status).toBe('failed');
  expect(await result(task.taskId)).toMatchObject({ isError: true });
});

it('is given the very error that the call failed with, but for secrets', async () => {
  const { task } = await begin(ann, 'modern__leaks');
  expect(await get(task.taskId)).toMatchObject({ status: 'failed', statusMessage: 'no: ***' });
  await expect(result(task.taskId)).rejects.toMatchObject({
    code: -32603,
    message: expect.stringContaining('refused ***'),
  });
});

it('cancels a task once its server has, and is told where that does not', async () => {
  const { task } = await begin(ann, 'modern__steps');
  expect(await ann.experimental.tasks.cancelTask(task.taskId)).toMatchObject({
    taskId: task.taskId,
    status: 'cancelled',
  });
  await expect(ann.experimental.tasks.cancelTask(task.taskId)).rejects.toMatchObject({ code: -32602 });
  await expect(result(task.taskId)).rejects.toMatchObject({ code: -32603 });
  const { task: stubborn } = await begin(ann, 'modern__stubborn');
  await expect(ann.experimental.tasks.cancelTask(stubborn.taskId)).rejects.toThrow(/in time/);
  expect((await get(stubborn.taskId)).status).toBe('working');
});

it('lists all that it has begun, in either way, and nobody else’s', async () => {
  const ids = [await begin(ann, 'modern__plain'), await begin(ann, 'modern__job')].map(
    ({ task }) => task.taskId,
  );
  const { taskId } = (await post(gateway.url, 'ann', 'tools/call', { name: 'modern__steps' })).result;
  const tasks = [];
  for (let cursor: string | undefined; ; ) {
    const page = await ann.experimental.tasks.listTasks(cursor);
    tasks.push(...page.tasks);
    cursor = page.nextCursor;
    if (cursor === undefined) break;
  }
  for (const [id, status] of [...ids.map((id) => [id, 'completed']), [taskId, 'working']])
    expect(tasks.find((task) => task.taskId === id)).toMatchObject({ status });
  const bob = await connect(gateway.url, 'bob');
  expect((await bob.experimental.tasks.listTasks()).tasks).toEqual([]);
  await expect(bob.experimental.tasks.getTask(ids[0]!)).rejects.toMatchObject({ code: -32602 });
  await bob.close();
});

it('is given none where several processes serve: none is declared, and the call is one like any other', async () => {
  const sealed = await emit(yaml('listen: { seal: [{ env: NEW }] }\n'));
  const there = await serve(sealed, { KEY: SECRET, NEW: 'k'.repeat(32) });
  await listed(there.url);
  const client = await connect(there.url, 'ann');
  expect(client.getServerCapabilities()?.tasks).toBeUndefined();
  expect((await client.listTools()).tools.some(({ execution }) => execution !== undefined)).toBe(false);
  const params = { name: 'modern__job', arguments: {}, task: {} };
  const said = await client.request({ method: 'tools/call', params }, CallToolResultSchema);
  expect(said.content).toEqual([{ type: 'text', text: 'job is done' }]);
  const { _meta } = modern.seen.at(-1)!.message.params as Any;
  expect(_meta['io.modelcontextprotocol/clientCapabilities'].extensions?.[TASKS]).toBeUndefined();
  await client.close();
  await there.stop();
  sealed.remove();
});

it('is given what was kept for it also by the bundle that takes over, as far as its policy grants the call', async () => {
  const watched = await emit(yaml(), {}, ['watch-bundle']);
  const there = await serve(watched, { KEY: SECRET }, undefined, ['--watch-bundle']);
  await listed(there.url);
  const client = await connect(there.url, 'ann');
  const { task } = await begin(client, 'modern__plain');
  const { task: denied } = await begin(client, 'modern__sour');
  const policy = await replace(watched, `${yaml()}  - { name: none, deny: modern__sour }\n`);
  await until(async () => {
    await post(there.url, 'ann', 'tools/call', { name: 'modern__plain' });
    return there.audit().some((record) => record.policy === policy);
  });
  const said = await client.experimental.tasks.getTaskResult(task.taskId, CallToolResultSchema);
  expect(said.content).toEqual([{ type: 'text', text: 'plain is done' }]);
  await expect(client.experimental.tasks.getTask(denied.taskId)).rejects.toMatchObject({ code: -32602 });
  await client.close();
  await there.stop();
  watched.remove();
});
