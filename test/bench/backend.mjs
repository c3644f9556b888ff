// A backend that costs almost nothing: raw sockets, one prepared answer. It counts every call it executes.
// node backend.mjs '{"answer":"json|sse","bytes":1024}' prints its port; GET /ledger gives the count and resets it.
import { createServer } from 'node:net';

const options = { answer: 'json', bytes: 1024, ...JSON.parse(process.argv[2] ?? '{}') };
const HEAD_END = Buffer.from('\r\n\r\n');
const text = 'x'.repeat(options.bytes);
const result = `{"resultType":"complete","content":[{"type":"text","text":"${text}"}]}`;
const discover = JSON.stringify({
  resultType: 'complete',
  supportedVersions: ['2026-07-28'],
  capabilities: { tools: {} },
  ttlMs: 3_600_000,
  cacheScope: 'public',
});
const tools = JSON.stringify({
  resultType: 'complete',
  tools: [{ name: 'echo', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } }],
  ttlMs: 3_600_000,
  cacheScope: 'public',
});

/** Unique numbers of the calls executed since the last look. */
let seen = new Set();
let twice = 0;

function ledger() {
  const answer = JSON.stringify({ calls: seen.size, twice });
  seen = new Set();
  twice = 0;
  return answer;
}

function between(body, open, close) {
  const start = body.indexOf(open);
  if (start < 0) return null;
  const from = start + open.length;
  return body.toString('latin1', from, body.indexOf(close, from));
}

function execute(body) {
  const id = between(body, '"id":', ',');
  if (body.includes('"server/discover"')) return message(id, discover);
  if (body.includes('"tools/list"')) return message(id, tools);
  const unique = between(body, '"n":"', '"');
  if (seen.has(unique)) twice += 1;
  seen.add(unique);
  return message(id, result);
}

function message(id, json) {
  return `{"jsonrpc":"2.0","id":${id},"result":${json}}`;
}

function http(type, body) {
  return `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

function stream(body) {
  const event = `event: message\ndata: ${body}\n\n`;
  const chunk = `${event.length.toString(16)}\r\n${event}\r\n0\r\n\r\n`;
  return `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n${chunk}`;
}

const server = createServer((socket) => {
  let pending = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      const end = pending.indexOf(HEAD_END);
      if (end < 0) return;
      const head = pending.toString('latin1', 0, end);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (pending.length < end + 4 + length) return;
      const body = pending.subarray(end + 4, end + 4 + length);
      pending = pending.subarray(end + 4 + length);
      if (head.startsWith('GET /ledger')) socket.write(http('application/json', ledger()));
      else
        socket.write(
          options.answer === 'sse' ? stream(execute(body)) : http('application/json', execute(body)),
          'latin1',
        );
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
