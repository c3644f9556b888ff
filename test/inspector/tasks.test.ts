// The official client of the extension of tasks (`@modelcontextprotocol/ext-tasks`), which comes with the Inspector: what it makes of
// tasks of servers of either era. It holds what it is told to the extension's schema. Skipped where it is missing.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Serving, until } from '../hosts/suite/emitted.ts';
import { type Any, listen, post } from '../tasks/clients.ts';
import { type Estate, taskEstate } from '../tasks/estate.ts';
import type { LegacyTaskServer } from '../tasks/legacy-server.ts';
import type { ModernTaskServer } from '../tasks/modern-server.ts';

const path = fileURLToPath(
  new URL('suite/node_modules/@modelcontextprotocol/ext-tasks/dist/client/index.js', import.meta.url),
);
const required = (process.env.MCPGW_TEST_REQUIRE ?? '').split(/[ ,]+/).includes('inspector');

describe.runIf(existsSync(path) || required)('the official client of the extension', () => {
  let legacy: LegacyTaskServer;
  let modern: ModernTaskServer;
  let estate: Estate;
  let gateway: Serving;
  let session: Any;
  const hearing = new Set<(notification: Any) => void>();
  const problems: unknown[] = [];

  /** One request of it, over HTTP, with what its host says of itself. */
  async function dispatch({ method, params: { _meta, ...params } = {} as Any }: Any): Promise<Any> {
    const { result, error } = await post(gateway.url, 'ann', method, params);
    return error === undefined ? { kind: 'result', result } : { kind: 'error', error };
  }

  beforeAll(async () => {
    estate = await taskEstate();
    ({ legacy, modern, gateway } = estate);
    await until(async () => {
      const { tools } = (await post(gateway.url, 'ann', 'tools/list', {})).result ?? {};
      return ['modern__job', 'legacy__must'].every((one) => tools?.some(({ name }: Any) => name === one));
    });
    const { withTasks } = await import(path);
    const port = {
      endpointId: 'gateway',
      taskCapabilities: { generation: 'v2', capabilities: {} },
      invalidated: false,
      dispatch,
      onServerRequest: () => () => {},
      onInvalidated: () => () => {},
      onNotification(hears: (notification: Any) => void) {
        hearing.add(hears);
        return () => hearing.delete(hears);
      },
    };
    session = withTasks(port, {
      onInputRequest: async () => ({ action: 'accept', content: { name: 'Ada' } }),
      onError: (error: unknown) => problems.push(error),
    });
  });

  afterAll(async () => {
    await session?.close();
    await estate?.end();
  });

  it.each([
    ['modern__plain', 'immediate', 'plain is done'],
    ['modern__job', 'task', 'the job is done'],
    ['modern__form', 'task', 'you are Ada'],
    ['legacy__plain', 'immediate', 'plainly done'],
    ['legacy__must', 'task', 'duly done'],
    ['legacy__asks', 'task', 'you are Ada'],
  ])('comes to the end of %s', async (name, kind, text) => {
    const execution = await session.callTool(name, {});
    expect(execution.kind).toBe(kind);
    const { outcome } = await execution.settle();
    expect(outcome).toMatchObject({ status: 'completed', result: { content: [{ type: 'text', text }] } });
  });

  it.each(['modern__steps', 'legacy__endless'])('cancels %s', async (name) => {
    const execution = await session.callTool(name, {});
    await execution.cancel();
    const { taskId } = execution.handle;
    const state = await until(async () => (await post(gateway.url, 'ann', 'tasks/get', { taskId })).result);
    expect(state.status).toBe('cancelled');
    await execution.close();
  });

  it.each(['modern__steps', 'legacy__waits'])('takes what it is told of %s', async (name) => {
    const execution = await session.callTool(name, {});
    const { taskId } = execution.handle;
    const stream = await listen(gateway.url, 'ann', { taskIds: [taskId] });
    await stream.heard(({ params }) => params?.status === 'working');
    await post(gateway.url, 'ann', 'tasks/get', { taskId });
    const own = modern.seen.at(-1)!.message.params.taskId as unknown as string;
    if (name === 'legacy__waits') await legacy.release(true);
    else modern.become(own, { status: 'completed', result: { content: [] } });
    await stream.heard(({ params }) => params?.status === 'completed');
    for (const one of stream.told.slice(1)) for (const hears of hearing) hears(one);
    expect((await execution.settle()).outcome.status).toBe('completed');
    expect(problems).toEqual([]);
    await stream.leave();
  });
});
