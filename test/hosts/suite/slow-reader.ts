// Clients that do not read a large answer: the server waits for them, and the gateway holds next to nothing.
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Backend, startBackend, tool } from '../../backends/index.ts';
import { jsonFields, modern } from '../../front/client.ts';
import { type Host, NODE } from '../hosts.ts';
import { ask } from './clients.ts';
import { gatewayOf } from './config.ts';
import { type Emitted, emit, keyOf, type Serving, serve, until } from './emitted.ts';

const READERS = 6;
const MIB = 1024 * 1024;
/** Bytes of one answer: together far more than the gateway may grow by. */
const ANSWER = 24 * MIB;
/** What it may grow by: buffers of its streams, and what is not collected yet. */
const GROWS_MIB = 80;

export function slowReader(host: Host): void {
  let backend: Backend;
  let emitted: Emitted;
  let gateway: Serving;

  beforeAll(async () => {
    backend = await startBackend({ eras: ['modern'], tools: [tool('echo'), tool('floods')] });
    emitted = await emit(gatewayOf(`  only: { url: "${backend.url}", timeout: 2m }\n`));
    gateway = await serve(emitted, {}, host);
    await until(async () => (await ask(gateway.url, 'writer', 'tools/list')).text.includes('only__floods'));
  });
  afterAll(async () => {
    await gateway?.stop();
    emitted?.remove();
    await backend?.stop();
  });

  // What waits for whom is the host's alone, whatever comes.
  const forms = [['an event', true] as const, ...(host === NODE ? [['JSON', false] as const] : [])];
  it.each(forms)(
    'holds little of %s for who does not read, and all of it arrives',
    { timeout: 120_000 },
    async (_, event) => {
      const before = residentMiB(gateway);
      backend.faultNext(
        ...Array.from({ length: READERS }, () => ({ kind: 'flood', bytes: ANSWER, event }) as const),
      );
      const readers = await Promise.all(Array.from({ length: READERS }, () => begin(gateway)));
      await settled(gateway);
      const grown = residentMiB(gateway) - before;
      if (process.env.MCPGW_STREAMS) console.log(`${host.name}: grew by ${Math.round(grown)} MiB`);
      expect(grown).toBeLessThan(GROWS_MIB);
      for (const read of await Promise.all(readers.map((reader) => reader.rest())))
        expect(read).toBeGreaterThan(ANSWER);
    },
  );
}

/** A call whose answer has begun to come, and is not read on. */
function begin({ url }: Serving): Promise<{ rest(): Promise<number> }> {
  const { body, fields } = modern('tools/call', { name: 'only__floods' });
  const json = JSON.stringify(body);
  const all = { ...jsonFields, ...fields, 'x-api-key': keyOf('writer'), connection: 'close' };
  const lines = Object.entries(all).map(([key, value]) => `${key}: ${value}\r\n`);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () =>
      socket.write(
        `POST /mcp HTTP/1.1\r\nHost: localhost\r\n${lines.join('')}Content-Length: ${json.length}\r\n\r\n${json}`,
      ),
    );
    socket.once('error', reject).once('data', (first) => {
      socket.pause();
      resolve({ rest: () => restOf(socket, first.length) });
    });
  });
}

/** How many bytes came in all; rejects where the answer is broken off. */
function restOf(socket: Socket, first: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let read = first;
    let end = '';
    socket.on('data', (chunk) => {
      read += chunk.length;
      end = (end + chunk.toString('latin1')).slice(-5);
    });
    socket.on('end', () => (end === '0\r\n\r\n' ? resolve(read) : reject(new Error(`it ends with ${end}`))));
    socket.resume();
  });
}

/** Until its memory does not grow any more. */
async function settled(gateway: Serving): Promise<void> {
  let last = 0;
  await until(async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const now = residentMiB(gateway);
    const same = Math.abs(now - last) < 1;
    last = now;
    return same;
  });
}

/** Resident memory of the gateway. */
function residentMiB({ run }: Serving): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${run.child.pid}/status`, 'utf8'))?.[1]) / 1024;
}
