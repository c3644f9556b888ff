// Large answers pass while they come: what the client has before the server has sent the last, and what it sees of one that breaks off.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Backend, startBackend, tool } from '../../backends/index.ts';
import type { Fault } from '../../backends/script.ts';
import type { Host } from '../hosts.ts';
import { META } from './clients.ts';
import { addressesOf, gatewayOf, webServers } from './config.ts';
import { type Emitted, emit, keyOf, type Serving, serve, until } from './emitted.ts';

type Era = 'legacy' | 'modern';
const ERAS: readonly Era[] = ['legacy', 'modern'];
const SECRET = 'backend-secret';

/** Characters that are sent before the rest is held: more than the gateway holds, and a border inside of the secret. */
const SENT = 600_000;
/** Escapes, quotes and braces in strings, characters of several bytes, and numbers that must stay as they are. */
const PIECE = '{"type":"text","text":"\\"}{\\\\ é \\ud83d\\ude00","n":9007199254740993, "x":1.0}';
const MANY = Array(20_000).fill(PIECE).join();
const RESULT = `{ "content": [${MANY}],"structuredContent":{"id":[]},"_meta":{"a/b":null} }`;

/** The same in many lines: each is short where it comes as an event. */
const LINED = RESULT.replaceAll('},{', '},\n{');

/** How answers come, and what of. */
const FORMS: readonly (Partial<Held> & { readonly as: string; readonly of: string })[] = [
  { as: 'JSON with its id first', of: 'large' },
  { as: 'JSON with its id last', of: 'large', idLast: true },
  { as: 'an event of one line', of: 'large', event: true },
  { as: 'an event of many lines', of: 'lined', event: true, idLast: true },
];

type Held = Extract<Fault, { kind: 'held' }>;

