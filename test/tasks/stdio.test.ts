// A modern server over its standard streams, where all that it tells comes on one channel: each client by its own subscription.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Emitted, emit, hashOf, type Serving, serve, until } from '../hosts/suite/emitted.ts';
import { listen, post } from './clients.ts';

/** A tool `steps`, whose tasks are told of when they are listened to, then again, and are over when their listener has left. */
const SERVER = `
import { createInterface } from 'node:readline';
const TASKS = 'io.modelcontextprotocol/tasks';
const tasks = new Map();
const streams = new Map();
const say = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\\n');
const tell = (id, method, params) =>
  say({ method, params: { ...params, _meta: { 'io.modelcontextprotocol/subscriptionId': id } } });
const METHODS = {
  'server/discover': () => ({
    supportedVersions: ['2026-07-28'],
    capabilities: { tools: {}, extensions: { [TASKS]: {} } },
    ttlMs: 60000,
    cacheScope: 'private',
  }),
  'tools/list': () => ({
    tools: [{ name: 'steps', inputSchema: { type: 'object' } }],
    ttlMs: 60000,
    cacheScope: 'private',
  }),
  'tools/call': () => {
    const at = '2026-11-20T09:00:00Z';
    const task = { taskId: 'own-' + (tasks.size + 1), status: 'working', createdAt: at, lastUpdatedAt: at, ttlMs: null };
    tasks.set(task.taskId, task);
    return { resultType: 'task', ...task };
  },
  'tasks/get': ({ taskId }) => tasks.get(taskId),
};
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  const listened = params?.notifications?.taskIds;
  if (method === 'subscriptions/listen') {
    tell(id, 'notifications/subscriptions/acknowledged', { notifications: { taskIds: listened } });
    if (listened === undefined) return;
    streams.set(id, listened);
    for (const taskId of listened) {
      tell(id, 'notifications/tasks', { ...tasks.get(taskId), statusMessage: 'told ' + id });
      // Another one's, and a stream that there is not.
      tell(9999, 'notifications/tasks', { ...tasks.get(taskId), statusMessage: 'not for anybody' });
    }
  } else if (method === 'notifications/cancelled') {
    for (const taskId of streams.get(params.requestId) ?? []) tasks.get(taskId).status = 'cancelled';
  } else if (id !== undefined) {
    say({ id, result: { resultType: 'complete', ...METHODS[method]?.(params) } });
  }
});
`;

let emitted: Emitted;
let gateway: Serving;

beforeAll(async () => {
  const command = [process.execPath, '--input-type=module', '-e', SERVER];
  emitted = await emit(`version: 1
name: tasks
agents: { ann: { keys: ["${hashOf('ann')}"] } }
servers: { child: { command: ${JSON.stringify(command)}, tasks: true } }
access: [{ name: all, allow: "*" }]
`);
  gateway = await serve(emitted);
  await until(
    async () => (await post(gateway.url, 'ann', 'tools/call', { name: 'child__steps' })).result?.taskId,
  );
});

afterAll(async () => {
  await gateway?.stop();
  emitted?.remove();
});

it('tells each client what comes by its own subscription, and takes that back when it leaves', async () => {
  const { taskId } = (await post(gateway.url, 'ann', 'tools/call', { name: 'child__steps' })).result;
  const [one, other] = [
    await listen(gateway.url, 'ann', { taskIds: [taskId] }),
    await listen(gateway.url, 'ann', { taskIds: [taskId] }),
  ];
  const said = ({ params }: { readonly params?: { readonly statusMessage?: string } }) =>
    params?.statusMessage;
  const told = [
    await one.heard((message) => said(message) !== undefined),
    await other.heard((message) => said(message) !== undefined),
  ].map(said);
  expect(new Set(told).size).toBe(2);
  for (const message of told) expect(message).toMatch(/^told \d+$/);
  for (const { told: all } of [one, other]) expect(all.filter(said)).toHaveLength(1);
  await one.leave();
  const state = async () => (await post(gateway.url, 'ann', 'tasks/get', { taskId })).result.status;
  await until(async () => (await state()) === 'cancelled');
  await other.leave();
});
