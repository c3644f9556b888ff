// The Node host: closing, readers that do not read, HEAD, what it tells of the peer.
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { jsonFields, modern, parse, type Running, rawExchange, running } from '../front/client.ts';

const text = (name: string): string => {
  const { body, fields } = modern('tools/call', { name });
  const json = JSON.stringify(body);
  const head = Object.entries({ ...jsonFields, ...fields }).map(([key, value]) => `${key}: ${value}\r\n`);
  return `POST /mcp HTTP/1.1\r\nHost: localhost\r\n${head.join('')}Content-Length: ${json.length}\r\n\r\n${json}`;
};

it('cuts off after its time what does not end, and tells the gateway', async () => {
  const front = await running();
  const stream = rawExchange(front.port, text('stream'), 5000);
  await until(() => front.world.hanging.size > 0);
  const started = performance.now();
  await front.serving.close(200);
  const took = performance.now() - started;
  expect(took).toBeGreaterThan(150);
  expect(took).toBeLessThan(1500);
  expect(await stream).toContain('notifications/progress');
  await until(() => front.world.cancelled.length === 1);
});

it('closes idle connections at once', async () => {
  const front = await running();
  const idle = rawExchange(front.port, text('echo'), 10_000);
  await until(() => front.world.requests.length === 1);
  const started = performance.now();
  await front.serving.close(5000);
  expect(performance.now() - started).toBeLessThan(1000);
  expect(parse(await idle).status).toBe(200);
});

it('cuts off a reader of a stream that does not read, before its memory does harm', async () => {
  const front = await running();
  const socket = connect(front.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.pause();
  socket.write(text('flood'));
  await until(() => front.world.cancelled.length === 1);
  socket.destroy();
  await front.serving.close(100);
});

it('answers HEAD without a body', async () => {
  const front: Running = await running();
  const all = await front.raw('HEAD /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  expect(all).toMatch(/^HTTP\/1\.1 200/);
  expect(parse(all).text).toBe('');
  await front.serving.close(100);
});

it('tells the address of the other end', async () => {
  const front = await running();
  await front.post(
    modern('tools/call', { name: 'echo' }).body,
    modern('tools/call', { name: 'echo' }).fields,
  );
  expect(front.world.requests[0]?.head.peer).toBe('127.0.0.1');
  await front.serving.close(100);
});

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  if (!holds()) throw new Error('it never came');
}
