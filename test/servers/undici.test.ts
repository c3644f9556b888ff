// The HTTP client: what is told, in order and once; what may have been sent; bounds.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { HttpCall, HttpClient } from '../../runtime/contract/environment.ts';
import { encode } from '../../runtime/protocol/bytes.ts';
import { createHttpClient } from '../../runtime/servers/undici.ts';

const servers: Server[] = [];
const clients: HttpClient[] = [];

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

function client(options: Parameters<typeof createHttpClient>[0] = {}): HttpClient {
  const made = createHttpClient(options);
  clients.push(made);
  return made;
}

async function serve(listener: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function post(origin: string, more: Partial<HttpCall> = {}): HttpCall {
  return {
    origin,
    path: '/mcp?a=b',
    method: 'POST',
    fields: ['x-a', '1'],
    body: [encode('he'), encode('llo')],
    stream: false,
    ...more,
  };
}

/** All that is told of a request, as lines; resolves at its end. */
function told(http: HttpClient, call: HttpCall): Promise<string[]> {
  return new Promise((resolve) => {
    const lines: string[] = [];
    http.request(call, {
      head: (status, fields) => void lines.push(`head ${status} ${fields.join(' ')}`),
      data: (chunk) => void lines.push(`data ${Buffer.from(chunk).toString()}`),
      end: () => resolve([...lines, 'end']),
      error: (detail, begun) => resolve([...lines, `error ${begun} ${detail}`]),
    });
  });
}

test('a request and its answer', async () => {
  const origin = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      response.sendDate = false;
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      response.writeHead(203, { 'X-One': 'a', 'content-length': '19' });
      response.end(`${request.method} ${request.url} ${body}`);
    });
  });
  expect(await told(client(), post(origin))).toEqual([
    'head 203 x-one a content-length 19',
    'data POST /mcp?a=b hello',
    'end',
  ]);
});

test('nobody there, and a closed client: nothing was sent', async () => {
  const [line] = await told(client(), post('http://127.0.0.1:1'));
  expect(line).toMatch(/^error false .*ECONNREFUSED/);
  const closed = client();
  await closed.close();
  expect(await told(closed, post('http://127.0.0.1:1'))).toEqual(['error false the client is closed']);
});

test('a header that cannot be sent is an error, not a throw', async () => {
  const [line] = await told(client(), post('http://127.0.0.1:1', { fields: ['x-a', 'b\r\nc: d'] }));
  expect(line).toMatch(/^error false invalid x-a header/);
});

test('a connection that ends without an answer: something may have been sent', async () => {
  const origin = await serve((request) => void request.socket.destroy());
  expect((await told(client(), post(origin)))[0]).toMatch(/^error true/);
});

test('bounded connections; one that waits in line and is cancelled is never sent', async () => {
  const seen: string[] = [];
  const release: (() => void)[] = [];
  const origin = await serve((request, response) => {
    seen.push(request.url ?? '');
    release.push(() => response.end('ok'));
  });
  const http = client({ connections: 2 });
  const pending = ['/1', '/2'].map((path) => told(http, post(origin, { path })));
  let heard = 0;
  const hear = () => void heard++;
  const cancel = http.request(post(origin, { path: '/3' }), {
    head: hear,
    data: hear,
    end: hear,
    error: hear,
  });
  const last = told(http, post(origin, { path: '/4' }));
  while (release.length < 2) await new Promise((next) => setTimeout(next, 5));
  cancel();
  for (const run of release.splice(0)) run();
  await Promise.all(pending);
  while (release.length < 1) await new Promise((next) => setTimeout(next, 5));
  for (const run of release.splice(0)) run();
  expect((await last).at(-1)).toBe('end');
  expect(seen.sort()).toEqual(['/1', '/2', '/4']);
  expect(heard).toBe(0);
});

test('streams do not take connections from calls', async () => {
  const origin = await serve((request, response) => {
    if (request.url === '/stream') response.writeHead(200).flushHeaders();
    else response.end('ok');
  });
  const http = client({ connections: 1 });
  const ignore = { head: () => {}, data: () => {}, end: () => {}, error: () => {} };
  for (let i = 0; i < 5; i++)
    http.request(post(origin, { path: '/stream', stream: true, method: 'GET', body: null }), ignore);
  expect((await told(http, post(origin))).at(-1)).toBe('end');
});

test('reads on when what it told of has been taken', async () => {
  const origin = await serve((_, response) => void response.end(Buffer.alloc(2_000_000)));
  let taken = true;
  let length = 0;
  await new Promise<void>((resolve, reject) => {
    client().request(post(origin), {
      head() {},
      data(chunk) {
        if (!taken) reject(new Error('told while it waits'));
        taken = false;
        length += chunk.length;
        return new Promise((wait) => setImmediate(wait)).then(() => {
          taken = true;
        });
      },
      end: resolve,
      error: (detail) => reject(new Error(detail)),
    });
  });
  expect(length).toBe(2_000_000);
});
