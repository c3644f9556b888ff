// URLs that a person has to visit: what a legacy server says by an error, a modern one by asking for input.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Backend, startBackend, type ToolScript, tool } from '../backends/index.ts';
import { ask } from '../hosts/suite/clients.ts';
import { stdioCommand } from '../hosts/suite/config.ts';
import { type Emitted, emit, hashOf, keyOf, type Serving, serve, until } from '../hosts/suite/emitted.ts';

const URL_ASKED = { mode: 'url', message: 'Sign in', url: 'https://files.example/connect?n=9' };
const elicitation = { ...URL_ASKED, elicitationId: 'e-1' };
const complete =
  '{"jsonrpc":"2.0","method":"notifications/elicitation/complete","params":{"elicitationId":"e-1"}}';
const done = tool('connect', {
  result: '{"content":[{"type":"text","text":"connected"}]}',
  before: [complete],
});
const legacyTools: readonly ToolScript[] = [
  tool('connect', {
    error: JSON.stringify({ code: -32042, message: 'Sign in first.', data: { elicitations: [elicitation] } }),
    becomes: [done],
  }),
];
const inputRequests = { signIn: { method: 'elicitation/create', params: URL_ASKED } };
const modernTools: readonly ToolScript[] = [
  tool('connect', {
    result: JSON.stringify({ resultType: 'input_required', inputRequests, requestState: 's' }),
    becomes: [done],
  }),
];

let legacy: Backend;
let modern: Backend;
let emitted: Emitted;
let gateway: Serving;

beforeAll(async () => {
  legacy = await startBackend({ eras: ['legacy'], answers: 'sse', listChanged: true, tools: legacyTools });
  modern = await startBackend({ eras: ['modern'], tools: modernTools });
  const error = legacyTools[0]!.error!;
  const piped = stdioCommand({
    eras: ['legacy'],
    tools: [tool('connect', { error }), { ...done, definition: tool('done').definition }],
  });
  emitted = await emit(`version: 1
name: urls
agents: { ann: { keys: ["${hashOf('ann')}"] } }
servers:
  legacy: { url: "${legacy.url}", ask: [elicitation] }
  modern: { url: "${modern.url}", ask: [elicitation] }
  mute: { url: "${legacy.url}" }
  dumb: { url: "${modern.url}" }
  piped: { command: ${piped}, ask: [elicitation] }
  mutely: { command: ${piped} }
access: [{ name: everything, allow: "*" }]
`);
  gateway = await serve(emitted);
  await until(async () => (await call('mute__nothing', {})).error?.message.includes('Unknown tool'));
});

beforeEach(() => {
  legacy.setTools(legacyTools);
  modern.setTools(modernTools);
});

afterAll(async () => {
  await gateway?.stop();
  emitted?.remove();
  await Promise.all([legacy?.stop(), modern?.stop()]);
});

interface Answer {
  readonly status: number;
  readonly error?: { code: number; message: string; data: object };
  readonly result?: {
    resultType: string;
    inputRequests: object;
    requestState: string;
    content: { text: string }[];
  };
}

async function call(name: string, capabilities: object, more: object = {}): Promise<Answer> {
  const params = { name, arguments: {}, ...more };
  const { status, text } = await ask(gateway.url, 'ann', 'tools/call', params, capabilities);
  // A notification makes a stream of the answer.
  return { status, ...(JSON.parse(text.replace(/^.*data: /s, '')) as Omit<Answer, 'status'>) };
}

const VISITS = { elicitation: { url: {} } };

it('a legacy server’s error asks a modern client, which calls again once it has been there', async () => {
  const first = (await call('legacy__connect', VISITS)).result!;
  expect(first.resultType).toBe('input_required');
  expect(Object.values(first.inputRequests)).toEqual([{ method: 'elicitation/create', params: elicitation }]);
  const inputResponses = { [Object.keys(first.inputRequests)[0]!]: { action: 'accept' } };
  const again = await call('legacy__connect', VISITS, { inputResponses, requestState: first.requestState });
  expect(again.result?.content[0]?.text).toBe('connected');
});

it('a modern client that visits no URLs is told what it lacks', async () => {
  const { status, error } = await call('legacy__connect', { elicitation: { form: {} } });
  expect([status, error]).toMatchObject([400, { code: -32021, data: { requiredCapabilities: VISITS } }]);
});

