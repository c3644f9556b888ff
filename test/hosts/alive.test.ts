// Streams on which nothing comes: a comment now and then keeps them open, and nothing else is changed by it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Exchange, Front } from '../../runtime/contract/http.ts';
import { createAlive } from '../../runtime/hosts/node/alive.ts';
import { createBacklog, PATIENCE } from '../../runtime/hosts/node/backlog.ts';
import { NodeExchange } from '../../runtime/hosts/node/exchange.ts';
import { type Serving, serve } from '../../runtime/hosts/node.ts';
import { flowingEvent, SSE_FIELDS, sseEvent } from '../../runtime/protocol/sse.ts';

let serving: Serving;
let given: Exchange | null;
const sockets: Socket[] = [];

/** Admits everything; what comes of it is the test's. */
const front: Front = {
  bounds: { headBytes: 16_384, headMs: 10_000, bodyBytes: 1000, bodyMs: 10_000 },
  admit: (head) => ({ head, caller: null }),
  serve: (_admission, _body, exchange) => {
    given = exchange;
  },
  refuse: (status) => ({ status, fields: [], body: [] }),
};

beforeEach(async () => {
  serving = await serve(front, { host: '127.0.0.1', port: 0 }, () => {}, { ...PATIENCE, aliveMs: 10 });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await serving.close(100);
});

/** A client that has asked, the exchange of its answer, and what it got. */
async function ask() {
  const socket = connect(serving.address.port, '127.0.0.1');
  sockets.push(socket);
  let text = '';
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  await once(socket, 'connect');
  given = null;
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await vi.waitUntil(() => given !== null);
  return {
    socket,
    exchange: given! as Exchange,
    comments: () => text.match(/^:$/gm)?.length ?? 0,
    until: (pattern: RegExp) => vi.waitUntil(() => pattern.test(text) && text, 5000),
  };
}

/** Waits until the server has looked at all streams several times: another one shows it. */
async function looked(): Promise<void> {
  const { exchange, comments } = await ask();
  exchange.open(200, SSE_FIELDS);
  exchange.write(Buffer.from(':\n\n'));
  const before = comments();
  await vi.waitUntil(() => comments() > before + 3, 5000);
  exchange.end();
}

const END = /\r\n0\r\n\r\n$/;

it('a stream that is quiet gets one comment after the other, each a line of its own', async () => {
  const { exchange, until, comments } = await ask();
  exchange.open(200, SSE_FIELDS);
  for (const chunk of sseEvent([Buffer.from('{}')])) exchange.write(chunk);
  await looked();
  for (const chunk of sseEvent([Buffer.from('{}')])) exchange.write(chunk);
  exchange.end();
  const body = (await until(END)).split('\r\n\r\n')[1]!.replace(/(^|\r\n)[0-9a-f]+(\r\n|$)/g, '');
  expect(comments()).toBeGreaterThan(2);
  expect(body.replace(/^:\n/gm, '')).toBe('event: message\ndata: {}\n\n'.repeat(2));
});

it('an event that comes piece by piece gets none amid its line', async () => {
  const { exchange, until, comments } = await ask();
  exchange.open(200, SSE_FIELDS);
  const flow = flowingEvent(exchange.flow!())!;
  flow.write(Buffer.from('{"half":'));
  await looked();
  flow.write(Buffer.from('1}'));
  flow.end();
  await until(END);
  expect(comments()).toBe(0);
});

it('what is no stream of events gets none', async () => {
  const { exchange, until, comments } = await ask();
  const flow = exchange.flow!(200, ['content-type', 'application/json'])!;
  flow.write(Buffer.from('{\n'));
  await looked();
  flow.write(Buffer.from('}'));
  flow.end();
  await until(END);
  expect(comments()).toBe(0);
});

/** Streams of a server of their own, `awaited` where somebody waits for their clients to leave. */
async function streamsOf(aliveMs: number, awaited: boolean) {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const backlog = createBacklog(server, { ...PATIENCE, aliveMs });
  const open: NodeExchange[] = [];
  server.on('request', (_request, response) => {
    const exchange = new NodeExchange(response, backlog);
    if (awaited) exchange.onGone(() => {});
    exchange.open(200, SSE_FIELDS);
    exchange.write(Buffer.from(':\n\n'));
    open.push(exchange);
  });
  for (let n = 0; n < 2; n++) {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    socket.resume().write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  }
  await vi.waitUntil(() => backlog.alive.size === 2, 5000);
  return { server, backlog, open };
}

it.each([
  ['at once', PATIENCE.aliveMs, true],
  ['when it is looked at', 10, false],
])('a stream that has ended, or whose client has left, is let go of %s', async (_, aliveMs, awaited) => {
  const { server, backlog, open } = await streamsOf(aliveMs, awaited);
  open[0]!.end();
  expect(backlog.alive.size).toBe(1);
  for (const socket of sockets) socket.destroy();
  await vi.waitUntil(() => backlog.alive.size === 0, 5000);
  server.close();
});

it.each([1, 30, 100])('%i streams are looked at once in the time, a share of them in each turn', (count) => {
  vi.useFakeTimers();
  const server = createServer();
  const streams = createAlive(server, 15_000);
  const looks: number[] = Array(count).fill(0);
  for (let at = 0; at < count; at++)
    streams.add({
      look() {
        looks[at]! += 1;
      },
    });
  const seen = (): number => looks.reduce((sum, one) => sum + one, 0);
  vi.advanceTimersByTime(1000);
  expect(seen()).toBe(Math.ceil(count / 15));
  vi.advanceTimersByTime(14_000);
  expect(looks).toEqual(Array(count).fill(1));
  vi.advanceTimersByTime(15_000);
  expect(looks).toEqual(Array(count).fill(2));
  server.emit('close');
  vi.advanceTimersByTime(60_000);
  expect(seen()).toBe(2 * count);
  vi.useRealTimers();
});
