// Log lines that a server of the legacy era sends beside the streams of all calls: each agent is told its own, from its own level.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from '@modelcontextprotocol/client';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../hosts/suite/clients.ts';
import { type Emitted, emit, hashOf, keyOf, type Serving, serve, until } from '../hosts/suite/emitted.ts';

const script = fileURLToPath(new URL('logging.mjs', import.meta.url));

interface Served {
  readonly child: ChildProcess;
  readonly url: string;
}

async function startServer(port = '0', ...kind: ('none' | 'same')[]): Promise<Served> {
  const child = spawn(process.execPath, [script, port, ...kind], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = await once(child.stdout!, 'data');
  return { child, url: String(url).trim() };
}

const yaml = (url: string, agents: readonly string[], more = '') => `version: 1
name: lines
${more}agents:
${agents.map((agent) => `  ${agent}: { keys: ["${hashOf(agent)}"] }\n`).join('')}  ${more === '' ? '' : 'guest: {}'}
servers:
  loud: { url: "${url}" }
access:
  - { name: everything, allow: "*", to: { agent: [${agents.join()}${more === '' ? '' : ', guest'}] } }
`;

let server: Served;
let emitted: Emitted;
let gateway: Serving;

async function start(agents: readonly string[], more = ''): Promise<void> {
  emitted = await emit(yaml(server.url, agents, more));
  gateway = await serve(emitted);
  await until(async () => (await ask(gateway.url, 'ann', 'tools/list')).text.includes('loud__logs'));
}

async function stop(): Promise<void> {
  await gateway?.stop();
  emitted?.remove();
}

interface Client {
  readonly told: unknown[];
  logFrom(level: 'debug' | 'info' | 'error'): Promise<unknown>;
  call(name: string, who?: string): Promise<string>;
  session(): string | undefined;
}

const open: { close(): Promise<void> }[] = [];
const textIn = (result: unknown): string => (result as { content: { text: string }[] }).content[0]!.text;
const init = (agent: string) =>
  agent === 'guest' ? {} : { requestInit: { headers: { authorization: `Bearer ${keyOf(agent)}` } } };

async function legacyClient(agent: string, sessionId?: string): Promise<Client> {
  const told: unknown[] = [];
  const client = new LegacyClient({ name: agent, version: '1' });
  client.setNotificationHandler(
    LoggingMessageNotificationSchema,
    ({ params }) => void told.push(params.data),
  );
  const transport = new LegacyTransport(new URL(gateway.url), {
    ...init(agent),
    ...(sessionId === undefined ? {} : { sessionId }),
  });
  await client.connect(transport as Parameters<LegacyClient['connect']>[0]);
  open.push(client);
  return {
    told,
    logFrom: (level) => client.setLoggingLevel(level),
    call: async (name, who = agent) => textIn(await client.callTool({ name, arguments: { who } })),
    session: () => transport.sessionId,
  };
}

async function modernClient(agent: string): Promise<Client> {
  const told: unknown[] = [];
  const mode = { versionNegotiation: { mode: { pin: '2026-07-28' as const } } };
  const client = new ModernClient({ name: agent, version: '1' }, mode);
  client.setNotificationHandler('notifications/message', ({ params }) => void told.push(params.data));
  await client.connect(new ModernTransport(new URL(gateway.url), init(agent)));
  open.push(client);
  let level: string | undefined;
  return {
    told,
    async logFrom(wanted) {
      level = wanted;
    },
    async call(name, who = agent) {
      const _meta = level === undefined ? {} : { 'io.modelcontextprotocol/logLevel': level };
      const params = { name, arguments: { who }, _meta } as Parameters<ModernClient['callTool']>[0];
      return textIn(await client.callTool(params));
    },
    session: () => undefined,
  };
}

const CLIENTS = { legacy: legacyClient, modern: modernClient };
const lines = (who: string, ...levels: readonly string[]) => levels.map((level) => `${level} of ${who}`);

beforeAll(async () => {
  server = await startServer();
});
afterEach(async () => {
  for (const client of open.splice(0)) await client.close();
});
afterAll(() => void server.child.kill());

describe('of several agents', () => {
  beforeAll(() => start(['ann', 'bob', 'cem'], 'anonymous: guest\n'));
  afterAll(stop);

  describe.each(['legacy', 'modern'] as const)('a %s client', (era) => {
    const connect = CLIENTS[era];

    it('is told the lines of its own calls, from the level that it wants, and its server knows that', async () => {
      const [ann, bob] = [await connect('ann'), await connect('bob')];
      await ann.logFrom('info');
      await ann.call('loud__logs');
      await bob.logFrom('error');
      await bob.call('loud__logs');
      expect(ann.told).toEqual(lines('ann', 'info', 'error'));
      expect(bob.told).toEqual(lines('bob', 'error'));
      expect([await ann.call('loud__levels'), await bob.call('loud__levels')]).toEqual(['info', 'error']);
      await ann.logFrom('debug');
      await ann.call('loud__logs');
      expect(ann.told.slice(2)).toEqual(lines('ann', 'debug', 'info', 'error'));
    });

    it('is told no line of another one whose call is under way with its own', async () => {
      const [ann, bob] = [await connect('ann'), await connect('bob')];
      await ann.logFrom('debug');
      await bob.logFrom('debug');
      await Promise.all([ann.call('loud__together'), bob.call('loud__together')]);
      await ann.call('loud__continues');
      await bob.call('loud__logs');
      expect(ann.told.filter((line) => String(line).endsWith('bob'))).toEqual([]);
      expect(bob.told.filter((line) => String(line).endsWith('ann'))).toEqual([]);
      expect(bob.told).toHaveLength(6);
      // What goes on of hers is told in another call of hers.
      await ann.call('loud__levels');
      expect(ann.told).toEqual([1, 2].flatMap(() => lines('ann', 'debug', 'info', 'error')));
    });

    it('is told none where it did not ask, though others did', async () => {
      const [ann, cem] = [await connect('ann'), await connect('cem')];
      await ann.logFrom('debug');
      await Promise.all([ann.call('loud__together'), cem.call('loud__together')]);
      expect(ann.told).toEqual(lines('ann', 'debug', 'info', 'error'));
      expect(cem.told).toEqual([]);
    });
  });

  it('a session is told what its server logs between calls, and no other one is', async () => {
    const [ann, again, bob] = await Promise.all([
      legacyClient('ann'),
      legacyClient('ann'),
      legacyClient('bob'),
    ]);
    for (const client of [ann, again, bob]) {
      await client.logFrom('info');
      await client.call('loud__levels');
    }
    await ann.call('loud__later');
    await until(() => ann.told.length === 2);
    expect(ann.told).toEqual(lines('ann', 'info', 'error'));
    expect([again.told, bob.told]).toEqual([[], []]);
  });

  it('a session goes on with its level and its lines where its client comes back', async () => {
    const before = await legacyClient('ann');
    await before.logFrom('error');
    await before.call('loud__logs');
    const after = await legacyClient('ann', before.session());
    await after.call('loud__logs');
    expect(after.told).toEqual(lines('ann', 'error'));
    expect(await after.call('loud__levels')).toBe('error');
  });

  it('a client that takes a broken stream up again is told what it missed', async () => {
    const session = await legacyClient('ann');
    await session.logFrom('debug');
    const headers = {
      authorization: `Bearer ${keyOf('ann')}`,
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'mcp-session-id': session.session()!,
      'mcp-protocol-version': '2025-11-25',
    };
    const leaving = new AbortController();
    const params = { name: 'loud__logs', arguments: { who: 'ann' } };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 'own', method: 'tools/call', params });
    const call = await fetch(gateway.url, { method: 'POST', headers, body, signal: leaving.signal });
    const { value } = await call.body!.getReader().read();
    const [, id] = /^id: (\S+)$/m.exec(new TextDecoder().decode(value))!;
    leaving.abort();
    const { 'content-type': _, ...get } = headers;
    const resumed = await fetch(gateway.url, { headers: { ...get, 'last-event-id': id! } });
    const text = await resumed.text();
    expect([...text.matchAll(/"data":"([^"]+)"/g)].map(([, line]) => line)).toEqual(
      lines('ann', 'debug', 'info', 'error'),
    );
    expect(text).toContain('"id":"own"');
  });

  it('a session of somebody whom nobody knows is told its own', async () => {
    const [one, other] = [await legacyClient('guest'), await legacyClient('guest')];
    await one.logFrom('debug');
    await other.logFrom('error');
    await Promise.all([one.call('loud__together', 'one'), other.call('loud__together', 'other')]);
    expect(one.told).toEqual(lines('one', 'debug', 'info', 'error'));
    expect(other.told).toEqual(lines('other', 'error'));
  });

  it.each(['legacy', 'modern'] as const)(
    'a %s client is told of its own calls after its server has started again',
    async (era) => {
      const ann = await CLIENTS[era]('ann');
      await ann.logFrom('error');
      await ann.call('loud__logs');
      server.child.kill();
      await once(server.child, 'exit');
      server = await startServer(new URL(server.url).port);
      // A call over the session that is gone fails; nobody knows whether it ran.
      await until(() =>
        ann.call('loud__levels').then(
          (said) => said === 'error',
          () => false,
        ),
      );
      ann.told.length = 0;
      await ann.call('loud__logs');
      expect(ann.told).toEqual(lines('ann', 'error'));
    },
  );
});

