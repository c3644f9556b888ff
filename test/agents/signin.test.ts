// The official clients of both SDK generations sign in by themselves: from the gateway's 401 they find its issuer, get a token for
// it there, and call. The issuer is a certified provider from npm, the gateway an emitted file.
import {
  Client as ModernClient,
  ClientCredentialsProvider as ModernCredentials,
  StreamableHTTPClientTransport as ModernTransport,
} from '@modelcontextprotocol/client';
import { ClientCredentialsProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tool } from '../backends/index.ts';
import type { Serving } from '../hosts/suite/emitted.ts';
import { type Estate, startEstate } from './estate.ts';

let estate: Estate;
let gateway: Serving;
beforeAll(async () => {
  const clients = { teller: { team: 'pay' }, stranger: { team: 'ops' } };
  const policy = `teams: { pay: {}, ops: {} }
access:
  - { name: payers, allow: "*__pay", to: { team: pay } }
  - { name: everybody, allow: "*__echo" }
`;
  const tools = [tool('echo'), tool('pay')];
  estate = await startEstate(clients, { tools, policy, issuer: ', team: claims.team' });
  ({ gateway } = estate);
});
afterAll(() => estate?.end());

it('SDK v1, 2025-11-25', async () => {
  const client = new LegacyClient({ name: 'legacy-test', version: '1' });
  const authProvider = new ClientCredentialsProvider(estate.credentials('teller'));
  await client.connect(
    new LegacyTransport(new URL(gateway.url), { authProvider }) as Parameters<LegacyClient['connect']>[0],
  );
  expect((await client.listTools()).tools.map(({ name }) => name).sort()).toEqual(['crm__echo', 'crm__pay']);
  await client.callTool({ name: 'crm__pay', arguments: {} });
  await gateway.audited(({ agent, tool: called }) => agent === 'teller' && called === 'crm__pay');
  await client.close();
});

it('SDK v2, 2026-07-28', async () => {
  const client = new ModernClient(
    { name: 'modern-test', version: '1' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  const authProvider = new ModernCredentials(estate.credentials('stranger'));
  await client.connect(new ModernTransport(new URL(gateway.url), { authProvider }));
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['crm__echo']);
  await expect(client.callTool({ name: 'crm__pay', arguments: {} })).rejects.toThrow();
  await client.close();
});
