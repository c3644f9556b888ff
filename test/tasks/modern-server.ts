// A server of 2026-07-28 with the tasks extension and one that nobody knows. By hand: the official SDK has no tasks.
import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TaskServer } from './legacy-server.ts';

/** What the server is given by the gateway, and repeats where it should not. */
export const SECRET = 'the secret of this server';

const TASKS = 'io.modelcontextprotocol/tasks';

interface Message {
  readonly id?: number | string;
  readonly method: string;
  readonly params: Record<string, never> & { _meta: Record<string, never> };
}

export interface ModernTaskServer extends TaskServer {
  /** All that was asked, as it came. */
  readonly seen: { readonly message: Message; readonly name: string | undefined }[];
  /** Streams that are open. */
  readonly streams: ReadonlySet<TaskStream>;
  /** Puts a task, by the server's own id, into another state, and tells of that unless it is to keep still. */
  become(taskId: string, state: object, still?: boolean): void;
  /** Lists a tool no more, and tells of that. */
  hide(tool: string): void;
}

/** A stream on which tasks are told of. */
export interface TaskStream {
  readonly taskIds: readonly string[];
  readonly meta: Record<string, unknown>;
  tell(method: string, params: object): void;
  /** Ends it: in good order, or by breaking it off. */
  end(inGoodOrder: boolean): void;
}

interface Known {
  readonly tasks: Map<string, Record<string, unknown>>;
  readonly streams: Set<TaskStream>;
  /** Those that are told of lists. */
  readonly others: Set<TaskStream>;
  readonly hidden: Set<string>;
}

const form = { mode: 'form', message: 'Who?', requestedSchema: { type: 'object', properties: {} } };
const who = (method: string, params: object) => ({
  status: 'input_required',
  inputRequests: { who: { method, params } },
});

/** What tasks ask, or say when they are over, by their tools. */
const STATES: Readonly<Record<string, object>> = {
  form: who('elicitation/create', form),
  url: who('elicitation/create', { mode: 'url', message: 'Go', url: 'https://example.com/' }),
  sample: who('sampling/createMessage', { messages: [], maxTokens: 1 }),
  mixed: {
    status: 'working',
    inputRequests: {
      who: { method: 'elicitation/create', params: form },
      roots: { method: 'roots/list', params: {} },
    },
  },
  again: { status: 'completed', result: { resultType: 'input_required', inputRequests: {} } },
  early: { status: 'working' },
  steps: { status: 'working' },
  stubborn: { status: 'working', stubborn: true },
  wrong: { status: 'completed', result: { content: [{ type: 'text', text: 'it broke' }], isError: true } },
  leaks: {
    status: 'failed',
    statusMessage: `no: ${SECRET}`,
    error: { code: -32603, message: `refused ${SECRET}` },
  },
  fleeting: { status: 'working' },
  mute: { status: 'working', mute: true },
  job: { status: 'completed', result: { content: [{ type: 'text', text: 'the job is done' }], odd: 1 } },
};

