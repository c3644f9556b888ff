// Streams that were opened with a token end with it, so that a client has to come back with one that holds.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { META } from '../hosts/suite/clients.ts';
import { type Emitted, emit, type Serving, serve, until } from '../hosts/suite/emitted.ts';
import { startReference } from '../hosts/suite/reference.ts';
import { AUDIENCE, type IssuerServer, startIssuer } from './issuer.ts';

let issuer: IssuerServer;
let backend: Awaited<ReturnType<typeof startReference>>;
let emitted: Emitted;
let gateway: Serving;
beforeAll(async () => {
  issuer = await startIssuer();
  backend = await startReference('legacy');
  emitted = await emit(`version: 1
name: streams
issuers:
  - { issuer: "${issuer.issuer}", audience: "${AUDIENCE}", agent: claims.sub }
servers:
  one: { url: "${backend.url}" }
access:
  - { name: everything, allow: { tools: "*" } }
`);
  gateway = await serve(emitted);
  await until(async () => (await (await post(await token(300), 'tools/list')).text()).includes('one__test'));
});
afterAll(async () => {
  await gateway?.stop();
  emitted?.remove();
  backend?.stop();
  await issuer?.close();
});

/** One that holds for so many seconds. */
function token(seconds: number): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return issuer.token({ iat: now - 300, exp: now + seconds });
}

/** Clocks may differ by 30 seconds: its end is near. */
const ending = (): Promise<string> => token(-28);

const fieldsOf = (bearer: string): Record<string, string> => ({
  authorization: `Bearer ${bearer}`,
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
});

function post(bearer: string, method: string, params: object = {}): Promise<Response> {
  const fields = { ...fieldsOf(bearer), 'mcp-protocol-version': '2026-07-28', 'mcp-method': method };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 7, method, params: { ...params, _meta: META } });
  return fetch(gateway.url, { method: 'POST', headers: fields, body });
}

/** The session's id. */
async function initialize(bearer: string): Promise<string> {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  const answer = await fetch(gateway.url, { method: 'POST', headers: fieldsOf(bearer), body });
  return answer.headers.get('mcp-session-id')!;
}

it('one of a client of 2026-07-28 with the answer to what opened it', async () => {
  const answer = await post(await ending(), 'subscriptions/listen', {
    notifications: { toolsListChanged: true },
  });
  const text = await answer.text();
  expect(text).toContain('subscriptions/acknowledged');
  expect(text).toMatch(/"id":7,"result":\{"resultType":"complete"/);
});

it('one of a session, which goes on with the next token', async () => {
  const session = { 'mcp-session-id': await initialize(await token(300)) };
  const open = async (bearer: string): Promise<Response> =>
    fetch(gateway.url, { headers: { ...fieldsOf(bearer), ...session } });
  const first = await open(await ending());
  expect([first.status, await first.text()]).toEqual([200, expect.stringContaining('retry: ')]);
  const second = await open(await token(300));
  expect(second.status).toBe(200);
  await second.body?.cancel();
});

it('but not one of a token that holds for longer than timers can wait', async () => {
  const years = await token(100 * 365 * 24 * 3600);
  const answer = await post(years, 'subscriptions/listen', { notifications: { toolsListChanged: true } });
  const reader = answer.body!.getReader();
  await reader.read();
  let told = false;
  const more = reader.read().then(() => {
    told = true;
  });
  // By then a timer that overflowed would have ended it.
  for (let at = 0; at < 3; at++) await (await post(years, 'tools/list')).text();
  expect(told).toBe(false);
  await reader.cancel();
  await more;
});
