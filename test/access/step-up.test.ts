// The official client gets the scope that a call lacks by itself, from the gateway's 403 alone. The issuer is a certified provider
// from npm, the gateway an emitted file. SDK v1 sees the 403 as what it is, and asks for the same token again (its `fetchToken`).
import {
  Client,
  ClientCredentialsProvider,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Estate, startEstate } from '../agents/estate.ts';
import { tool } from '../backends/index.ts';
import type { Serving } from '../hosts/suite/emitted.ts';

let estate: Estate;
let gateway: Serving;
beforeAll(async () => {
  // What `to` asks for is in the metadata, and clients ask for it at once; what a condition asks for is only in the answer to a call.
  const policy = `access:
  - { name: reads, allow: crm__read, to: { scope: crm.read } }
  - { name: writes, allow: crm__write, when: '"crm.write" in agent.scopes' }
`;
  estate = await startEstate({ ann: {} }, { tools: [tool('read'), tool('write')], policy });
  ({ gateway } = estate);
});
afterAll(() => estate?.end());

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
  const authProvider = new ClientCredentialsProvider(estate.credentials('ann'));
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
