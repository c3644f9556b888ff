// Streams of legacy sessions over plain HTTP: opened by GET, taken up again where they broke, ended with their session.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, META } from '../hosts/suite/clients.ts';
import { type Emitted, emit, hashOf, keyOf, type Serving, serve, until } from '../hosts/suite/emitted.ts';
import { type Reference, startReference } from '../hosts/suite/reference.ts';

let backend: Reference;
let emitted: Emitted;
let gateway: Serving;

beforeAll(async () => {
  backend = await startReference('legacy');
  emitted = await emit(`version: 1
name: streams
agents:
  ann: { keys: ["${hashOf('ann')}"] }
  bob: { keys: ["${hashOf('bob')}"] }
servers:
  one: { url: "${backend.url}" }
access:
  - { name: everything, allow: { tools: "*" } }
`);
  gateway = await serve(emitted);
  await until(async () => (await ask(gateway.url, 'ann', 'tools/list')).text.includes('one__test'));
});

afterAll(async () => {
  await gateway?.stop();
  emitted?.remove();
  backend?.stop();
});

const fields = (agent: string, session?: string) => ({
  authorization: `Bearer ${keyOf(agent)}`,
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  ...(session === undefined ? {} : { 'mcp-session-id': session }),
});

function post(agent: string, message: object, session?: string, signal?: AbortSignal): Promise<Response> {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  return fetch(gateway.url, {
    method: 'POST',
    headers: fields(agent, session),
    body,
    signal: signal ?? null,
  });
}

async function initialize(agent: string, protocolVersion = '2025-11-25'): Promise<string> {
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: 'plain', version: '1' } };
  const answer = await post(agent, { id: 1, method: 'initialize', params });
  await answer.text();
  return answer.headers.get('mcp-session-id')!;
}

function get(agent: string, session: string, more: Record<string, string> = {}): Promise<Response> {
  return fetch(gateway.url, { headers: { ...fields(agent, session), ...more } });
}

/** Reads a stream until `enough` is true of its text, or to its end. */
async function read(answer: Response, enough: (text: string) => boolean = () => false): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body!) {
    text += decoder.decode(chunk, { stream: true });
    if (enough(text)) break;
  }
  return text;
}

const idsOf = (text: string): string[] => [...text.matchAll(/^id: (\S+)$/gm)].map(([, id]) => id!);
const call = (id: number, name: string) => ({ id, method: 'tools/call', params: { name, arguments: {} } });
const calls = (name: string) => gateway.audit().filter((record) => record.tool === name).length;

it('a stream that broke is taken up where it broke; its call is executed once', async () => {
  const session = await initialize('ann');
  const leaving = new AbortController();
  const answer = await post('ann', call(7, 'one__test_tool_with_logging'), session, leaving.signal);
  const first = await read(answer, (text) => text.includes('started'));
  leaving.abort();
  const [primed, started] = idsOf(first);
  expect(first).toContain(`id: ${primed}\nretry: 1000\ndata: \n\n`);
  const rest = await read(await get('ann', session, { 'last-event-id': started! }));
  expect(rest).not.toContain('started');
  expect(rest).toContain('processing');
  expect(rest).toContain('"id":7');
  const whole = await read(await get('ann', session, { 'last-event-id': primed! }));
  expect(whole).toContain('started');
  expect(whole).toContain('"id":7');
  await gateway.audited(({ tool }) => tool === 'one__test_tool_with_logging');
  expect(calls('one__test_tool_with_logging')).toBe(1);
});

