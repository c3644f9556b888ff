// The conforming backend as a process. Usage: node run.mjs both|legacy|modern. Prints its URL; ends with its standard input.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import {
  createMcpHandler,
  isLegacyRequest,
  type Server,
  type ServerNotifier,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { EventLog } from './event-log.ts';
import { conformingServer } from './server.ts';

const eras = process.argv[2] ?? 'both';
const sessions = new Map<string, WebStandardStreamableHTTPServerTransport>();

const modern = createMcpHandler(() => conformingServer(() => modern.notify, 'modern'), { legacy: 'reject' });

function notifierOf(server: Server): ServerNotifier {
  return {
    toolsChanged: () => void server.sendToolListChanged(),
    promptsChanged: () => void server.sendPromptListChanged(),
    resourcesChanged: () => void server.sendResourceListChanged(),
    resourceUpdated: (uri) => void server.sendResourceUpdated({ uri }),
  };
}

async function legacy(request: Request): Promise<Response> {
  const known = sessions.get(request.headers.get('mcp-session-id') ?? '');
  if (known !== undefined) return known.handleRequest(request);
  if (request.headers.has('mcp-session-id')) return new Response(null, { status: 404 });
  const transport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: () => crypto.randomUUID(),
    onsessioninitialized: (id) => void sessions.set(id, transport),
    onsessionclosed: (id) => void sessions.delete(id),
    eventStore: new EventLog(),
    retryInterval: 500,
  });
  await conformingServer(notifierOf, 'legacy').connect(transport);
  return transport.handleRequest(request);
}

/** Names of this machine: a page elsewhere that was made to resolve to it has another. */
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

async function answer(request: Request): Promise<Response> {
  if (!LOCAL.test(request.headers.get('host') ?? '')) return new Response(null, { status: 403 });
  if (eras === 'modern') return modern.fetch(request);
  if (eras === 'legacy' || (await isLegacyRequest(request))) return legacy(request);
  return modern.fetch(request);
}

function requestOf(incoming: IncomingMessage, signal: AbortSignal): Request {
  const body = incoming.method === 'POST' ? Readable.toWeb(incoming) : null;
  const { method = 'GET', headers, url } = incoming;
  const init = { method, headers: headers as Record<string, string>, body, signal, duplex: 'half' };
  return new Request(`http://${headers.host}${url}`, init as RequestInit);
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new AbortController();
  outgoing.on('close', () => gone.abort());
  const response = await answer(requestOf(incoming, gone.signal));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) outgoing.end();
  else
    Readable.fromWeb(response.body as ReadableStream)
      .on('error', () => outgoing.destroy())
      .pipe(outgoing);
}

const http = createServer((incoming, outgoing) => {
  serve(incoming, outgoing).catch(() => outgoing.destroy());
});
http.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp\n`);
});
process.stdin.resume().on('end', () => process.exit(0));
