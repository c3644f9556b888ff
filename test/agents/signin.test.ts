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
import { type Backend, startBackend, tool } from '../backends/index.ts';
import { NODE } from '../hosts/hosts.ts';
import { addressesOf, webServers } from '../hosts/suite/config.ts';
import { type Emitted, emit, type Serving, serve } from '../hosts/suite/emitted.ts';
import { CLIENT_SECRET, freePort, type SignIn, startProvider } from './provider.ts';

let provider: SignIn;
let backend: Backend;
let emitted: Emitted;
let gateway: Serving;

beforeAll(async () => {
  provider = await startProvider(
    { teller: { team: 'pay' }, stranger: { team: 'ops' } },
    'crm.read crm.write',
  );
  backend = await startBackend({ eras: ['modern', 'legacy'], tools: [tool('echo'), tool('pay')] });
  const port = await freePort();
  emitted = await emit(`version: 1
name: signin
issuers:
  - issuer: ${provider.issuer}
    audience: http://127.0.0.1:${port}/mcp
    agent: claims.client_id
    team: claims.team
teams: { pay: {}, ops: {} }
servers:
${webServers(['crm'])}
access:
  - { name: payers, allow: "*__pay", to: { team: pay } }
  - { name: everybody, allow: "*__echo" }
`);
  gateway = await serve(emitted, addressesOf({ crm: backend }), NODE, ['--port', String(port)]);
});
afterAll(async () => {
  await gateway?.stop();
  emitted?.remove();
  await Promise.all([provider?.close(), backend?.stop()]);
});

const credentials = (clientId: string) => ({
  clientId,
  clientSecret: CLIENT_SECRET,
  expectedIssuer: provider.issuer,
});

it('SDK v1, 2025-11-25', async () => {
  const client = new LegacyClient({ name: 'legacy-test', version: '1' });
  const authProvider = new ClientCredentialsProvider(credentials('teller'));
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
  const authProvider = new ModernCredentials(credentials('stranger'));
  await client.connect(new ModernTransport(new URL(gateway.url), { authProvider }));
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['crm__echo']);
  await expect(client.callTool({ name: 'crm__pay', arguments: {} })).rejects.toThrow();
  await client.close();
});
