// What servers ask of clients, in each era on each side, with the official SDKs as clients and as servers.
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from '@modelcontextprotocol/client';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NODE } from '../hosts/hosts.ts';
import { startFile } from '../hosts/process.ts';
import { ask } from '../hosts/suite/clients.ts';
import {
  type Emitted,
  emit,
  hashOf,
  keyOf,
  replace,
  type Serving,
  serve,
  until,
} from '../hosts/suite/emitted.ts';
import { type Reference, startReference } from '../hosts/suite/reference.ts';

const bearer = (agent: string) => ({ requestInit: { headers: { authorization: `Bearer ${keyOf(agent)}` } } });

let servers: readonly Reference[] = [];
let yaml: string;
let emitted: Emitted;
let gateway: Serving;

beforeAll(async () => {
  servers = await Promise.all([startReference('legacy'), startReference('modern')]);
  const [legacy, modern] = servers.map(({ url }) => url);
  yaml = `version: 1
name: asks
agents:
  ann: { keys: ["${hashOf('ann')}"] }
  bob: { keys: ["${hashOf('bob')}"] }
servers:
  legacy: { url: "${legacy}", ask: [sampling, elicitation, roots] }
  modern: { url: "${modern}", ask: [sampling, elicitation, roots] }
  shy: { url: "${modern}", ask: [roots] }
  mute: { url: "${legacy}" }
access:
  - { name: everything, allow: { tools: "*", prompts: "*" } }
`;
  emitted = await emit(yaml, {}, ['watch-bundle', 'workers']);
  gateway = await serve(emitted, {}, NODE, ['--watch-bundle']);
  await until(async () => (await ask(gateway.url, 'ann', 'tools/list')).text.includes('shy__test_sampling'));
}, 120_000);

afterAll(async () => {
  await gateway?.stop();
  emitted?.remove();
  for (const server of servers) server.stop();
});

type Answer = { content: { text?: string }[]; isError?: boolean };
type Caller = (name: string, args?: Record<string, unknown>) => Promise<Answer>;

const capabilities = { sampling: {}, elicitation: { form: {} }, roots: {} };
const MESSAGE = { role: 'assistant', model: 'm', content: { type: 'text', text: 'Paris' } } as const;
const FORM = { action: 'accept', content: { name: 'Ada', username: 'ada', email: 'a@b.c' } } as const;
const ROOTS = { roots: [{ uri: 'file:///home/ada', name: 'home' }] };

async function legacyClient(agent = 'ann'): Promise<LegacyClient> {
  const client = new LegacyClient({ name: 'legacy', version: '1' }, { capabilities });
  client.setRequestHandler(CreateMessageRequestSchema, () => MESSAGE);
  client.setRequestHandler(ElicitRequestSchema, () => FORM);
  client.setRequestHandler(ListRootsRequestSchema, () => ROOTS);
  const transport = new LegacyTransport(new URL(gateway.url), bearer(agent));
  await client.connect(transport as Parameters<LegacyClient['connect']>[0]);
  return client;
}

