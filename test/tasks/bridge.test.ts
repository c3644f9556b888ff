// Tasks in each era on each side: the official SDK as client and server of the legacy era, plain HTTP where it has none.
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFile } from '../hosts/process.ts';
import { type Emitted, emit, hashOf, type Serving, serve, until } from '../hosts/suite/emitted.ts';
import { type Any, begin, connect as connectTo, listen, post as postTo, TASKS } from './clients.ts';
import { legacyTaskServer, type TaskServer } from './legacy-server.ts';
import { type ModernTaskServer, modernTaskServer } from './modern-server.ts';

let legacy: TaskServer;
let modern: ModernTaskServer;
let emitted: Emitted;
let gateway: Serving;
/** The same, with secrets that seal; and with another policy. */
let sealed: Emitted;
let stricter: Emitted;

beforeAll(async () => {
  [legacy, modern] = await Promise.all([legacyTaskServer(), modernTaskServer()]);
  const yaml = (more = '', rule = '') => `version: 1
name: tasks
${more}agents:
  ann: { keys: ["${hashOf('ann')}"] }
  bob: { keys: ["${hashOf('bob')}"] }
servers:
  legacy: { url: "${legacy.url}", tasks: true, ask: [elicitation] }
  modern: { url: "${modern.url}", tasks: true, ask: [elicitation] }
  mute: { url: "${modern.url}", tasks: true }
  unasking: { url: "${legacy.url}", tasks: true }
  closed: { url: "${legacy.url}" }
  standby: { url: "${modern.url}", tasks: true, tools: { include: [job] } }
failover:
  either: { chain: [{ server: modern }, { server: standby }] }
routes:
  - { tools: modern__plain, to: { failover: either } }
  - { tools: modern__job, when: 'has(args.away)', to: { server: standby } }
access:
  - { name: everything, allow: "*" }
${rule}limits:
  - { name: few, per: agent, tools: legacy__must, rate: 2/day }
`;
  const seals = 'listen: { seal: [{ env: NEW }, { env: OLD }] }\n';
  const rule = `  - { name: not-all, deny: modern__job, when: 'has(args.of) && args.of == "all"' }\n`;
  [emitted, sealed, stricter] = await Promise.all([emit(yaml()), emit(yaml(seals)), emit(yaml(seals, rule))]);
  gateway = await serve(emitted);
  await until(async () => {
    const { result } = await post('ann', 'tools/list', {});
    return new Set(result?.tools?.map(({ name }: { name: string }) => name.split('__')[0])).size === 6;
  });
}, 60_000);

afterAll(async () => {
  await gateway?.stop();
  emitted?.remove();
  sealed?.remove();
  stricter?.remove();
  legacy?.close();
  modern?.close();
});

/** A modern client's request, and its answer. */
const post = (agent: string, method: string, params: Any, extensions?: object, url = gateway.url) =>
  postTo(url, agent, method, params, extensions && { extensions });

const connect = (agent: string, url = gateway.url) => connectTo(url, agent);