it.each(['mute', 'dumb'])('a server that may not ask sends nobody anywhere (%s)', async (server) => {
  modern.setTools(legacyTools);
  const { status, error } = await call(`${server}__connect`, VISITS);
  expect([status, JSON.stringify(error).includes('files.example')]).toEqual([502, false]);
  for (const one of [legacy, modern]) one.setTools(legacyTools);
  const client = await legacyClient({ elicitation: { form: {}, url: {} } });
  await expect(client.callTool({ name: `${server}__connect` })).rejects.toThrow(/502/);
  await client.close();
});

it('a modern server’s error of the legacy era is none of the modern one: its client is asked', async () => {
  modern.setTools(legacyTools);
  const { result } = await call('modern__connect', VISITS);
  expect(result?.resultType).toBe('input_required');
});

async function legacyClient(capabilities: object, asked: unknown[] = []): Promise<Client> {
  const client = new Client({ name: 'legacy', version: '1' }, { capabilities });
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    asked.push(params);
    return { action: 'accept' };
  });
  const options = { requestInit: { headers: { authorization: `Bearer ${keyOf('ann')}` } } };
  const transport = new StreamableHTTPClientTransport(new URL(gateway.url), options);
  await client.connect(transport as Parameters<Client['connect']>[0]);
  return client;
}

it('a legacy client gets the error of a legacy server as it is', async () => {
  const client = await legacyClient({ elicitation: { url: {} } });
  await expect(client.callTool({ name: 'legacy__connect' })).rejects.toMatchObject({
    code: -32042,
    data: { elicitations: [elicitation] },
  });
  await client.close();
});

it('a legacy client is told that a person has been there, by a server that may send them', async () => {
  const client = await legacyClient({ elicitation: { url: {} } });
  const told: unknown[] = [];
  client.fallbackNotificationHandler = async (notification) => void told.push(notification.params);
  for (const name of ['mute__connect', 'legacy__connect']) {
    // Nobody remembers that it was asked: it comes on the stream of the call.
    legacy.setTools([{ ...done, before: [complete.replace('e-1', 'e-2')] }]);
    await client.callTool({ name });
    expect(told).toEqual(name === 'mute__connect' ? [] : [{ elicitationId: 'e-2' }]);
  }
  await client.close();
});

it('a legacy client is told after its call, on the stream of its session, and nobody else', async () => {
  const [asked, other] = await Promise.all([1, 2].map(() => legacyClient({ elicitation: { url: {} } })));
  const told: [string, unknown][] = [];
  asked!.fallbackNotificationHandler = async ({ params }) => void told.push(['asked', params]);
  other!.fallbackNotificationHandler = async ({ params }) => void told.push(['other', params]);
  await expect(asked!.callTool({ name: 'legacy__connect' })).rejects.toMatchObject({ code: -32042 });
  await until(() => legacy.streams() > 0);
  legacy.emit(complete.replace('e-1', 'e-unknown'));
  await until(() => {
    legacy.emit(complete);
    return told.length > 0;
  });
  expect(told.every(([who]) => who === 'asked')).toBe(true);
  expect(told[0]![1]).toEqual({ elicitationId: 'e-1' });
  await Promise.all([asked!.close(), other!.close()]);
});

it('all of it holds over the pipes of a child', async () => {
  const first = (await call('piped__connect', VISITS)).result!;
  expect(first.resultType).toBe('input_required');
  expect(Object.values(first.inputRequests)).toEqual([{ method: 'elicitation/create', params: elicitation }]);
  expect((await call('piped__connect', { elicitation: {} })).error).toMatchObject({ code: -32021 });
  expect((await call('mutely__connect', VISITS)).status).toBe(502);
  const client = await legacyClient({ elicitation: { url: {} } });
  const told: unknown[] = [];
  client.fallbackNotificationHandler = async ({ params }) => void told.push(params);
  await expect(client.callTool({ name: 'piped__connect' })).rejects.toMatchObject({
    code: -32042,
    data: { elicitations: [elicitation] },
  });
  await client.callTool({ name: 'piped__done' });
  await until(() => told.length > 0);
  expect(told).toEqual([{ elicitationId: 'e-1' }]);
  await client.close();
});

it('a legacy client is asked by a modern server under an id, and only if it visits URLs', async () => {
  const asked: unknown[] = [];
  const client = await legacyClient({ elicitation: { url: {} } }, asked);
  const { content } = (await client.callTool({ name: 'modern__connect' })) as { content: { text: string }[] };
  expect(content[0]?.text).toBe('connected');
  expect(asked).toMatchObject([{ ...URL_ASKED, elicitationId: expect.stringMatching(/./) }]);
  await client.close();
  modern.setTools(modernTools);
  const forms = await legacyClient({ elicitation: {} });
  await expect(forms.callTool({ name: 'modern__connect' })).rejects.toThrow(/502/);
  await forms.close();
});
