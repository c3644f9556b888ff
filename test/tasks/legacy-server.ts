// A server of 2025-11-25 that keeps tasks, by the official SDK.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  InMemoryTaskMessageQueue,
  InMemoryTaskStore,
} from '@modelcontextprotocol/sdk/experimental/tasks/stores/in-memory.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { ElicitResultSchema } from '@modelcontextprotocol/sdk/types.js';

export interface TaskServer {
  readonly url: string;
  /** Calls of tools that were executed. */
  readonly calls: string[];
  close(): void;
}

export interface LegacyTaskServer extends TaskServer {
  /** Ends every task of `waits`; tells of that only where it is asked to. */
  release(told: boolean): Promise<void>;
}

const text = (said: string) => ({ content: [{ type: 'text' as const, text: said }] });

/** Tools: `slow` and `who` may, `must` and `fails` have to be tasks, `plain` cannot be one. */
export async function legacyTaskServer(): Promise<LegacyTaskServer> {
  const store = new InMemoryTaskStore();
  const waiting: Waiting = [];
  const calls: string[] = [];
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const http = createServer(async (request, response) => {
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? sessions.get(id) : undefined;
    if (known !== undefined) return known.handleRequest(request, response, await bodyOf(request));
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (made) => void sessions.set(made, transport),
    });
    const server = makeServer(store, calls, waiting);
    await server.connect(transport as Parameters<McpServer['connect']>[0]);
    await transport.handleRequest(request, response, await bodyOf(request));
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const close = () => {
    store.cleanup();
    http.close();
    http.closeAllConnections();
  };
  const release = async (told: boolean) => {
    await Promise.all(waiting.splice(0).map((end) => end(told)));
  };
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`, calls, release, close };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  if (request.method !== 'POST') return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
}

type Waiting = ((told: boolean) => Promise<void>)[];

function makeServer(taskStore: InMemoryTaskStore, calls: string[], waiting: Waiting): McpServer {
  const server = new McpServer(
    { name: 'legacy-tasks', version: '1' },
    {
      capabilities: { tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } } },
      taskStore,
      taskMessageQueue: new InMemoryTaskMessageQueue(),
    },
  );
  const register = (
    name: string,
    taskSupport: 'optional' | 'required',
    work: (taskId: string) => Promise<void>,
  ): void => {
    server.experimental.tasks.registerToolTask(
      name,
      { execution: { taskSupport } },
      {
        async createTask(extra) {
          calls.push(name);
          const task = await extra.taskStore.createTask({
            ttl: extra.taskRequestedTtl ?? 60_000,
            pollInterval: 20,
          });
          void work(task.taskId).catch(() => {});
          return { task };
        },
        getTask: (extra) => extra.taskStore.getTask(extra.taskId),
        getTaskResult: (extra) => extra.taskStore.getTaskResult(extra.taskId) as never,
      },
    );
  };
  const finish = async (id: string, said: string, told: boolean) => {
    await taskStore.storeTaskResult(id, 'completed', text(said));
    const params = await taskStore.getTask(id);
    if (told)
      await server.server.notification({ method: 'notifications/tasks/status', params: { ...params! } });
  };
  register('slow', 'optional', (id) => finish(id, 'slowly done', true));
  register('waits', 'required', async (id) => {
    waiting.push((told) => finish(id, 'done in the end', told));
  });
  register('must', 'required', (id) => taskStore.storeTaskResult(id, 'completed', text('duly done')));
  register('fails', 'required', (id) =>
    taskStore.storeTaskResult(id, 'failed', { ...text('it broke'), isError: true }),
  );
  register('endless', 'required', async () => {});
  const asking = async (taskId: string) => {
    const params = {
      mode: 'form',
      message: 'Who?',
      requestedSchema: { type: 'object', properties: {} },
    } as const;
    await taskStore.updateTaskStatus(taskId, 'input_required');
    const said = await server.server.request({ method: 'elicitation/create', params }, ElicitResultSchema, {
      relatedTask: { taskId },
    });
    await taskStore.storeTaskResult(taskId, 'completed', text(`you are ${said.content?.name}`));
  };
  register('who', 'optional', asking);
  register('asks', 'required', asking);
  server.registerTool('plain', {}, () => {
    calls.push('plain');
    return text('plainly done');
  });
  return server;
}