async function modernClient(agent = 'ann'): Promise<ModernClient> {
  const client = new ModernClient(
    { name: 'modern', version: '1' },
    { capabilities, versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  client.setRequestHandler('sampling/createMessage', () => MESSAGE);
  client.setRequestHandler('elicitation/create', () => FORM);
  client.setRequestHandler('roots/list', () => ROOTS);
  await client.connect(new ModernTransport(new URL(gateway.url), bearer(agent)));
  return client;
}

const CLIENTS = { legacy: legacyClient, modern: modernClient };

describe.each(['legacy', 'modern'] as const)('a %s client', (era) => {
  let client: { close(): Promise<void> };
  let call: Caller;

  beforeAll(async () => {
    const made = await CLIENTS[era]();
    client = made;
    call = (name, args = {}) => made.callTool({ name, arguments: args }) as Promise<Answer>;
  });
  afterAll(() => client?.close());

  describe.each(['legacy', 'modern'])('of a %s server', (server) => {
    it('is asked for a message of its model', async () => {
      const { content } = await call(`${server}__test_sampling`, { prompt: 'Capital?' });
      expect(content[0]?.text).toContain('Paris');
    });

    it('is asked for a form', async () => {
      const { content } = await call(`${server}__test_elicitation`, { message: 'Who?' });
      expect(content[0]?.text).toContain('ada');
    });

    it('is asked for roots', async () => {
      const { content } = await call(`${server}__test_input_required_result_list_roots`);
      expect(content[0]?.text).toContain('file:///home/ada');
    });

    it('is asked three things at once, and twice in a row', async () => {
      const many = await call(`${server}__test_input_required_result_multiple_inputs`);
      expect(many.content[0]?.text).toContain('greeting');
      const rounds = await call(`${server}__test_input_required_result_multi_round`);
      expect(rounds.content[0]?.text).toBe('Both steps are done');
    });
  });

  it('is not asked for what the policy does not let a server ask', async () => {
    const refused = async (name: string, args?: Record<string, unknown>) =>
      (
        await call(name, args).catch((error: Error) => ({
          isError: true,
          content: [{ text: error.message }],
        }))
      ).isError;
    expect(await refused('shy__test_sampling', { prompt: 'x' })).toBe(true);
    expect(await refused('mute__test_elicitation', { message: 'x' })).toBe(true);
    expect((await call('shy__test_input_required_result_list_roots')).content[0]?.text).toContain('home');
  });
});

describe('the state that a modern client carries', () => {
  async function post(agent: string, name: string, params: object) {
    const { text } = await ask(gateway.url, agent, 'tools/call', { name, ...params }, capabilities);
    return JSON.parse(text.replace(/^[\s\S]*data: /, '').trim()) as {
      result?: { resultType: string; requestState: string; content: { text: string }[] };
      error?: { code: number; message: string };
    };
  }

  it.each(['legacy', 'modern'])('is for one agent, one call and one server (%s)', async (server) => {
    const name = `${server}__test_input_required_result_request_state`;
    const first = (await post('ann', name, { arguments: {} })).result!;
    expect(first.resultType).toBe('input_required');
    const key = Object.keys((first as unknown as { inputRequests: object }).inputRequests)[0]!;
    const inputResponses = { [key]: { action: 'accept', content: { ok: true } } };
    const again = { arguments: {}, inputResponses, requestState: first.requestState };
    const invalid = { code: -32602 };
    expect((await post('bob', name, again)).error).toMatchObject(invalid);
    expect((await post('ann', name, { ...again, arguments: { other: 1 } })).error).toMatchObject(invalid);
    expect((await post('ann', `${server}__test_sampling`, { ...again, arguments: {} })).error).toMatchObject(
      invalid,
    );
    const forged = `${first.requestState.slice(0, -2)}${first.requestState.endsWith('AA') ? 'BB' : 'AA'}`;
    expect((await post('ann', name, { ...again, requestState: forged })).error).toMatchObject(invalid);
    expect((await post('ann', name, again)).result?.content[0]?.text).toContain('state-ok');
  });

  it('leads to a call that waits here, also when another bundle takes over', async () => {
    const name = 'legacy__test_input_required_result_elicitation';
    const first = (await post('ann', name, { arguments: {} })).result!;
    const [key] = Object.keys((first as unknown as { inputRequests: object }).inputRequests);
    const policy = await replace(emitted, yaml.replace('name: asks', 'name: asks-again'));
    await gateway.run.stderrHas(policy.slice(0, 12));
    const inputResponses = { [key!]: { action: 'accept', content: { name: 'Eve' } } };
    const again = { arguments: {}, requestState: first.requestState, inputResponses };
    expect((await post('ann', name, again)).result?.content[0]?.text).toBe('Hello, Eve!');
  });

  it('leads to a call that waits here, which is finished once', async () => {
    const name = 'legacy__test_input_required_result_elicitation';
    const first = (await post('ann', name, { arguments: {} })).result!;
    const key = Object.keys((first as unknown as { inputRequests: object }).inputRequests)[0]!;
    const go = { arguments: {}, requestState: first.requestState };
    // Something is missing: it is asked again, and nothing is executed twice.
    expect((await post('ann', name, go)).result?.resultType).toBe('input_required');
    const inputResponses = { [key]: { action: 'accept', content: { name: 'Ada' } } };
    expect((await post('ann', name, { ...go, inputResponses })).result?.content[0]?.text).toBe('Hello, Ada!');
    expect((await post('ann', name, { ...go, inputResponses })).error).toMatchObject({ code: -32602 });
  });
});

it('several workers are refused: a client may come back to another one', async () => {
  const run = startFile(emitted.file, ['--port', '0', '--workers', '2'], {});
  expect(await run.ended).toBe(2);
  expect(run.out.stderr).toMatch(/Server legacy may ask clients .* leave --workers out/);
});
