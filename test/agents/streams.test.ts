// Streams that were opened with a token end with it, so that a client has to come back with one that holds.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTokenGateway, type TokenGateway } from './gateway.ts';

let gateway: TokenGateway;
beforeAll(async () => {
  gateway = await startTokenGateway();
});
afterAll(() => gateway?.stop());

/** Clocks may differ by 30 seconds: its end is near. */
const ending = (): Promise<string> => gateway.token(-28);

/** The session's id. */
async function initialize(bearer: string): Promise<string> {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  const answer = await fetch(gateway.url, { method: 'POST', headers: gateway.fields(bearer), body });
  return answer.headers.get('mcp-session-id')!;
}

it('one of a client of 2026-07-28 with the answer to what opened it', async () => {
  const answer = await gateway.post(await ending(), 'subscriptions/listen', {
    notifications: { toolsListChanged: true },
  });
  const text = await answer.text();
  expect(text).toContain('subscriptions/acknowledged');
  expect(text).toMatch(/"id":7,"result":\{"resultType":"complete"/);
});

it('one of a session, which goes on with the next token', async () => {
  const session = { 'mcp-session-id': await initialize(await gateway.token(300)) };
  const open = async (bearer: string): Promise<Response> =>
    fetch(gateway.url, { headers: { ...gateway.fields(bearer), ...session } });
  const first = await open(await ending());
  expect([first.status, await first.text()]).toEqual([200, expect.stringContaining('retry: ')]);
  const second = await open(await gateway.token(300));
  expect(second.status).toBe(200);
  await second.body?.cancel();
});

it('but not one of a token that holds for longer than timers can wait', async () => {
  const years = await gateway.token(100 * 365 * 24 * 3600);
  const answer = await gateway.post(years, 'subscriptions/listen', {
    notifications: { toolsListChanged: true },
  });
  const reader = answer.body!.getReader();
  await reader.read();
  let told = false;
  const more = reader.read().then(() => {
    told = true;
  });
  // By then a timer that overflowed would have ended it.
  for (let at = 0; at < 3; at++) await (await gateway.post(years, 'tools/list')).text();
  expect(told).toBe(false);
  await reader.cancel();
  await more;
});