it('an event of another session, a forged one and one that is to come are unknown', async () => {
  const [ann, other, bob] = [await initialize('ann'), await initialize('ann'), await initialize('bob')];
  const text = await read(await post('ann', call(2, 'one__test_logging_tool'), ann));
  const last = idsOf(text).at(-1)!;
  const status = async (agent: string, session: string, id: string): Promise<number> => {
    const answer = await get(agent, session, { 'last-event-id': id });
    await answer.body?.cancel();
    return answer.status;
  };
  expect(await status('ann', ann, last)).toBe(200);
  expect(await status('ann', other, last)).toBe(400);
  expect(await status('bob', bob, last)).toBe(400);
  // What is unknown is the event; of a session that is unknown, a client must begin a new one.
  expect(await status('bob', ann, last)).toBe(404);
  expect(await status('ann', ann, last.replace(/_.*/, '_999'))).toBe(400);
  expect(await status('ann', ann, `${'0'.repeat(32)}_1`)).toBe(400);
  expect(await status('ann', ann, 'nonsense')).toBe(400);
});

it('a session has one stream by GET, which ends with it', async () => {
  const session = await initialize('ann');
  const first = read(await get('ann', session));
  const second = read(await get('ann', session));
  // The second takes the first one's place.
  expect(idsOf(await first)).toHaveLength(1);
  const ended = await fetch(gateway.url, { method: 'DELETE', headers: fields('ann', session) });
  expect(ended.status).toBe(204);
  expect(idsOf(await second)).toHaveLength(1);
  expect((await get('ann', session)).status).toBe(404);
});

it('older clients get no event without data', async () => {
  const session = await initialize('ann', '2025-06-18');
  const text = await read(await post('ann', call(3, 'one__test_logging_tool'), session));
  expect(text).not.toContain('data: \n');
  expect(idsOf(text).length).toBeGreaterThan(0);
});

it('a GET needs a session and takes events; there is none in the modern era', async () => {
  const session = await initialize('ann');
  const status = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(gateway.url, { headers: { authorization: `Bearer ${keyOf('ann')}`, ...headers } })).status;
  const accept = 'text/event-stream';
  expect(await status({ accept })).toBe(400);
  expect(await status({ accept, 'mcp-session-id': 'forged' })).toBe(404);
  expect(await status({ accept: 'application/json', 'mcp-session-id': session })).toBe(406);
  expect(await status({ accept, 'mcp-protocol-version': '2026-07-28' })).toBe(405);
});

it('a stream that has nothing to tell yet is known to be open, taken up again or of an older client', async () => {
  const [newer, older] = [await initialize('ann'), await initialize('ann', '2025-06-18')];
  const [first] = idsOf(await read(await get('ann', newer), (text) => text.includes('retry')));
  const opened = [await get('ann', older), await get('ann', newer, { 'last-event-id': first! })];
  expect(opened.map(({ status }) => status)).toEqual([200, 200]);
  for (const { body } of opened) await body?.cancel();
});

function listen(notifications: object): Promise<Response> {
  const method = 'subscriptions/listen';
  return fetch(gateway.url, {
    method: 'POST',
    headers: { ...fields('ann'), 'mcp-protocol-version': '2026-07-28', 'mcp-method': method },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { notifications, _meta: META } }),
  });
}

it('what no agent can be allowed to see is not acknowledged', async () => {
  const filter = {
    toolsListChanged: true,
    promptsListChanged: true,
    resourcesListChanged: true,
    resourceSubscriptions: ['a:b'],
  };
  const text = await read(await listen(filter), (told) => told.includes('acknowledged'));
  const { params } = JSON.parse(/^data: (.*)$/m.exec(text)![1]!);
  expect(params.notifications).toEqual({ toolsListChanged: true });
});

// The last: the gateway ends.
it('at SIGTERM streams end in good order, and clients know when to come back', async () => {
  const streams = [
    await get('ann', await initialize('ann')),
    await get('ann', await initialize('ann', '2025-06-18')),
    await listen({ toolsListChanged: true }),
  ];
  const ends = streams.map((stream) => read(stream));
  expect(await gateway.stop()).toBe(0);
  const [newer, older, modern] = await Promise.all(ends);
  expect(newer).toMatch(/retry: 1000\ndata: \n\n$/);
  expect(older).toBe(':\n\n');
  expect(modern).toContain('"resultType":"complete"');
});
