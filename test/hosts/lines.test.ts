// Large answers that come as lines of a child: they pass while they come.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tool } from '../backends/index.ts';
import { jsonFields, modern } from '../front/client.ts';
import { ask } from './suite/clients.ts';
import { gatewayOf, stdioCommand } from './suite/config.ts';
import { type Emitted, emit, keyOf, type Serving, serve, until } from './suite/emitted.ts';

/** More than is held, and more than a pipe takes at once. */
const TEXT = 'é"\\'.repeat(200_000);

describe('an answer of a child that is large', () => {
  let emitted: Emitted;
  let gateway: Serving;

  beforeAll(async () => {
    const fault = { kind: 'held', sent: 600_000 } as const;
    const tools = [
      tool('echo'),
      tool('ends', { fault: { kind: 'exit', code: 1 } }),
      tool('large', { fault }),
      tool('last', { fault: { ...fault, idLast: true } }),
      tool('half', { fault: { ...fault, rest: false } }),
    ];
    const command = stdioCommand({ eras: ['legacy'], tools });
    emitted = await emit(gatewayOf(`  piped: { command: ${command} }\n`));
    gateway = await serve(emitted);
    await until(async () => (await ask(gateway.url, 'writer', 'tools/list')).text.includes('piped__large'));
  });
  afterAll(async () => {
    await gateway?.stop();
    emitted?.remove();
  });

  function call(name: string): Promise<Response> {
    const { body, fields } = modern('tools/call', { name: `piped__${name}`, arguments: { text: TEXT } });
    const headers = { ...jsonFields, ...fields, 'x-api-key': keyOf('writer') };
    return fetch(gateway.url, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  it.each([
    ['large', 'first'],
    ['last', 'last'],
  ])('passes on while it comes, and the next call is served: %s, its id %s', async (name) => {
    const reader = (await call(name)).body!.getReader();
    const decoder = new TextDecoder();
    let text = decoder.decode((await reader.read()).value, { stream: true });
    expect(text).toContain('"content"');
    // Only what comes next makes the child write the rest.
    const next = ask(gateway.url, 'writer', 'tools/call', { name: 'piped__echo', arguments: { n: 1 } });
    for (let part = await reader.read(); !part.done; part = await reader.read())
      text += decoder.decode(part.value, { stream: true });
    const { result } = JSON.parse(text);
    expect(result.content[0].text === JSON.stringify({ text: TEXT })).toBe(true);
    expect(result.resultType).toBe('complete');
    expect((await next).text).toContain('{\\"n\\":1}');
    const record = await gateway.audited(({ original }) => original === name);
    expect(record).toMatchObject({ decision: 'allow', status: 200, bytesOut: Buffer.byteLength(text) });
  });

  it('is broken off where the child ends amid it', async () => {
    const reader = (await call('half')).body!.getReader();
    await reader.read();
    void call('ends');
    await expect(
      (async () => {
        for (let part = await reader.read(); !part.done; part = await reader.read());
      })(),
    ).rejects.toThrow();
  });
});
