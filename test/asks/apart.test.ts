// Servers that do not say for whom they ask: each agent is asked what its own call caused, however many call at once.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from '@modelcontextprotocol/client';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema, LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../hosts/suite/clients.ts';
import { type Emitted, emit, hashOf, keyOf, type Serving, serve, until } from '../hosts/suite/emitted.ts';

const script = fileURLToPath(new URL('forgetful.mjs', import.meta.url));
const AGENTS = ['ann', 'bob', 'cem'] as const;
const capabilities = { elicitation: { form: {} } };

let child: ReturnType<typeof spawn>;
let emitted: Emitted;
let gateway: Serving;

beforeAll(async () => {
  child = spawn(process.execPath, [script, 'http'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = await once(child.stdout!, 'data');
  emitted = await emit(`version: 1
name: apart
anonymous: guest
agents:
${AGENTS.map((agent) => `  ${agent}: { keys: ["${hashOf(agent)}"] }\n`).join('')}  guest: {}
servers:
  piped: { command: ${JSON.stringify([process.execPath, script])}, ask: [elicitation] }
  web: { url: "${String(url).trim()}", ask: [elicitation] }
access:
  - { name: everything, allow: "*", to: { agent: [${AGENTS.join()}, guest] } }
`);
  gateway = await serve(emitted);
  await until(async () => {
    const { text } = await ask(gateway.url, 'ann', 'tools/list');
    return text.includes('piped__who') && text.includes('web__who');
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  emitted?.remove();
  child?.kill();
});

type Call = (name: string) => Promise<string>;
const textIn = (result: unknown): string => (result as { content: { text: string }[] }).content[0]!.text;

/** A client whose person takes a moment, and says who they are. */
const CLIENTS: Readonly<Record<'legacy' | 'modern', (agent: string, name?: string) => Promise<Call>>> = {
  async legacy(agent, name = agent) {
    const client = new LegacyClient({ name: agent, version: '1' }, { capabilities });
    client.setRequestHandler(ElicitRequestSchema, () => said(name));
    await client.connect(new LegacyTransport(new URL(gateway.url), init(agent)) as never);
    return async (name) => textIn(await client.callTool({ name, arguments: {} }));
  },
  async modern(agent, name = agent) {
    const mode = { versionNegotiation: { mode: { pin: '2026-07-28' as const } } };
    const client = new ModernClient({ name: agent, version: '1' }, { capabilities, ...mode });
    client.setRequestHandler('elicitation/create', () => said(name));
    await client.connect(new ModernTransport(new URL(gateway.url), init(agent)));
    return async (name) => textIn(await client.callTool({ name, arguments: {} }));
  },
};

const init = (agent: string) =>
  agent === 'guest' ? {} : { requestInit: { headers: { authorization: `Bearer ${keyOf(agent)}` } } };

async function said(name: string) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  return { action: 'accept' as const, content: { name } };
}

describe.each(['legacy', 'modern'] as const)('a %s client', (era) => {
  it.each(['piped', 'web'])(
    'of a server that is %s is asked for what its own call caused',
    async (server) => {
      const calls = await Promise.all(AGENTS.map((agent) => CLIENTS[era](agent)));
      const answers = await Promise.all(calls.map((call) => call(`${server}__who`)));
      expect(answers.map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual(
        AGENTS.map((agent) => `accept ${agent}`),
      );
      // Others may call meanwhile; and one agent may call twice.
      const [ann, bob] = calls as [Call, Call];
      const [who, plain, again] = await Promise.all([
        ann(`${server}__who`),
        bob(`${server}__plain`),
        ann(`${server}__plain`),
      ]);
      expect([who.startsWith('accept ann'), plain, again]).toEqual([true, 'plain', 'plain']);
    },
  );

  it.each(['piped', 'web'])(
    'of a server that is %s is asked for its own call, though nobody knows any of them',
    async (server) => {
      // Over HTTP it is not known that a server asks beside its calls, before it has.
      expect(await (await CLIENTS[era]('guest'))(`${server}__who`)).toContain('accept guest');
      const names = ['one', 'two', 'three'];
      const calls = await Promise.all(names.map((name) => CLIENTS[era]('guest', name)));
      const answers = await Promise.all(calls.map((call) => call(`${server}__who`)));
      expect(answers.map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual(
        names.map((name) => `accept ${name}`),
      );
    },
  );
});

it.each(['piped', 'web'])(
  'a question of a server that is %s is talked about while it is open',
  async (server) => {
    for (const agent of ['ann', 'guest'])
      for (const tool of ['beside', 'streams']) {
        const client = new LegacyClient({ name: agent, version: '1' }, { capabilities });
        let why: unknown;
        client.setRequestHandler(
          ElicitRequestSchema,
          async (_request, { signal, _meta, sendNotification }) => {
            const progressToken = _meta!.progressToken!;
            for (const progress of [1, 2])
              await sendNotification({
                method: 'notifications/progress',
                params: { progressToken, progress, message: agent },
              });
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
            why = signal.reason;
            return { action: 'cancel' as const };
          },
        );
        await client.connect(new LegacyTransport(new URL(gateway.url), init(agent)) as never);
        const said = textIn(await client.callTool({ name: `${server}__${tool}`, arguments: {} }));
        expect(JSON.parse(said).slice(0, 4)).toEqual([1, agent, 2, agent]);
        await until(() => why !== undefined);
        // Beside the call it may come after the call's own end, by which its questions end, too.
        if (server === 'piped' || tool === 'streams') expect(why).toBe('too late');
        await client.close();
      }
  },
);

it.each(['piped', 'web'])(
  'a log line of a server that is %s reaches whose only call is under way',
  async (server) => {
    const client = new LegacyClient({ name: 'ann', version: '1' }, { capabilities });
    const told: unknown[] = [];
    client.setNotificationHandler(
      LoggingMessageNotificationSchema,
      ({ params }) => void told.push(params.data),
    );
    await client.connect(new LegacyTransport(new URL(gateway.url), init('ann')) as never);

    await client.setLoggingLevel('debug');
    // Its stream may open with the first call.
    await until(async () => {
      await client.callTool({ name: `${server}__logs`, arguments: {} });
      return told.includes('told');
    });
  },
);

it.each(['piped', 'web'])(
  'log lines of two calls of an agent, at a server that is %s, are all told to it',
  async (server) => {
    const client = new LegacyClient({ name: 'bob', version: '1' }, { capabilities });
    const told: unknown[] = [];
    client.setNotificationHandler(
      LoggingMessageNotificationSchema,
      ({ params }) => void told.push(params.data),
    );
    await client.connect(new LegacyTransport(new URL(gateway.url), init('bob')) as never);
    await client.setLoggingLevel('debug');
    const call = () => client.callTool({ name: `${server}__logs`, arguments: {} });
    // Its stream may open with the first call.
    await call();
    told.length = 0;
    await Promise.all([call(), call()]);
    expect(told).toEqual(['told', 'told']);
  },
);
