// Reading a body: its end, its bound, and a client that leaves in the middle.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it } from 'vitest';
import { readBody } from '../../runtime/hosts/node/body.ts';

const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n';

/** What is read when a client sends `text` and then leaves; null: nothing is told. */
async function read(text: string): Promise<string | 413 | null> {
  let settle: (body: Uint8Array | 413 | null) => void;
  const body = new Promise<Uint8Array | 413 | null>((resolve) => {
    settle = resolve;
  });
  const server = createServer((request) => {
    readBody(request, 10, settle);
    request.on('close', () => settle(null));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(text, () => setTimeout(() => socket.destroy(), 50));
  const settled = await body;
  server.close();
  return settled instanceof Uint8Array ? Buffer.from(settled).toString() : settled;
}

it.each([
  ['whole', `${head}hello`, 'hello'],
  ['too large', head.replace('5', '20') + 'x'.repeat(20), 413],
  ['left in the middle', `${head}he`, null],
  ['left before it', head, null],
])('%s', async (_, text, expected) => {
  expect(await read(text)).toBe(expected);
});
