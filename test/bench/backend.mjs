// An HTTP backend that costs almost nothing: raw sockets, prepared answers. It counts every call it executes.
// node backend.mjs '{"answer":"json|sse","bytes":1024}' prints its port; GET /ledger gives the count and resets it,
// POST /ledger adds what a stdio backend has executed.
import { createServer } from 'node:net';
import { createAnswers } from './answers.mjs';

const options = { answer: 'json', bytes: 1024, ...JSON.parse(process.argv[2] ?? '{}') };
const HEAD_END = Buffer.from('\r\n\r\n');
const answers = createAnswers(options.bytes);

function ledger() {
  const calls = new Set(answers.seen);
  const twice = answers.seen.length - calls.size;
  answers.seen = [];
  return JSON.stringify({ calls: calls.size, twice });
}

function http(type, body) {
  return `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

function stream(body) {
  const event = `event: message\ndata: ${body}\n\n`;
  const chunk = `${event.length.toString(16)}\r\n${event}\r\n0\r\n\r\n`;
  return `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n${chunk}`;
}

function empty(status) {
  return `HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`;
}

function respond(head, body) {
  if (head.startsWith('GET /ledger')) return http('application/json', ledger());
  if (head.startsWith('POST /ledger')) {
    answers.seen.push(...body.toString('latin1').split(' '));
    return empty('204 No Content');
  }
  if (!head.startsWith('POST')) return empty('405 Method Not Allowed');
  const answer = answers.answer(body);
  if (answer === null) return empty('202 Accepted');
  return options.answer === 'sse' ? stream(answer) : http('application/json', answer);
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
      socket.write(respond(head, body), 'latin1');
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
