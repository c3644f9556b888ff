// Tasks, of clients and servers of either era: begun, asked for, listened to, answered what they ask.
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Any, connect, listen, post } from '../../tasks/clients.ts';
import { type Estate, taskEstate } from '../../tasks/estate.ts';
import type { LegacyTaskServer } from '../../tasks/legacy-server.ts';
import type { ModernTaskServer } from '../../tasks/modern-server.ts';
import type { Host } from '../hosts.ts';
import { type Serving, until } from './emitted.ts';

export function tasks(host: Host): void {
  let legacy: LegacyTaskServer;
  let modern: ModernTaskServer;
  let estate: Estate;
  let gateway: Serving;
  let client: Client;

  beforeAll(async () => {
    estate = await taskEstate({ host });
    ({ legacy, modern, gateway } = estate);
    await until(async () => (await ask('tools/call', { name: 'modern__plain' })).result);
    await until(async () => (await ask('tools/call', { name: 'legacy__plain' })).result);
    client = await connect(gateway.url, 'ann');
  });
  afterAll(async () => {
    await client?.close();
    await estate?.end();
  });

  const ask = (method: string, params: object): Promise<Any> => post(gateway.url, 'ann', method, params);
  const begin = async (name: string): Promise<string> => (await ask('tools/call', { name })).result.taskId;
  const over = ({ params }: Any): boolean => params?.status === 'completed';

  /** What the official client makes of it. */
  async function driven(name: string): Promise<Any> {
    const { tasks } = client.experimental;
    let last: unknown;
    for await (const message of tasks.callToolStream({ name, arguments: {} }, undefined, {
      task: { ttl: 60_000 },
    }))
      last = message;
    return last;
  }

  it.each([
    ['legacy__slow', 'slowly done'],
    ['legacy__who', 'you are Ada'],
    ['modern__job', 'the job is done'],
    ['modern__form', 'you are Ada'],
    ['modern__plain', 'plain is done'],
  ])('a legacy client is given the result of %s', async (name, text) => {
    expect(await driven(name)).toMatchObject({ type: 'result', result: { content: [{ text }] } });
  });

  it.each(['modern__form', 'legacy__asks'])('a modern client answers what %s asks', async (name) => {
    const taskId = await begin(name);
    const stream = await listen(gateway.url, 'ann', { taskIds: [taskId] });
    const { params } = await stream.heard((message) => message.params?.status === 'input_required');
    const [key] = Object.keys(params.inputRequests);
    const inputResponses = { [key!]: { action: 'accept', content: { name: 'Ada' } } };
    await ask('tasks/update', { taskId, inputResponses });
    await until(async () => (await ask('tasks/get', { taskId })).result.status === 'completed');
    await stream.leave();
  });

  it.each(['modern', 'legacy'])('a modern client hears of a task of a %s server', async (era) => {
    const taskId = await begin(era === 'modern' ? 'modern__steps' : 'legacy__waits');
    const stream = await listen(gateway.url, 'ann', { taskIds: [taskId] });
    await stream.heard(({ params }) => params?.status === 'working');
    await ask('tasks/get', { taskId });
    const own = modern.seen.at(-1)!.message.params.taskId as unknown as string;
    if (era === 'legacy') await legacy.release(true);
    else modern.become(own, { status: 'completed', result: { content: [] } });
    expect((await stream.heard(over)).params).toMatchObject({
      taskId,
      result: { content: expect.anything() },
    });
    await stream.leave();
    await until(() => modern.streams.size === 0);
  });
}
