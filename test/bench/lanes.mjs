// How a client of the load generator talks: over raw sockets, one call in flight. Each kind of lane calls `ready` with what
// sends a call, and `answered` with the bytes of each answer: a whole HTTP answer, or an event of a stream.
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const EVENT_END = Buffer.from('\n\n');
const OK = Buffer.from('HTTP/1.1 200');

export const lanes = { modern, session, events };

/** What a call of revision 2026-07-28 says of itself in the head. */
const modernFields = (tool) => ({
  'mcp-protocol-version': '2026-07-28',
  'mcp-method': 'tools/call',
  'mcp-name': tool,
});

/** Stateless: each answer comes on the connection of its call. */
function modern(options, { ready, answered, failed }) {
  const head = headOf(options, { ...modernFields(options.tool), ...options.fields });
  const send = http(options.port, answered, failed, () => ready((body) => send(head, body)));
}

/** A session of the legacy era over Streamable HTTP. */
function session(options, { ready, answered, failed }) {
  const legacy = { ...options.fields, 'mcp-protocol-version': '2025-06-18' };
  let head = headOf(options, legacy);
  let take = (answer) => {
    const id = /\r\nmcp-session-id: ([^\r]+)/i.exec(answer.toString('latin1'))?.[1];
    if (id !== undefined) head = headOf(options, { ...legacy, 'mcp-session-id': id });
    take = () => {
      take = answered;
      ready((body) => send(head, body));
    };
    send(head, INITIALIZED);
  };
  const send = http(
    options.port,
    (answer) => take(answer),
    failed,
    () => send(head, INITIALIZE),
  );
}

/** HTTP with SSE of 2024-11-05: answers come on a stream of their own, each call is only taken. */
function events(options, { ready, answered, failed }) {
  const socket = connect(options.port, '127.0.0.1', () =>
    socket.write(`GET ${options.path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n\r\n`),
  );
  let head;
  let pending = Buffer.alloc(0);
  let take = (event) => {
    const path = /data: (\S+)/.exec(event.toString('latin1'))?.[1];
    head = headOf({ ...options, path }, options.fields);
    const send = http(options.port, ignoreTaken(failed), failed, () => send(head, INITIALIZE));
    take = () => {
      take = answered;
      send(head, INITIALIZED);
      ready((body) => send(head, body));
    };
  };
  socket.on('error', failed).on('close', () => failed('a stream was closed'));
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    const end = pending.lastIndexOf(EVENT_END);
    if (end < 0) return;
    const event = pending.subarray(0, end);
    pending = pending.subarray(end + 2);
    // Notifications may come at any time.
    if (head === undefined || event.includes('"id":')) take(event);
  });
}

/** A POST that is only taken may end after its answer has come, and the next one be on its way. */
function ignoreTaken(failed) {
  return (answer) => {
    if (!answer.includes('HTTP/1.1 202')) failed(`answered ${answer.toString('latin1', 0, 400)}`);
  };
}

const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'bench', version: '1' } },
});
const INITIALIZED = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' });

function headOf({ port, path }, fields) {
  const lines = Object.entries({
    host: `127.0.0.1:${port}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...fields,
  });
  return `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}`;
}

/** A connection; returns what writes a request on it. */
function http(port, answered, failed, connected) {
  const socket = connect(port, '127.0.0.1', connected);
  let pending = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on('error', failed).on('close', () => failed('a connection was closed'));
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (let length = complete(pending); length > 0; length = complete(pending)) {
      const answer = pending.subarray(0, length);
      pending = pending.subarray(length);
      answered(answer);
    }
  });
  return (head, body) => socket.write(`${head}content-length: ${body.length}\r\n\r\n${body}`, 'latin1');
}

/** Length of a complete answer at the start of `bytes`, or 0. */
function complete(bytes) {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return 0;
  const top = bytes.toString('latin1', 0, end).toLowerCase();
  const length = /\ncontent-length: (\d+)/.exec(top);
  if (length !== null) return bytes.length >= end + 4 + Number(length[1]) ? end + 4 + Number(length[1]) : 0;
  if (!top.includes('transfer-encoding')) return end + 4;
  const last = bytes.indexOf('0\r\n\r\n', Math.max(end, bytes.length - 16));
  return last < 0 ? 0 : last + 5;
}

/** What is wrong with an answer to the call `id`, or null. */
export function problemOf(bytes, id) {
  if (bytes.subarray(0, 5).equals(OK.subarray(0, 5)) && !bytes.subarray(0, 12).equals(OK))
    return `answered ${bytes.toString('latin1', 0, 400)}`;
  if (!bytes.includes(`"id":${id},`) && !bytes.includes(`"id":${id}}`))
    return `the answer to ${id} has another id: ${bytes.toString('latin1', 0, 400)}`;
  return bytes.includes('"result":') ? null : `the answer to ${id} has no result`;
}
