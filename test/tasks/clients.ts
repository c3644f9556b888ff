// Clients of gateways that carry tasks: of the legacy era by the official SDK, of the modern era by hand, where it has none.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CreateTaskResultSchema, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { sendModern } from '../hosts/suite/clients.ts';
import { keyOf, until } from '../hosts/suite/emitted.ts';

export const TASKS = 'io.modelcontextprotocol/tasks';

// biome-ignore lint/suspicious/noExplicitAny: whatever the gateway answers
export type Any = any;

/** What a request says beside its params: the capabilities of its client. */
export interface Said {
  readonly extensions?: object;
  readonly capabilities?: object;
}

/** A modern client's request. */
export function send(
  url: string,
  agent: string,
  method: string,
  params: Any,
  { extensions = { [TASKS]: {} }, capabilities = { elicitation: {} } }: Said = {},
): Promise<Response> {
  const name = params.name ?? params.taskId;
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': { ...capabilities, extensions },
    ...params._meta,
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } });
  return sendModern(url, agent, { method, name }, body);
}

/** The same, and its answer. */
export async function post(...request: Parameters<typeof send>): Promise<Any> {
  const answer = await send(...request);
  return { status: answer.status, ...JSON.parse((await answer.text()).replace(/^[\s\S]*data: /, '')) };
}

/** A stream of a modern client that listens. */
export interface Listening {
  /** What came, parsed, in order: the acknowledgement is the first. */
  readonly told: Any[];
  /** Waits for the notification, or the answer, that is wanted. */
  heard(wanted: (message: Any) => boolean): Promise<Any>;
  leave(): Promise<void>;
}

/** Listens until it leaves; resolves when it is acknowledged. */
export async function listen(
  url: string,
  agent: string,
  notifications: object,
  said?: Said,
): Promise<Listening> {
  const { body } = await send(url, agent, 'subscriptions/listen', { notifications }, said);
  const reader = body!.getReader();
  const told: Any[] = [];
  const read = async (): Promise<void> => {
    let text = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += Buffer.from(part.value).toString();
      const events = text.split('\n\n');
      text = events.pop()!;
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data !== undefined) told.push(JSON.parse(data));
      }
    }
  };
  const reading = read().catch(() => {});
  const heard: Listening['heard'] = (wanted) => until(() => told.find(wanted));
  await heard(() => true);
  const leave = async (): Promise<void> => {
    await reader.cancel();
    await reading;
  };
  return { told, heard, leave };
}

/** A legacy client: who it is asked by is noted in `asked`. */
export async function connect(url: string, agent: string, asked: Any[] = []): Promise<Client> {
  const client = new Client(
    { name: 'legacy', version: '1' },
    { capabilities: { elicitation: { form: {} } } },
  );
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    asked.push(params);
    return { action: 'accept', content: { name: 'Ada' } };
  });
  const requestInit = { headers: { authorization: `Bearer ${keyOf(agent)}` } };
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit });
  await client.connect(transport as Parameters<Client['connect']>[0]);
  return client;
}

/** A call of a legacy client that is to be a task. */
export const begin = (client: Client, name: string, task: object = { ttl: 60_000 }) =>
  client.request({ method: 'tools/call', params: { name, arguments: {}, task } }, CreateTaskResultSchema);
