// The HTTP client over fetch: what is told, in order and once; nothing that fetch would do by itself.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import type { HttpCall } from '../../runtime/contract/environment.ts';
import { encode } from '../../runtime/protocol/bytes.ts';
import { createFetchClient } from '../../runtime/servers/fetch.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const call = (origin: string, more: Partial<HttpCall> = {}): HttpCall => ({
  origin,
  path: '/mcp?a=b',
  method: 'POST',
  fields: ['x-a', '1'],
  body: [encode('he'), encode('llo')],
  stream: false,
  ...more,
});

/** All that is told, as lines, and when the work it holds a request for is done. */
async function told(asked: HttpCall): Promise<readonly string[]> {
  const lines: string[] = [];
  let held: Promise<unknown> = Promise.resolve();
  const client = createFetchClient({
    hold: (work) => {
      held = work;
    },
  });
  client.request(asked, {
    head: (status, fields) => void lines.push(`head ${status} ${new Map(pairs(fields)).get('x-b') ?? ''}`),
    data: (chunk) => void lines.push(`data ${Buffer.from(chunk).toString()}`),
    end: () => void lines.push('end'),
    error: (_detail, begun) => void lines.push(`error ${begun}`),
  });
  expect(lines).toEqual([]);
  await held;
  return lines;
}

function pairs(fields: readonly string[]): [string, string][] {
  return fields.flatMap((name, at) => (at % 2 === 0 ? [[name, fields[at + 1]!] as [string, string]] : []));
}

test('a request as it is, and its answer piece by piece', async () => {
  const origin = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { 'x-a': a, 'accept-encoding': coding } = request.headers;
    response.writeHead(200, { 'x-b': `${request.method} ${request.url} ${a} ${coding}` });
    response.end(body);
  });
  expect(await told(call(origin))).toEqual(['head 200 POST /mcp?a=b 1 identity', 'data hello', 'end']);
});

test('a redirect is an answer: nothing goes where it points', async () => {
  const asked: string[] = [];
  const origin = await serve((request, response) => {
    asked.push(request.url!);
    response.writeHead(307, { location: '/elsewhere', 'x-b': 'moved' }).end();
  });
  expect(await told(call(origin))).toEqual(['head 307 moved', 'end']);
  expect(asked).toEqual(['/mcp?a=b']);
});

test('what came packed all the same is unpacked, and does not say that it is packed', async () => {
  const origin = await serve((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('hello'));
  });
  const fields: string[] = [];
  const client = createFetchClient({ hold() {} });
  await new Promise<void>((end) =>
    client.request(call(origin), { head: (_, all) => void fields.push(...all), data() {}, end, error() {} }),
  );
  expect(fields).not.toContain('content-encoding');
});

test('an answer that breaks off, and a server that is not there: it may have begun', async () => {
  const origin = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '10' });
    response.write('hel', () => response.destroy());
  });
  expect((await told(call(origin))).at(-1)).toBe('error true');
  expect(await told(call('http://127.0.0.1:9'))).toEqual(['error true']);
});

test('after a cancel nothing is told, and the server sees it', async () => {
  let begun = (): void => {};
  const arrived = new Promise<void>((resolve) => {
    begun = resolve;
  });
  let left: Promise<unknown> = Promise.resolve();
  const origin = await serve((request, response) => {
    left = once(response, 'close');
    request.resume();
    begun();
  });
  let held: Promise<unknown> = Promise.resolve();
  const client = createFetchClient({
    hold: (work) => {
      held = work;
    },
  });
  const never = () => expect.fail('told after the cancel');
  const cancel = client.request(call(origin), { head: never, data: never, end: never, error: never });
  await arrived;
  cancel();
  await Promise.all([held, left]);
});

test('a stream that would stay open is refused without asking', async () => {
  const origin = await serve(() => expect.fail('asked'));
  expect(await told(call(origin, { method: 'GET', body: null, stream: true }))).toEqual(['head 405 ', 'end']);
});
