// Many streams held open at once, then left: what they took is given back. MCPGW_STREAMS says how many, 500 if nothing.
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { startBackend, tool } from '../../backends/index.ts';
import { jsonFields, modern } from '../../front/client.ts';
import type { Host } from '../hosts.ts';
import { ask } from './clients.ts';
import { gatewayOf } from './config.ts';
import { emit, keyOf, serve, until } from './emitted.ts';

const STREAMS = Number(process.env.MCPGW_STREAMS ?? 500);
/** Streams in a row on their way to being open: more would only fill the queue of the listening socket. */
const AT_ONCE = 100;
const ROUNDS = 4;

const { body, fields } = modern('tools/call', { name: 'only__holds' });
const json = JSON.stringify({
  ...body,
  params: { ...body.params, _meta: { ...body.params._meta, progressToken: 1 } },
});
const lines = Object.entries({ ...jsonFields, ...fields, 'x-api-key': keyOf('writer') });
const head = lines.map(([key, value]) => `${key}: ${value}\r\n`).join('');
const request = `POST /mcp HTTP/1.1\r\nHost: localhost\r\n${head}Content-Length: ${json.length}\r\n\r\n${json}`;

/** Streams through an emitted gateway on `host`, in rounds: the last may not need more memory than the first ones. */
export function streams(host: Host): void {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  it(`holds ${STREAMS} streams, and gives their memory back`, { timeout: 120_000 }, async () => {
    const holds = tool('holds', { progress: 1, delayMs: 100_000 });
    const backend = await startBackend({ eras: ['modern'], answers: 'sse', tools: [holds] });
    cleanups.push(() => backend.stop());
    const emitted = await emit(gatewayOf(`  only: { url: "${backend.url}", timeout: 2m }\n`));
    cleanups.push(() => emitted.remove());
    const gateway = await serve(emitted, {}, host);
    cleanups.push(() => gateway.stop());
    const { run } = gateway;
    const port = Number(new URL(gateway.url).port);
    await until(async () => (await ask(gateway.url, 'writer', 'tools/list')).text.includes('only__holds'));
    const held: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const sockets = await openAll(port);
      held.push(residentMiB(run.child.pid!));
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    if (process.env.MCPGW_STREAMS) console.log(`${host.name}: ${held.map(Math.round).join(', ')} MiB`);
    // What leaked a stream would need as much again in each round.
    const [first = 0, second = 0] = held;
    expect(held.at(-1)).toBeLessThan(Math.max(first, second) * 1.25 + 8);
  });
}

async function openAll(port: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < STREAMS) {
    const some = Math.min(AT_ONCE, STREAMS - sockets.length);
    sockets.push(...(await Promise.all(Array.from({ length: some }, () => open(port)))));
  }
  return sockets;
}

/** Resolves when the stream has brought its first notification. */
function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
      if (text.includes('notifications/progress')) resolve(socket);
    });
    socket.on('error', reject);
  });
}

/** Resident memory of a process. */
function residentMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