export function flows(host: Host): void {
  let backends: Readonly<Record<Era, Backend>>;
  let emitted: Emitted;
  let gateway: Serving;
  let session: string;

  beforeAll(async () => {
    const telling = echo();
    const started = (era: Era): Promise<Backend> =>
      startBackend({
        eras: [era],
        tools: [
          tool('echo'),
          tool('large', { result: RESULT }),
          tool('lined', { result: LINED }),
          tool('telling', { result: telling }),
          tool('steps', { result: RESULT, progress: 1 }),
        ],
      });
    backends = { legacy: await started('legacy'), modern: await started('modern') };
    const credentials = ', credentials: { header: { X-Api-Key: { env: BACKEND_KEY } } }';
    emitted = await emit(gatewayOf(webServers(ERAS, credentials), '', host));
    gateway = await serve(emitted, { BACKEND_KEY: SECRET, ...addressesOf(backends) }, host);
    const hello = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'x', version: '1' },
    };
    session = (await post({}, 'initialize', hello)).headers.get('mcp-session-id')!;
    for (const era of ERAS)
      await until(async () =>
        (await call('modern', era, 'echo').then((answer) => answer.text())).includes('"result"'),
      );
  });
  afterAll(async () => {
    await gateway?.stop();
    emitted?.remove();
    for (const era of ERAS) await backends?.[era].stop();
  });

  function post(fields: Record<string, string>, method: string, params: object): Promise<Response> {
    return fetch(gateway.url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${keyOf('writer')}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...fields,
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        ...(method.startsWith('notifications/') ? {} : { id: 'mine' }),
        method,
        params,
      }),
      signal: AbortSignal.timeout(20_000),
    });
  }

  function call(client: Era, server: Era, name: string): Promise<Response> {
    const method = 'tools/call';
    const params = { name: `${server}__${name}`, arguments: {} };
    // Who wants to be told of progress is answered in a stream.
    const more = name === 'steps' ? { _meta: { progressToken: 'p' } } : {};
    return client === 'legacy'
      ? post({ 'mcp-session-id': session }, method, { ...params, ...more })
      : post(
          { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method, 'mcp-name': params.name },
          method,
          { ...params, _meta: META },
        );
  }

  /** A call whose answer has begun to come: what came of it, and what follows. */
  async function begun(client: Era, server: Era, name: string, fault: Partial<Held> = {}) {
    backends[server].faultNext({ kind: 'held', sent: SENT, ...fault });
    const reader = (await call(client, server, name)).body!.getReader();
    const decoder = new TextDecoder();
    let first = '';
    while (!first.includes('"content"'))
      first += decoder.decode((await reader.read()).value, { stream: true });
    return {
      first,
      leave: () => reader.cancel(),
      async rest(): Promise<string> {
        let text = first;
        for (let part = await reader.read(); !part.done; part = await reader.read())
          text += decoder.decode(part.value, { stream: true });
        return text;
      },
    };
  }

  /** Records of the calls whose answers began to come. */
  const records = () => gateway.audit().filter(({ original }) => original !== 'echo' && original !== null);
  let told = 0;

  /** The record of the last one: there is one for each. */
  const record = () => {
    told += 1;
    return until(() => records()[told - 1]);
  };

  for (const client of ERAS)
    for (const server of ERAS)
      for (const { as, of, ...form } of FORMS)
        it(`passes a ${server} server's answer to a ${client} client: ${as}`, async () => {
          const { rest } = await begun(client, server, of, form);
          // Only now does the server send the rest.
          expect(backends[server].release(true)).toBe(1);
          const result = of === 'large' ? RESULT : LINED;
          const given = client === 'modern' ? result.replace(/ }$/, ' ,"resultType":"complete"}') : result;
          const members = [`"id":"mine"`, `"result":${given}`];
          const text = await rest();
          expect(
            text === `{"jsonrpc":"2.0",${(form.idLast ? members.reverse() : members).join()}}`,
            text.slice(-200),
          ).toBe(true);
          expect(await record()).toMatchObject({
            decision: 'allow',
            status: 200,
            isError: false,
            bytesOut: Buffer.byteLength(text),
          });
        });

  /** Takes up the stream of an answer again, after its first event. */
  async function resumed(stream: string): Promise<string> {
    const [, id = ''] = /^id: (\S+)$/m.exec(stream) ?? [];
    const credential = { authorization: `Bearer ${keyOf('writer')}`, 'mcp-session-id': session };
    const headers = { ...credential, accept: 'text/event-stream', 'last-event-id': id };
    return (await fetch(gateway.url, { headers, signal: AbortSignal.timeout(20_000) })).text();
  }

  /** The last event of a stream, and whether it came whole. */
  const lastEvent = (stream: string): string | undefined => /^data: (\{.*\})\n\n$/m.exec(stream)?.[1];
  const answer = `{"jsonrpc":"2.0","id":"mine","result":${RESULT}}`;

  // Workers keep nothing for who comes back.
  const kept = it.skipIf(host.worker === true);

  kept('passes an answer in the stream of a legacy client, and keeps it for who comes back', async () => {
    const { first, rest } = await begun('legacy', 'modern', 'steps', { event: true });
    expect(first).toContain('notifications/progress');
    // Amid it, too.
    const again = resumed(first);
    await until(() => backends.modern.release(true) === 1);
    const [, replayed] = [await rest(), await again];
    expect(lastEvent(replayed) === answer, replayed.slice(-200)).toBe(true);
    expect(lastEvent(await resumed(first)) === answer).toBe(true);
    expect(await record()).toMatchObject({ decision: 'allow', bytesOut: Buffer.byteLength(answer) });
  });

  kept('breaks it off there, and tells who comes back why', async () => {
    const { first, rest } = await begun('legacy', 'modern', 'steps', { event: true });
    backends.modern.release(false);
    await expect(rest()).rejects.toThrow();
    const told = await resumed(first);
    expect(told).not.toContain('"content"');
    expect(JSON.parse(lastEvent(told)!)).toMatchObject({ id: 'mine', error: { code: 502 } });
    expect((await record()).reason).toContain('broken off');
  });

  it('breaks off where the answer is to another request, which shows at its end', async () => {
    const { rest } = await begun('modern', 'legacy', 'large', { idLast: true, id: '99' });
    backends.legacy.release(true);
    await expect(rest()).rejects.toThrow();
    expect((await record()).reason).toContain('broken off');
  });

  it.each(ERAS)('breaks off where a %s server does, and sends nothing again', async (server) => {
    const calls = backends[server].ledger.length;
    const { rest } = await begun('modern', server, 'large');
    backends[server].release(false);
    await expect(rest()).rejects.toThrow();
    expect((await record()).reason).toContain('broken off');
    expect(backends[server].ledger.length).toBe(calls + 1);
  });

  it('tells the server that a client has gone amid its answer', async () => {
    const before = backends.modern.abandoned.length;
    const { leave } = await begun('modern', 'modern', 'large');
    await leave();
    await until(() => backends.modern.abandoned.length > before);
    expect(await record()).toMatchObject({ status: 499 });
    backends.modern.release(true);
  });

  it('breaks off what a legacy client cancels amid it, and tells its server', async () => {
    const before = backends.modern.abandoned.length;
    const { rest } = await begun('legacy', 'modern', 'large');
    const cancelled = { 'mcp-session-id': session };
    const answer = await post(cancelled, 'notifications/cancelled', { requestId: 'mine' });
    expect(answer.status).toBe(202);
    await expect(rest()).rejects.toThrow();
    await until(() => backends.modern.abandoned.length > before);
    expect(await record()).toMatchObject({ status: 499 });
    backends.modern.release(true);
  });

  it('leaves a secret out that comes in two parts', async () => {
    const { first, rest } = await begun('modern', 'legacy', 'telling');
    expect(first).not.toContain('backend-');
    backends.legacy.release(true);
    const text = await rest();
    expect(text).not.toContain(SECRET);
    expect(text).toContain('a***b');
    expect(JSON.parse(text).result.resultType).toBe('complete');
  });
}

/** A result in which the secret lies across the border of what is sent at first. */
function echo(): string {
  const before = `{"jsonrpc":"2.0","id":0,"result":{"content":[{"type":"text","text":"`;
  return `{"content":[{"type":"text","text":"${'x'.repeat(SENT - before.length - 8)}a${SECRET}b${'x'.repeat(50_000)}"}]}`;
}