describe('of the only agent', () => {
  beforeAll(() => start(['ann']));
  afterAll(stop);

  it.each(['legacy', 'modern'] as const)('a %s client is told them', async (era) => {
    const ann = await CLIENTS[era]('ann');
    await ann.logFrom('debug');
    await Promise.all([ann.call('loud__together'), ann.call('loud__together')]);
    expect(ann.told.sort()).toEqual(
      [...lines('ann', 'debug', 'info', 'error'), ...lines('ann', 'debug', 'info', 'error')].sort(),
    );
  });

  it('a session is told what is logged between calls', async () => {
    const ann = await legacyClient('ann');
    await ann.logFrom('info');
    await ann.call('loud__later');
    await until(() => ann.told.length === 2);
    expect(ann.told).toEqual(lines('ann', 'info', 'error'));
  });
});

describe.each(['none', 'same'] as const)('of a server whose sessions are %s', (kind) => {
  let own: Served;
  beforeAll(async () => {
    own = server;
    server = await startServer('0', kind);
    await start(['ann', 'bob']);
  });
  afterAll(async () => {
    await stop();
    server.child.kill();
    server = own;
  });

  it.each(['legacy', 'modern'] as const)('a %s client is told no line of another one', async (era) => {
    const [ann, bob] = [await CLIENTS[era]('ann'), await CLIENTS[era]('bob')];
    await ann.logFrom('debug');
    for (const client of [ann, bob, ann, bob]) expect(await client.call('loud__logs')).toBe('logged');
    await Promise.all([ann.call('loud__together'), bob.call('loud__together')]);
    await bob.call('loud__continues');
    await ann.call('loud__levels');
    await bob.call('loud__levels');
    expect([...ann.told, ...bob.told]).toEqual([]);
  });
});
