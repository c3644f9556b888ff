// What clients are told beside their answers, in each era on each side, with the official SDKs as clients and as servers.
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from '@modelcontextprotocol/client';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  LoggingMessageNotificationSchema,
  ResourceUpdatedNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../hosts/suite/clients.ts';
import { type Emitted, emit, hashOf, keyOf, type Serving, serve, until } from '../hosts/suite/emitted.ts';
import { type Reference, startReference } from '../hosts/suite/reference.ts';

const bearer = (agent: string) => ({ requestInit: { headers: { authorization: `Bearer ${keyOf(agent)}` } } });
/** Both servers have both: the policy says whose each is. */
const URIS = { legacy: 'test://static-text', modern: 'test://watched-resource' };

let servers: readonly Reference[] = [];
let emitted: Emitted;
let gateway: Serving;

beforeAll(async () => {
  servers = await Promise.all([startReference('legacy'), startReference('modern')]);
  const [legacy, modern] = servers.map(({ url }) => url);
  emitted = await emit(`version: 1
name: news
agents:
  ann: { keys: ["${hashOf('ann')}"] }
  bob: { keys: ["${hashOf('bob')}"] }
servers:
  legacy: { url: "${legacy}" }
  modern: { url: "${modern}" }
catalog:
  resources:
    "${URIS.legacy}": legacy
    "${URIS.modern}": modern
access:
  - { name: everything, allow: { tools: "*", prompts: "*", resources: "**" }, to: { agent: ann } }
  - { name: tests, allow: { tools: "*__test_*" }, to: { agent: bob } }
`);
  gateway = await serve(emitted);
  await until(async () => {
    const { text } = await ask(gateway.url, 'ann', 'tools/list');
    return text.includes('legacy__test_toggle_extra') && text.includes('modern__test_toggle_extra');
  });
});

afterAll(async () => {
  await gateway?.stop();
  emitted?.remove();
  for (const server of servers) server.stop();
});

/** What a client was told, in order. */
interface Told {
  readonly lists: string[];
  readonly updates: string[];
  readonly logs: unknown[];
}

interface Client {
  readonly told: Told;
  call(name: string): Promise<unknown>;
  watch(uri: string): Promise<unknown>;
  unwatch(uri: string): Promise<unknown>;
  logFrom(level: 'debug' | 'error'): Promise<unknown>;
  close(): Promise<void>;
}

async function legacyClient(agent: string): Promise<Client> {
  const told: Told = { lists: [], updates: [], logs: [] };
  const client = new LegacyClient({ name: 'legacy', version: '1' });
  client.setNotificationHandler(
    ToolListChangedNotificationSchema,
    ({ method }) => void told.lists.push(method),
  );
  client.setNotificationHandler(
    ResourceUpdatedNotificationSchema,
    ({ params }) => void told.updates.push(params.uri),
  );
  client.setNotificationHandler(
    LoggingMessageNotificationSchema,
    ({ params }) => void told.logs.push(params.data),
  );
  const transport = new LegacyTransport(new URL(gateway.url), bearer(agent));
  await client.connect(transport as Parameters<LegacyClient['connect']>[0]);
  return {
    told,
    call: (name) => client.callTool({ name, arguments: {} }),
    watch: (uri) => client.subscribeResource({ uri }),
    unwatch: (uri) => client.unsubscribeResource({ uri }),
    logFrom: (level) => client.setLoggingLevel(level),
    close: () => client.close(),
  };
}

async function modernClient(agent: string): Promise<Client> {
  const told: Told = { lists: [], updates: [], logs: [] };
  const client = new ModernClient(
    { name: 'modern', version: '1' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  client.setNotificationHandler(
    'notifications/tools/list_changed',
    ({ method }) => void told.lists.push(method),
  );
  client.setNotificationHandler(
    'notifications/resources/updated',
    ({ params }) => void told.updates.push(params.uri),
  );
  client.setNotificationHandler('notifications/message', ({ params }) => void told.logs.push(params.data));
  await client.connect(new ModernTransport(new URL(gateway.url), bearer(agent)));
  await client.listen({ toolsListChanged: true });
  let level: string | undefined;
  let watching: { close(): Promise<void> } | undefined;
  return {
    told,
    call(name) {
      const _meta = level === undefined ? {} : { 'io.modelcontextprotocol/logLevel': level };
      return client.callTool({ name, arguments: {}, _meta } as Parameters<ModernClient['callTool']>[0]);
    },
    async watch(uri) {
      watching = await client.listen({ resourceSubscriptions: [uri] });
    },
    unwatch: async () => watching?.close(),
    async logFrom(wanted) {
      level = wanted;
    },
    close: () => client.close(),
  };
}

const CLIENTS = { legacy: legacyClient, modern: modernClient };

describe.each(['legacy', 'modern'] as const)('a %s client', (era) => {
  let clients: Client[] = [];
  const connect = async (agent: string): Promise<Client> => {
    const client = await CLIENTS[era](agent);
    clients = [...clients, client];
    return client;
  };
  afterEach(async () => {
    for (const client of clients) await client.close();
    clients = [];
  });

  describe.each(['legacy', 'modern'] as const)('of a %s server', (server) => {
    it('is told of a list that it sees otherwise than before, and of no other', async () => {
      const [ann, bob] = [await connect('ann'), await connect('bob')];
      await ann.call(`${server}__test_trigger_tool_change`);
      await ann.call(`${server}__test_toggle_extra`);
      await until(() => ann.told.lists.length > 0);
      const { text } = await ask(gateway.url, 'ann', 'tools/list');
      expect(text.includes(`${server}__extra`)).toBe(true);
      await ann.call(`${server}__test_toggle_extra`);
      await until(() => ann.told.lists.length > 1);
      expect(ann.told.lists).toHaveLength(2);
      expect(bob.told.lists).toEqual([]);
    });

    it('is told log lines of its own calls, from the level that it wants', async () => {
      const [ann, bob] = [await connect('ann'), await connect('bob')];
      await ann.logFrom('debug');
      await bob.logFrom('error');
      await bob.call(`${server}__test_logging_tool`);
      await ann.call(`${server}__test_logging_tool`);
      await until(() => ann.told.logs.length > 0);
      expect(ann.told.logs).toEqual(['One line']);
      expect(bob.told.logs).toEqual([]);
    });

    it('is told of a resource that it watches, if it may read it', async () => {
      const uri = URIS[server];
      const [ann, bob] = [await connect('ann'), await connect('bob')];
      await ann.watch(uri);
      await bob.watch(uri).catch(() => {});
      // A server is told a moment after the client has its answer.
      await until(async () => {
        await ann.call(`${server}__test_update_resource`);
        return ann.told.updates.length > 0;
      });
      expect(new Set(ann.told.updates)).toEqual(new Set([uri]));
      expect(bob.told.updates).toEqual([]);
      await ann.unwatch(uri);
    });
  });
});
