// Several processes of one gateway: any serves a task, and a session is told of it whichever heard of it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Serving, until } from '../hosts/suite/emitted.ts';
import { begin, connect, listen, post } from './clients.ts';
import { type Estate, taskEstate } from './estate.ts';
import type { LegacyTaskServer } from './legacy-server.ts';

let legacy: LegacyTaskServer;
let estate: Estate;
let gateway: Serving;

beforeAll(async () => {
  estate = await taskEstate({ asks: false, ways: ['workers'], flags: ['--workers', '3'] });
  ({ legacy, gateway } = estate);
  await until(async () => (await post(gateway.url, 'ann', 'tools/call', { name: 'legacy__plain' })).result);
}, 60_000);

afterAll(async () => {
  await estate?.end();
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
