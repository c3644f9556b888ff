// The official client gets the scope that a call lacks by itself, from the gateway's 403 alone. The issuer is a certified provider
// from npm, the gateway an emitted file. SDK v1 sees the 403 as what it is, and asks for the same token again (its `fetchToken`).
import {
  Client,
  ClientCredentialsProvider,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLIENT_SECRET, freePort, type SignIn, startProvider } from '../agents/provider.ts';
import { type Backend, startBackend, tool } from '../backends/index.ts';
import { NODE } from '../hosts/hosts.ts';
import { addressesOf, webServers } from '../hosts/suite/config.ts';
import { type Emitted, emit, type Serving, serve } from '../hosts/suite/emitted.ts';

let provider: SignIn;
let backend: Backend;
let emitted: Emitted;
let gateway: Serving;

beforeAll(async () => {
  provider = await startProvider({ ann: {} }, 'crm.read crm.write');
  backend = await startBackend({ eras: ['modern'], tools: [tool('read'), tool('write')] });
  const port = await freePort();
  // What `to` asks for is in the metadata, and clients ask for it at once; what a condition asks for is only in the answer to a call.
  emitted = await emit(`version: 1
name: stepup
issuers: [{ issuer: ${provider.issuer}, audience: "http://127.0.0.1:${port}/mcp", agent: claims.client_id }]
servers:
${webServers(['crm'])}
access:
  - { name: reads, allow: crm__read, to: { scope: crm.read } }
  - { name: writes, allow: crm__write, when: '"crm.write" in agent.scopes' }
`);
  gateway = await serve(emitted, addressesOf({ crm: backend }), NODE, ['--port', String(port)]);
});
afterAll(async () => {
  await gateway?.stop();
  emitted?.remove();
  await Promise.all([provider?.close(), backend?.stop()]);
});

/** What became of the calls of a tool, in order. */
const decided = (name: string): readonly string[] =>
  gateway
    .audit()
    .filter((record) => record.tool === name)
    .map(({ decision, scopes }) => [decision, ...(scopes ?? [])].join(' '));

it('SDK v2, 2026-07-28', async () => {
  const client = new Client(
    { name: 'test', version: '1' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  const authProvider = new ClientCredentialsProvider({
    ...{ clientId: 'ann', clientSecret: CLIENT_SECRET, expectedIssuer: provider.issuer },
  });
  await client.connect(new StreamableHTTPClientTransport(new URL(gateway.url), { authProvider }));
  expect((await client.listTools()).tools.map(({ name }) => name).sort()).toEqual([
    'crm__read',
    'crm__write',
  ]);
  await client.callTool({ name: 'crm__read', arguments: {} });
  await client.callTool({ name: 'crm__write', arguments: {} });
  await gateway.audited((one) => one.tool === 'crm__write' && one.decision === 'allow');
  expect(decided('crm__read')).toEqual(['allow']);
  expect(decided('crm__write')).toEqual(['challenge crm.write', 'allow']);
  await client.close();
});
