// Processes that share nothing but a secret: what a client was given by one is good at the other, and nowhere else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from './suite/clients.ts';
import { type Emitted, emit, hashOf, keyOf, type Serving, serve, until } from './suite/emitted.ts';
import { type Reference, startReference } from './suite/reference.ts';

let servers: readonly Reference[] = [];
let emitted: Emitted;
/** Two with one secret, and one with another. */
let here: Serving;
let there: Serving;
let elsewhere: Serving;

beforeAll(async () => {
  servers = await Promise.all([startReference('legacy'), startReference('modern')]);
  const [legacy, modern] = servers.map(({ url }) => url);
  emitted = await emit(`version: 1
name: replicas
listen: { seal: [{ env: SECRET }] }
agents:
  ann: { keys: ["${hashOf('ann')}"] }
  bob: { keys: ["${hashOf('bob')}"] }
servers:
  legacy: { url: "${legacy}", ask: [elicitation] }
  modern: { url: "${modern}", ask: [elicitation] }
access:
  - { name: everything, allow: "*" }
`);
  const secrets = ['a', 'a', 'b'].map((letter) => letter.repeat(32));
  [here, there, elsewhere] = (await Promise.all(secrets.map((SECRET) => serve(emitted, { SECRET })))) as [
    Serving,
    Serving,
    Serving,
  ];
  for (const { url } of [here, there])
    await until(async () =>
      ['legacy', 'modern'].every(async (server) =>
        (await ask(url, 'ann', 'tools/list')).text.includes(`${server}__test_elicitation`),
      ),
    );
}, 120_000);

afterAll(async () => {
  await Promise.all([here, there, elsewhere].map((one) => one?.stop()));
  emitted?.remove();
  for (const server of servers) server.stop();
});

describe('a session', () => {
  async function open(): Promise<string> {
    const clientInfo = { name: 'x', version: '1' };
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
    return (await send(here, 'ann', 'POST', 'initialize', params)).headers.get('mcp-session-id')!;
  }

  const send = (
    at: Serving,
    agent: string,
    method: string,
    called = 'ping',
    params: object = {},
    session?: string,
  ) =>
    fetch(at.url, {
      method,
      headers: {
        authorization: `Bearer ${keyOf(agent)}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(session === undefined ? {} : { 'mcp-session-id': session }),
      },
      ...(method === 'POST'
        ? { body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: called, params }) }
        : {}),
    });

  const status = async (at: Serving, session: string, agent = 'ann') =>
    (await send(at, agent, 'POST', 'ping', {}, session)).status;

  it('goes on at another replica, for its agent alone', async () => {
    const id = await open();
    expect(await status(there, id)).toBe(200);
    expect(await status(there, id, 'bob')).toBe(404);
    const name = 'legacy__test_simple_text';
    const answer = await send(there, 'ann', 'POST', 'tools/call', { name, arguments: {} }, id);
    expect(await answer.text()).toContain('simple text');
  });

  it('is none where it was not made, nor where it is spelled otherwise', async () => {
    const id = await open();
    expect(await status(elsewhere, id)).toBe(404);
    for (const at of [0, 20, id.length - 1])
      expect(await status(there, `${id.slice(0, at)}${id[at] === 'A' ? 'B' : 'A'}${id.slice(at + 1)}`)).toBe(
        404,
      );
  });

  it('ends where it is ended: a replica that was not told serves it on', async () => {
    const id = await open();
    expect((await send(here, 'ann', 'DELETE', '', {}, id)).status).toBe(204);
    expect(await status(here, id)).toBe(404);
    // They share no store. A client that has ended its session does not use it; nobody else can.
    expect(await status(there, id)).toBe(200);
  });
});

describe('a call that asks', () => {
  const capabilities = { elicitation: { form: {} } };
  const called = async (at: Serving, name: string, more: object = {}, agent = 'ann') =>
    JSON.parse((await ask(at.url, agent, 'tools/call', { name, arguments: {}, ...more }, capabilities)).text);

  async function begun(name: string) {
    const { result } = await called(here, name);
    expect(result.resultType).toBe('input_required');
    const said = {
      action: 'accept',
      content: { confirmed: true, name: 'Ada', username: 'ada', email: 'a@b.c' },
    };
    const inputResponses = Object.fromEntries(Object.keys(result.inputRequests).map((key) => [key, said]));
    return { inputResponses, requestState: result.requestState as string };
  }

  it('goes on at another replica where its server is of the modern era, for its agent alone', async () => {
    const name = 'modern__test_input_required_result_request_state';
    const round = await begun(name);
    const invalid = { code: -32602, message: expect.stringContaining('requestState') };
    expect((await called(there, name, round, 'bob')).error).toMatchObject(invalid);
    expect((await called(elsewhere, name, round)).error).toMatchObject(invalid);
    const forged = { ...round, requestState: `${round.requestState.slice(0, -2)}AA` };
    expect((await called(there, name, forged)).error).toMatchObject(invalid);
    expect((await called(there, name, round)).result).toMatchObject({ resultType: 'complete' });
  });

  it('waits where it was begun where its server is of the legacy era: elsewhere it is not sent again', async () => {
    const name = 'legacy__test_elicitation';
    const { result } = await called(here, name, { arguments: { message: 'Who?' } });
    const more = { arguments: { message: 'Who?' }, requestState: result.requestState, inputResponses: {} };
    expect((await called(there, name, more)).error).toMatchObject({ code: -32602 });
    const [key] = Object.keys(result.inputRequests);
    const said = { action: 'accept', content: { username: 'ada', email: 'a@b.c' } };
    const answered = await called(here, name, { ...more, inputResponses: { [key!]: said } });
    expect(answered.result.content[0].text).toContain('ada');
  });
});
