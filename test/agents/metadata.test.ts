// The page that says whose tokens are taken, as clients find it: by the specification, behind a proxy, from a browser.
import { afterEach, expect, it } from 'vitest';
import { metadata } from '../../runtime/agents/metadata.ts';
import { metadataUrl } from '../../runtime/protocol/challenge.ts';
import { type Running, running } from '../front/client.ts';
import { testGateway, testPlan } from '../front/world.ts';
import { issuerPlan } from './tokens.ts';

const APP = 'https://app.acme.com';
const WELL_KNOWN = '/.well-known/oauth-protected-resource';

let front: Running;
afterEach(() => front.serving.close(100));

async function gatewayOf(resource: string): Promise<void> {
  const plan = testPlan({ origins: [APP] });
  const page = metadata({ ...plan, issuers: [issuerPlan('https://login.acme.test')], resource });
  front = await running(testGateway(plan), { page });
}

it.each([
  ['https://mcp.acme.test', ''],
  ['https://mcp.acme.test/', ''],
  ['https://mcp.acme.test/mcp', '/mcp'],
  ['https://mcp.acme.test/mcp/', '/mcp'],
  ['https://mcp.acme.test/behind/a/proxy/mcp', '/behind/a/proxy/mcp'],
  ['https://mcp.acme.test:8443/mcp', '/mcp'],
  ['http://[::1]:8080/mcp', '/mcp'],
  ['https://mcp.acme.test/mcp?tenant=a', '/mcp?tenant=a'],
  ['https://mcp.acme.test/größe', '/gr%C3%B6%C3%9Fe'],
])('of %s is where the challenge leads to, with and without a final slash', async (resource, path) => {
  await gatewayOf(resource);
  const url = new URL(metadataUrl(resource));
  expect(url.pathname + url.search).toBe(WELL_KNOWN + path);
  const slashed = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  for (const target of [url.pathname + url.search, slashed + url.search]) {
    const { status, text } = await front.ask('GET', target);
    expect([status, status === 200 && JSON.parse(text).resource]).toEqual([200, resource]);
  }
});

it('may be read by a page of listen.origins, which sends a field of MCP with its question', async () => {
  await gatewayOf('https://mcp.acme.test/mcp');
  const asks = {
    'access-control-request-method': 'GET',
    'access-control-request-headers': 'mcp-protocol-version',
  };
  const preflight = await front.ask('OPTIONS', `${WELL_KNOWN}/mcp`, { origin: APP, ...asks });
  expect([preflight.status, preflight.fields.get('access-control-allow-headers')]).toEqual([
    204,
    'mcp-protocol-version',
  ]);
  const { status, fields } = await front.ask('GET', `${WELL_KNOWN}/mcp`, { origin: APP });
  expect([status, fields.get('access-control-allow-origin')]).toEqual([200, APP]);
});