describe('a legacy client of a legacy server', () => {
  let ann: Client;
  let bob: Client;
  beforeAll(async () => {
    [ann, bob] = await Promise.all([connect('ann'), connect('bob')]);
  });
  afterAll(() => Promise.all([ann?.close(), bob?.close()]));

  it('begins a task, looks at it, and is given its result', async () => {
    expect(ann.getServerCapabilities()?.tasks).toEqual({
      list: {},
      cancel: {},
      requests: { tools: { call: {} } },
    });
    const { task } = await begin(ann, 'legacy__slow');
    const state = await ann.experimental.tasks.getTask(task.taskId);
    expect(state).toMatchObject({ taskId: task.taskId, ttl: 60_000 });
    const result = await ann.experimental.tasks.getTaskResult(task.taskId, CallToolResultSchema);
    expect(result.content).toEqual([{ type: 'text', text: 'slowly done' }]);
    expect(result._meta).toEqual({ 'io.modelcontextprotocol/related-task': { taskId: task.taskId } });
    await gateway.audited((record) => record.method === 'tasks/result');
    const [begun, ...later] = gateway.audit().filter(({ tool }) => tool === 'legacy__slow');
    expect(begun).toMatchObject({
      method: 'tools/call',
      decision: 'allow',
      rule: 'everything',
      task: begun!.ref,
    });
    expect(later).toMatchObject([
      { method: 'tasks/get', decision: 'allow', server: 'legacy', task: begun!.ref },
      { method: 'tasks/result', decision: 'allow', task: begun!.ref },
    ]);
  });

  it('is told of its task by the id that it has of it, and nobody else is', async () => {
    const told: [string, unknown][] = [];
    const [one, other] = await Promise.all([connect('ann'), connect('ann')]);
    for (const [name, client] of Object.entries({ one, other, bob }))
      client.fallbackNotificationHandler = async ({ method, params }) => {
        if (method === 'notifications/tasks/status') told.push([name, params]);
      };
    const ids: string[] = [];
    // Its stream may be open only a while after it has connected.
    await until(async () => {
      if (told.length === 0) ids.push((await begin(one, 'legacy__slow')).task.taskId);
      return told.length > 0;
    });
    for (const [name, params] of told)
      expect([name, params]).toMatchObject(['one', { taskId: expect.toBeOneOf(ids), status: 'completed' }]);
    await Promise.all([one.close(), other.close()]);
  });

  it('is driven through by the official client, also where the task asks', async () => {
    const seen: string[] = [];
    let last: unknown;
    for await (const message of ann.experimental.tasks.callToolStream(
      { name: 'legacy__who', arguments: {} },
      undefined,
      {
        task: { ttl: 60_000 },
      },
    )) {
      seen.push(message.type);
      last = message;
    }
    expect(seen[0]).toBe('taskCreated');
    expect(last).toMatchObject({ type: 'result', result: { content: [{ text: 'you are Ada' }] } });
  });

  it('cancels a task, once', async () => {
    const { task } = await begin(ann, 'legacy__endless');
    expect((await ann.experimental.tasks.cancelTask(task.taskId)).status).toBe('cancelled');
    await expect(ann.experimental.tasks.cancelTask(task.taskId)).rejects.toMatchObject({ code: -32602 });
  });

  it('has its tasks for itself', async () => {
    const { task } = await begin(ann, 'legacy__slow');
    const forged = `${task.taskId.slice(0, -2)}${task.taskId.endsWith('AA') ? 'BB' : 'AA'}`;
    const none = {
      code: -32602,
      message: expect.stringContaining('Failed to retrieve task: Task not found'),
    };
    await expect(bob.experimental.tasks.getTask(task.taskId)).rejects.toMatchObject(none);
    await expect(bob.experimental.tasks.cancelTask(task.taskId)).rejects.toMatchObject(none);
    await expect(ann.experimental.tasks.getTask(forged)).rejects.toMatchObject(none);
    await expect(ann.experimental.tasks.getTask('x')).rejects.toMatchObject(none);
    const ids = async (client: Client) =>
      (await client.experimental.tasks.listTasks()).tasks.map(({ taskId }) => taskId);
    expect(await ids(ann)).toContain(task.taskId);
    expect(await ids(bob)).toEqual([]);
  });

  it('begins none where the tool, or the policy, has none', async () => {
    for (const name of ['legacy__plain', 'closed__slow', 'modern__plain'])
      await expect(begin(ann, name)).rejects.toMatchObject({ code: -32601 });
  });

  it('is charged for the call alone', async () => {
    const { task } = await begin(bob, 'legacy__must');
    for (let n = 0; n < 3; n++) await bob.experimental.tasks.getTask(task.taskId);
    await begin(bob, 'legacy__must');
    await expect(begin(bob, 'legacy__must')).rejects.toThrow(/few/);
  });
});

