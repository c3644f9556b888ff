// The proxy that breaks connections does what its faults say.
import { createServer, connect as dial, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startWire, type Wire } from './wire.ts';

let echo: Server;
let wire: Wire;

beforeAll(async () => {
  echo = createServer((socket) => socket.on('error', () => {}).pipe(socket));
  await new Promise<void>((done) => echo.listen(0, '127.0.0.1', done));
  wire = await startWire((echo.address() as { port: number }).port);
});
afterEach(() => wire.set(null));
afterAll(async () => {
  await wire.stop();
  await new Promise((done) => echo.close(done));
});

/** Sends `text`; what came back, and how it ended: `open` where nothing happened for `quietMs` milliseconds. */
function say(text: string, quietMs = 150): Promise<{ got: string; end: string; pieces: number }> {
  return new Promise((done) => {
    const socket = dial(wire.port, '127.0.0.1', () => socket.write(text));
    let got = '';
    let pieces = 0;
    const ended = (end: string): void => {
      socket.destroy();
      done({ got, end, pieces });
    };
    socket.setTimeout(quietMs, () => ended('open'));
    socket.on('error', (error: NodeJS.ErrnoException) => ended(error.code!)).on('end', () => ended('closed'));
    socket.on('data', (chunk) => {
      pieces += 1;
      got += chunk.toString();
    });
  });
}

test('passes everything where there is no fault', async () => {
  expect(await say('hello')).toMatchObject({ got: 'hello', end: 'open' });
});

test.each([
  ['close', /^closed$/],
  ['stall', /^open$/],
  // A reset that is read together with what came before it is taken for the end.
  ['reset', /^(closed|ECONNRESET)$/],
] as const)('%s after some bytes of the answer', async (kind, end) => {
  await wire.set({ kind, after: 3 });
  expect(await say('hello')).toMatchObject({ got: 'hel', end: expect.stringMatching(end) });
});

test('reset before the answer', async () => {
  await wire.set({ kind: 'reset', after: 0 });
  expect(await say('hello')).toMatchObject({ got: '', end: 'ECONNRESET' });
});

test('reset amid the request', async () => {
  await wire.set({ kind: 'reset', after: 2, of: 'request' });
  expect((await say('hello')).end).toBe('ECONNRESET');
});

test('an answer in slow pieces', async () => {
  await wire.set({ kind: 'slow', bytes: 1, everyMs: 20 });
  expect(await say('hello')).toMatchObject({ got: 'hello', pieces: 5 });
});

test('garbage, half open, down and up again', async () => {
  await wire.set({ kind: 'garbage', text: 'SSH-2.0-x\r\n' });
  expect(await say('hello')).toMatchObject({ got: 'SSH-2.0-x\r\n', end: 'closed' });
  await wire.set({ kind: 'half-open' });
  expect(await say('hello')).toMatchObject({ got: '', end: 'open' });
  const before = wire.accepted;
  await wire.set({ kind: 'down' });
  expect((await say('hello')).end).toBe('ECONNREFUSED');
  expect(wire.accepted).toBe(before);
  await wire.set(null);
  expect((await say('hello')).got).toBe('hello');
});

test('resets what is open when it goes down', async () => {
  const saying = say('hello', 2000);
  setTimeout(() => void wire.set({ kind: 'down' }), 100);
  expect((await saying).end).toBe('ECONNRESET');
});
