// Several processes of one gateway: any serves a task, and a session is told of it whichever heard of it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Emitted, emit, hashOf, type Serving, serve, until } from '../hosts/suite/emitted.ts';
import { begin, connect, listen, post } from './clients.ts';
import { type LegacyTaskServer, legacyTaskServer } from './legacy-server.ts';
import { type ModernTaskServer, modernTaskServer } from './modern-server.ts';

let legacy: LegacyTaskServer;
let modern: ModernTaskServer;
let emitted: Emitted;
let gateway: Serving;

beforeAll(async () => {
  [legacy, modern] = await Promise.all([legacyTaskServer(), modernTaskServer()]);
  emitted = await emit(
    `version: 1
name: tasks
agents: { ann: { keys: ["${hashOf('ann')}"] } }
servers:
  legacy: { url: "${legacy.url}", tasks: true }
  modern: { url: "${modern.url}", tasks: true }
access: [{ name: all, allow: "*" }]
`,
    {},
    ['workers'],
  );
  gateway = await serve(emitted, {}, undefined, ['--workers', '3']);
  await until(async () => (await post(gateway.url, 'ann', 'tools/call', { name: 'legacy__plain' })).result);
}, 60_000);

afterAll(async () => {
  await gateway?.stop();
  emitted?.remove();
  legacy?.close();
  modern?.close();
});

/** Each process counts its references from a prefix of its own. */
const processes = (refs: readonly string[]): number => new Set(refs.map((ref) => ref.split('-')[0])).size;

it('tells a legacy session of the tasks that it has begun in any of them', async () => {
  const told = new Set<string>();
  const client = await connect(gateway.url, 'ann');
  client.fallbackNotificationHandler = async ({ method, params }) => {
    if (method === 'notifications/tasks/status') told.add(params!.taskId as string);
  };
  // Its stream may be open only a while after it has connected.
  await until(async () => {
    if (told.size === 0) {
      await begin(client, 'legacy__waits');
      await legacy.release(true);
    }
    return told.size > 0;
  });
  const ids = await Promise.all(
    Array.from({ length: 12 }, async () => (await begin(client, 'legacy__waits')).task.taskId),
  );
  await until(() => gateway.audit().filter(({ taskStatus }) => taskStatus === 'working').length >= 12);
  const refs = gateway.audit().flatMap(({ ref, taskStatus }) => (taskStatus === 'working' ? [ref] : []));
  expect(processes(refs.slice(-12))).toBeGreaterThan(1);
  await legacy.release(true);
  await until(() => ids.every((id) => told.has(id)));
  await client.close();
});

it('tells a modern client that listens in any of them', async () => {
  const called = await Promise.all(
    Array.from({ length: 6 }, () => post(gateway.url, 'ann', 'tools/call', { name: 'modern__job' })),
  );
  const taskIds = called.map(({ result }) => result.taskId);
  const stream = await listen(gateway.url, 'ann', { taskIds });
  for (const taskId of taskIds)
    await stream.heard(({ params }) => params?.taskId === taskId && params.status === 'completed');
  await stream.leave();
});