describe('a modern client', () => {
  it('is told of the extension, and of others', async () => {
    const { result } = await post('ann', 'server/discover', {});
    expect(result.capabilities.extensions).toEqual({ 'com.example/odd': { of: 'modern' }, [TASKS]: {} });
  });

  it('begins a task of a modern server, and is given its result unchanged', async () => {
    const { result: task } = await post('ann', 'tools/call', { name: 'modern__job' });
    expect(task).toMatchObject({ resultType: 'task', status: 'working', ttlMs: 60_000 });
    const { result } = await post('ann', 'tasks/get', { taskId: task.taskId });
    expect(result).toMatchObject({ resultType: 'complete', taskId: task.taskId, status: 'completed' });
    // Its type is said where the server does not say it, as with any result.
    const content = [{ type: 'text', text: 'the job is done' }];
    expect(result.result).toEqual({ resultType: 'complete', content, odd: 1 });
    const got = modern.seen.find(({ message }) => message.method === 'tasks/get')!;
    expect(got.name).toBe(got.message.params.taskId);
    expect(got.name).not.toBe(task.taskId);
    const other = await post('bob', 'tasks/get', { taskId: task.taskId });
    expect(other.error).toMatchObject({ code: -32602, message: 'Failed to retrieve task: Task not found' });
  });

  it('begins a task where a route leads, and finds it there by what was called', async () => {
    /** Records come in order, a moment late: those of before are there once this one's is. */
    const told = async (marker: string): Promise<void> => {
      await post('ann', 'tools/call', { name: marker });
      await until(() => gateway.audit().some(({ tool }) => tool === marker));
    };
    const isGet = ({ method, tool }: { method?: unknown; tool?: unknown }): boolean =>
      method === 'tasks/get' && tool === 'modern__job';
    for (const away of [true, undefined]) {
      const { result: task } = await post('ann', 'tools/call', { name: 'modern__job', arguments: { away } });
      expect(task).toMatchObject({ resultType: 'task' });
      const { result } = await post('ann', 'tasks/get', { taskId: task.taskId });
      expect(result).toMatchObject({ taskId: task.taskId, status: 'completed' });
      await told(`after-${away}`);
      const got = gateway.audit().findLast(isGet);
      const begun = gateway.audit().find(({ ref }) => ref === got!.task);
      expect(begun?.route?.to).toBe(away ? 'standby' : undefined);
    }
  });

  it('answers what a task asks, and cancels one', async () => {
    const { result: task } = await post('ann', 'tools/call', { name: 'modern__form' });
    const { taskId } = task;
    const { result: state } = await post('ann', 'tasks/get', { taskId });
    expect(state.inputRequests.who.method).toBe('elicitation/create');
    const inputResponses = { who: { action: 'accept', content: { name: 'Ada' } } };
    expect((await post('ann', 'tasks/update', { taskId, inputResponses })).result).toEqual({
      resultType: 'complete',
    });
    const { result } = await post('ann', 'tasks/get', { taskId });
    expect(result.result.content[0].text).toBe('you are Ada');
    expect((await post('ann', 'tasks/cancel', { taskId })).result).toEqual({ resultType: 'complete' });
  });

  it('is asked by a task only what its server may ask, and what it says that it answers', async () => {
    const asked = async (name: string, _meta?: object) => {
      const began = await post('ann', 'tools/call', { name });
      if (began.error !== undefined) return began;
      return post('ann', 'tasks/get', { taskId: began.result.taskId, _meta });
    };
    const unasked = { status: 502, error: { code: 502, message: expect.stringContaining('failed') } };
    for (const name of ['sample', 'url', 'mixed', 'again', 'early'])
      expect([name, await asked(`modern__${name}`)]).toMatchObject([name, unasked]);
    for (const name of ['form', 'sample']) expect(await asked(`mute__${name}`)).toMatchObject(unasked);
    const silent = { 'io.modelcontextprotocol/clientCapabilities': { extensions: { [TASKS]: {} } } };
    expect(await asked('modern__form', silent)).toMatchObject(unasked);
    const visits = { elicitation: { url: {} }, extensions: { [TASKS]: {} } };
    const { result } = await asked('modern__url', { 'io.modelcontextprotocol/clientCapabilities': visits });
    expect(result.inputRequests.who.params.mode).toBe('url');
    const record = await gateway.audited(({ reason }) => /asks the client/.test(reason ?? ''));
    expect(record).toMatchObject({ decision: 'error' });
  });

  it('lets its server know what it can be asked while it looks at a task', async () => {
    const { result } = await post('ann', 'tools/call', { name: 'modern__form' });
    await post('ann', 'tasks/get', { taskId: result.taskId });
    const { _meta } = modern.seen.at(-1)!.message.params;
    expect((_meta as Any)['io.modelcontextprotocol/clientCapabilities']).toEqual({
      elicitation: {},
      extensions: { [TASKS]: {} },
    });
  });

  it('that does not know tasks gets none, and may ask for none', async () => {
    const { result } = await post('ann', 'tools/call', { name: 'modern__job' }, {});
    expect(result).toMatchObject({ resultType: 'complete', content: [{ text: 'job is done' }] });
    const missing = { code: -32021, data: { requiredCapabilities: { extensions: { [TASKS]: {} } } } };
    expect(await post('ann', 'tasks/get', { taskId: 'x' }, {})).toMatchObject({
      status: 400,
      error: missing,
    });
    expect(await post('ann', 'tools/call', { name: 'legacy__must' }, {})).toMatchObject({
      status: 400,
      error: missing,
    });
    const listening = { notifications: { taskIds: ['x'], toolsListChanged: true } };
    expect(await post('ann', 'subscriptions/listen', listening, {})).toMatchObject({
      status: 400,
      error: missing,
    });
  });

  it('that listens is told which tasks it will hear of: none that there are not', async () => {
    const acknowledged = async (notifications: object, extensions?: object) => {
      const stream = await listen(gateway.url, 'ann', notifications, extensions && { extensions });
      await stream.leave();
      return stream.told[0].params.notifications;
    };
    const lists = { toolsListChanged: true };
    expect(await acknowledged({ ...lists, taskIds: ['x'] })).toEqual(lists);
    // Nothing of tasks is asked for by an empty list.
    expect(await acknowledged({ ...lists, taskIds: [] }, {})).toEqual(lists);
  });

  it('begins a task of a legacy server whose tool must be one', async () => {
    const { result: task } = await post('ann', 'tools/call', { name: 'legacy__must' });
    expect(task).toMatchObject({ resultType: 'task', ttlMs: 60_000, pollIntervalMs: 20 });
    expect(Object.keys(task)).not.toContain('ttl');
    const { result } = await post('ann', 'tasks/get', { taskId: task.taskId });
    expect(result).toMatchObject({ resultType: 'complete', taskId: task.taskId, status: 'completed' });
    expect(result.result.content).toEqual([{ type: 'text', text: 'duly done' }]);
    // A tool that may be one is called and answered.
    expect((await post('ann', 'tools/call', { name: 'legacy__plain' })).result.content[0].text).toBe(
      'plainly done',
    );
  });

  it('is asked what a legacy server’s task asks, and goes on with its answer', async () => {
    const { taskId } = (await post('ann', 'tools/call', { name: 'legacy__asks' })).result;
    const state = await until(async () => {
      const { result } = await post('ann', 'tasks/get', { taskId });
      return result.status === 'input_required' && result;
    });
    const [[key, asked], ...more] = Object.entries<Any>(state.inputRequests) as [[string, Any]];
    expect(more).toEqual([]);
    expect(asked).toEqual({
      method: 'elicitation/create',
      params: { mode: 'form', message: 'Who?', requestedSchema: { type: 'object', properties: {} } },
    });
    // It is the same question as long as it is not answered.
    expect((await post('ann', 'tasks/get', { taskId })).result.inputRequests).toEqual(state.inputRequests);
    const inputResponses = { other: {}, [key]: { action: 'accept', content: { name: 'Ada' } } };
    const updated = await post('ann', 'tasks/update', { taskId, inputResponses });
    expect(updated.result).toEqual({ resultType: 'complete' });
    const done = await until(async () => {
      const { result } = await post('ann', 'tasks/get', { taskId });
      return result.status === 'completed' && result;
    });
    expect(done.result.content).toEqual([{ type: 'text', text: 'you are Ada' }]);
  });

  it('that cannot be asked sees a legacy server’s task that asks at work', async () => {
    const silent = { 'io.modelcontextprotocol/clientCapabilities': { extensions: { [TASKS]: {} } } };
    for (const [name, _meta] of [
      ['legacy__asks', silent],
      ['unasking__asks', {}],
    ] as const) {
      const { taskId } = (await post('ann', 'tools/call', { name, _meta })).result;
      for (let n = 0; n < 5; n++) {
        const { result } = await post('ann', 'tasks/get', { taskId, _meta });
        expect([name, result.status]).toEqual([name, 'working']);
      }
    }
  });

  it('takes a tool’s own error for a completion, as its era does', async () => {
    const { result: task } = await post('ann', 'tools/call', { name: 'legacy__fails' });
    const { result } = await post('ann', 'tasks/get', { taskId: task.taskId });
    expect(result).toMatchObject({ status: 'completed', result: { isError: true } });
  });

  it('cancels a task of a legacy server, and is acknowledged twice', async () => {
    const { result: task } = await post('ann', 'tools/call', { name: 'legacy__endless' });
    const { taskId } = task;
    for (let n = 0; n < 2; n++)
      expect((await post('ann', 'tasks/cancel', { taskId })).result).toEqual({ resultType: 'complete' });
    expect((await post('ann', 'tasks/get', { taskId })).result).toMatchObject({ status: 'cancelled' });
  });

  it('has its extensions and trace context passed on, and what is of its own hop left out', async () => {
    const trace = {
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      tracestate: 'a=b',
      baggage: 'c=d',
    };
    const hop = 'io.modelcontextprotocol/oauth-client-credentials';
    await post(
      'ann',
      'tools/call',
      { name: 'modern__plain', _meta: trace },
      { 'com.example/odd': { n: 1 }, [hop]: {} },
    );
    const { _meta } = modern.seen.at(-1)!.message.params;
    expect(_meta).toMatchObject(trace);
    expect((_meta as Any)['io.modelcontextprotocol/clientCapabilities'].extensions).toEqual({
      'com.example/odd': { n: 1 },
    });
  });
});