/** Tools: `plain` and `sour` never become tasks, the others do where their client knows tasks. `early` asks before it is asked for. */
export async function modernTaskServer(listens: boolean | 'silently' = true): Promise<ModernTaskServer> {
  const known: Known = { tasks: new Map(), streams: new Set(), others: new Set(), hidden: new Set() };
  const { tasks, streams, others, hidden } = known;
  const calls: string[] = [];
  const seen: ModernTaskServer['seen'] = [];
  const http = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const message = JSON.parse(body) as Message;
    if (message.method === 'subscriptions/listen')
      return listens === true ? listen(message, response, known) : unheard(response, listens);
    seen.push({ message, name: request.headers['mcp-name'] as string | undefined });
    const answer = { jsonrpc: '2.0', id: message.id, ...answerTo(message, known, calls) };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const close = () => {
    http.close();
    http.closeAllConnections();
  };
  const become: ModernTaskServer['become'] = (taskId, state, still = false) => {
    const task = Object.assign(tasks.get(taskId)!, state);
    for (const stream of still ? [] : streams)
      if (stream.taskIds.includes(taskId)) stream.tell('notifications/tasks', task);
  };
  const hide = (tool: string): void => {
    hidden.add(tool);
    for (const stream of others) stream.tell('notifications/tools/list_changed', {});
  };
  const { port } = http.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/mcp`, calls, seen, streams, become, hide, close };
}

/** It has no such streams; or it opens one and says nothing on it. */
function unheard(response: ServerResponse, listens: false | 'silently'): void {
  if (!listens) return void response.writeHead(404).end();
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n');
}

/** Tells of tasks that are known; of lists it tells nothing. A stream that asks for `mute` tasks is told of none. */
function listen(message: Message, response: ServerResponse, { tasks, streams, others }: Known): void {
  const { notifications, _meta } = message.params as unknown as {
    readonly notifications: { readonly taskIds?: readonly string[] };
    readonly _meta: Record<string, unknown>;
  };
  const { taskIds: asked = [], ...lists } = notifications;
  const kind = asked.length > 0 ? streams : others;
  const taskIds = asked.filter((id) => tasks.get(id)?.mute === undefined);
  const stamp = { 'io.modelcontextprotocol/subscriptionId': message.id };
  const write = (json: object) => response.write(`data: ${JSON.stringify({ jsonrpc: '2.0', ...json })}\n\n`);
  const stream: TaskStream = {
    taskIds,
    meta: _meta,
    tell: (method, params) =>
      write({ method, params: { ...params, _meta: { ...stamp, 'com.example/of': 1 } } }),
    end(inGoodOrder) {
      if (inGoodOrder) write({ id: message.id, result: { resultType: 'complete', _meta: stamp } });
      response[inGoodOrder ? 'end' : 'destroy']();
    },
  };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  stream.tell('notifications/subscriptions/acknowledged', { notifications: { ...lists, taskIds } });
  kind.add(stream);
  response.on('close', () => kind.delete(stream));
}

const content = (text: string) => [{ type: 'text', text }];
const complete = (more: object = {}) => ({ result: { resultType: 'complete', ...more } });
const cached = { ttlMs: 60_000, cacheScope: 'private' };

function answerTo({ method, params }: Message, { tasks, hidden }: Known, calls: string[]): object {
  const declared = (params._meta['io.modelcontextprotocol/clientCapabilities'] ?? {}) as Record<
    string,
    never
  >;
  const knows = TASKS in ((declared.extensions ?? {}) as object);
  const task = tasks.get(params.taskId as unknown as string);
  if (method === 'server/discover')
    return complete({
      supportedVersions: ['2026-07-28'],
      capabilities: {
        tools: { listChanged: true },
        extensions: { [TASKS]: {}, 'com.example/odd': { of: 'modern' } },
      },
      ...cached,
    });
  if (method === 'tools/list')
    return complete({
      tools: [...Object.keys(STATES), 'plain', 'sour']
        .filter((name) => !hidden.has(name))
        .map((name) => ({ name, inputSchema: { type: 'object' } })),
      ...cached,
    });
  if (method === 'tools/call') return called(params.name as unknown as string, knows, tasks, calls);
  if (!knows) return { error: { code: -32021, message: 'Missing required client capability' } };
  if (task === undefined) return { error: { code: -32602, message: 'Task not found' } };
  if (method === 'tasks/get') return complete(task);
  if (method === 'tasks/cancel' && task.stubborn === undefined) task.status = 'cancelled';
  if (method === 'tasks/update') {
    const { who } = params.inputResponses as unknown as { who: { content: { name: string } } };
    Object.assign(task, { status: 'completed', inputRequests: undefined });
    task.result = { content: content(`you are ${who.content.name}`) };
  }
  return complete();
}

function called(name: string, knows: boolean, tasks: Map<string, object>, calls: string[]): object {
  calls.push(name);
  if (name === 'sour') return complete({ content: content('it is sour'), isError: true });
  if (!knows || name === 'plain')
    return complete({ content: content(`${name} is done`), _meta: { 'com.example/of': 1 }, odd: 1.0 });
  const at = '2026-11-20T09:00:00Z';
  const taskId = randomUUID();
  const seed = { taskId, createdAt: at, lastUpdatedAt: at, ttlMs: 60_000, pollIntervalMs: 20 };
  tasks.set(taskId, { ...seed, ...STATES[name] });
  const asks = name === 'early' ? who('sampling/createMessage', {}) : {};
  return { result: { resultType: 'task', ...seed, status: 'working', ...asks } };
}
