// Clients that do not read: what waits for them is bounded in time and in bytes.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import type { Front } from '../../runtime/contract/http.ts';
import { type Serving, serve } from '../../runtime/hosts/node.ts';

const MIB = 1024 * 1024;
/** So much that what the kernel takes of it, some MiB a connection, turns no comparison. */
const SIZE = 40 * MIB;
const LARGE = Buffer.alloc(SIZE);
/** Between what waits for two clients and what waits for three, whatever the kernel takes. */
const TWO_CLIENTS = 85 * MIB;
const request = (path: string): string => `GET /${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
const last = (path: string): string => request(path).replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n');

let serving: Serving;
let admitted = 0;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  admitted = 0;
  await serving.close(100);
});

/** Answers `/large` with 40 MiB at once, `/slow` with a word after 600 ms. */
const front: Front = {
  bounds: { headBytes: 16_384, headMs: 10_000, bodyBytes: 1000, bodyMs: 10_000 },
  async admit({ target }) {
    admitted++;
    if (target === '/large') return { status: 200, fields: [], body: [LARGE] };
    await new Promise((resolve) => setTimeout(resolve, 600));
    return { status: 200, fields: [], body: [Buffer.from('late')] };
  },
  serve: () => {},
  refuse: (status) => ({ status, fields: [], body: [] }),
};

async function start(stallMs: number, waitingBytes: number): Promise<void> {
  serving = await serve(front, { host: '127.0.0.1', port: 0 }, () => {}, {
    stallMs,
    waitingBytes,
    aliveMs: 60_000,
  });
}

/** A client that has asked, and does not read. */
async function ask(text: string): Promise<Socket> {
  const socket = connect(serving.address.port, '127.0.0.1');
  sockets.push(socket);
  socket.pause().on('error', () => {});
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

/** Reads to the end of the connection, `bytes` each 50 ms where given; how many came. */
async function drain(socket: Socket, bytes?: number): Promise<number> {
  let read = 0;
  const timer = bytes === undefined ? null : setInterval(() => socket.resume(), 50);
  let round = 0;
  socket.on('data', (chunk) => {
    read += chunk.length;
    round += chunk.length;
    if (bytes === undefined || round < bytes) return;
    round = 0;
    socket.pause();
  });
  if (bytes === undefined) socket.resume();
  await once(socket, 'close');
  if (timer !== null) clearInterval(timer);
  return read;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until so many requests were admitted, and their answers written. */
async function answered(count: number): Promise<void> {
  await vi.waitUntil(() => admitted >= count, { timeout: 10_000, interval: 5 });
  await pause(20);
}

it('a client that takes nothing for too long is cut off', async () => {
  await start(200, 256 * MIB);
  const socket = await ask(request('large'));
  await pause(900);
  expect(await drain(socket)).toBeLessThan(SIZE);
});

it('a client that reads slowly is not', async () => {
  const stallMs = 1000;
  await start(stallMs, 256 * MIB);
  const socket = await ask(last('large'));
  const begun = performance.now();
  expect(await drain(socket, MIB)).toBeGreaterThan(SIZE);
  expect(performance.now() - begun).toBeGreaterThan(stallMs * 1.5);
});

it('a call after a large answer may take longer than a client may stall', async () => {
  await start(200, 256 * MIB);
  const socket = await ask(request('large') + last('slow'));
  let text = '';
  socket.on('data', (chunk) => {
    text = String(chunk).slice(-4);
  });
  socket.resume();
  await once(socket, 'close');
  expect(text).toBe('late');
});

it('over the bound of all, who has waited longest is cut off', async () => {
  await start(60_000, TWO_CLIENTS);
  const clients: Socket[] = [];
  for (let count = 1; count <= 6; count++) {
    clients.push(await ask(last('large')));
    await answered(count);
  }
  const got = await Promise.all(clients.map(async (socket) => (await drain(socket)) > SIZE));
  expect(got).toEqual([false, false, false, false, true, true]);
});

it('pipelined answers count together', async () => {
  await start(60_000, TWO_CLIENTS);
  const greedy = await ask(request('large').repeat(5));
  await answered(5);
  const modest = await ask(last('large'));
  await answered(6);
  expect(await drain(greedy)).toBeLessThan(SIZE);
  expect(await drain(modest)).toBeGreaterThan(SIZE);
});