it('is found by its id on another replica, also when the secrets are being turned; nobody lists all', async () => {
  const [first, second] = ['k'.repeat(32), 'l'.repeat(32)] as const;
  const [here, there] = await Promise.all([
    serve(sealed, { NEW: first, OLD: second.toUpperCase() }),
    serve(sealed, { NEW: second, OLD: first }),
  ]);
  const ann = await connect('ann', here.url);
  expect(ann.getServerCapabilities()?.tasks).toEqual({ cancel: {}, requests: { tools: { call: {} } } });
  await ann.close();
  const { taskId } = (await post('ann', 'tools/call', { name: 'modern__job' }, undefined, here.url)).result;
  const { result } = await post('ann', 'tasks/get', { taskId }, undefined, there.url);
  expect(result).toMatchObject({ taskId, status: 'completed' });
  const other = await post('bob', 'tasks/get', { taskId }, undefined, there.url);
  expect(other.error).toMatchObject({ code: -32602 });
  await Promise.all([here, there].map((one) => one.stop()));
});

it('is found only as long as the policy grants the call that began it', async () => {
  const secrets = { NEW: 'k'.repeat(32), OLD: 'l'.repeat(32) };
  const [here, there] = await Promise.all([serve(sealed, secrets), serve(stricter, secrets)]);
  const found = async (args: object, at: Serving) => {
    const call = { name: 'modern__job', arguments: args };
    const { taskId } = (await post('ann', 'tools/call', call, undefined, here.url)).result;
    const { error } = await post('ann', 'tasks/get', { taskId }, undefined, at.url);
    return error === undefined ? 'found' : error.message;
  };
  const none = 'Failed to retrieve task: Task not found';
  const long = { of: 'x'.repeat(2000) };
  expect(await found({ of: 'some' }, there)).toBe('found');
  expect(await found({ of: 'all' }, there)).toBe(none);
  // What is too long for an id cannot be judged anew.
  expect(await found(long, there)).toMatch(/policy has changed .* too long .* Call the tool again/);
  for (const args of [{ of: 'all' }, long]) expect(await found(args, here)).toBe('found');
  const denied = await until(() => {
    const records = there.audit().filter(({ decision }) => decision === 'deny');
    return records.length > 1 && records;
  });
  expect(denied).toMatchObject([
    { method: 'tasks/get', stage: 'access', rule: 'not-all', tool: 'modern__job' },
    { method: 'tasks/get', stage: 'access', reason: expect.stringContaining('not in the id') },
  ]);
  await Promise.all([here, there].map((one) => one.stop()));
});

it('does not start with a secret that is short or missing', async () => {
  const run = startFile(sealed.file, ['--port', '0'], { NEW: 'short' });
  expect(await run.ended).toBe(78);
  expect(run.out.stderr).toContain('NEW has fewer than 32 characters');
  expect(run.out.stderr).toContain('environment variable OLD is not set or is empty (listen.seal)');
});
