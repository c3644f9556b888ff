// A load generator over raw sockets: each connection has one call in flight, each call its own id and arguments,
// and every answer must be 200 with the right id. node load.mjs '{"port":…,"seconds":3,…}' prints one line of JSON.
import { connect } from 'node:net';

const options = {
  port: 0,
  path: '/mcp',
  tool: 'bench__echo',
  fields: {},
  connections: 32,
  seconds: 3,
  warmSeconds: 0,
  argumentBytes: 1024,
  first: 1,
  ...JSON.parse(process.argv[2] ?? '{}'),
};
const padding = 'a'.repeat(options.argumentBytes);
const meta =
  '"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"bench","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}';
const fields = Object.entries({
  host: `127.0.0.1:${options.port}`,
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  'mcp-protocol-version': '2026-07-28',
  'mcp-method': 'tools/call',
  'mcp-name': options.tool,
  ...options.fields,
})
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('');
const head = `POST ${options.path} HTTP/1.1\r\n${fields}`;

let next = options.first;
let counting = false;
let stopping = false;
let sent = 0;
let open = options.connections;
let failure = null;
const latencies = [];

function request(id) {
  const args = `{"n":"${id}","limit":${id % 100},"text":"${padding}"}`;
  const body = `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"${options.tool}","arguments":${args},${meta}}}`;
  return `${head}content-length: ${body.length}\r\n\r\n${body}`;
}

/** Length of a complete answer at the start of `bytes`, or 0. */
function complete(bytes) {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return 0;
  const top = bytes.toString('latin1', 0, end).toLowerCase();
  const length = /\ncontent-length: (\d+)/.exec(top);
  if (length !== null) return bytes.length >= end + 4 + Number(length[1]) ? end + 4 + Number(length[1]) : 0;
  const last = bytes.indexOf('0\r\n\r\n', Math.max(end, bytes.length - 16));
  return last < 0 ? 0 : last + 5;
}

function validate(bytes, id) {
  if (!bytes.subarray(0, 12).equals(OK)) return `answered ${bytes.toString('latin1', 0, 400)}`;
  if (!bytes.includes(`"id":${id},`) && !bytes.includes(`"id":${id}}`))
    return `the answer to ${id} has another id`;
  return null;
}
const OK = Buffer.from('HTTP/1.1 200');

function open1() {
  const socket = connect(options.port, '127.0.0.1');
  let pending = Buffer.alloc(0);
  let id = 0;
  let started = 0n;
  socket.setNoDelay(true);
  function send() {
    if (stopping) return finish();
    id = next++;
    sent += 1;
    started = process.hrtime.bigint();
    socket.write(request(id), 'latin1');
  }
  function finish() {
    socket.destroy();
    open -= 1;
    if (open === 0) report();
  }
  socket.on('connect', send);
  socket.on('error', (error) => {
    failure ??= String(error);
    stopping = true;
    finish();
  });
  socket.on('close', () => {
    if (!stopping) {
      failure ??= 'a connection was closed';
      stopping = true;
      finish();
    }
  });
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    const length = complete(pending);
    if (length === 0) return;
    failure ??= validate(pending.subarray(0, length), id);
    if (failure !== null) stopping = true;
    pending = pending.subarray(length);
    if (counting) latencies.push(Number(process.hrtime.bigint() - started));
    send();
  });
}

function report() {
  latencies.sort((a, b) => a - b);
  const at = (share) => (latencies[Math.floor(latencies.length * share)] ?? 0) / 1e6;
  console.log(
    JSON.stringify({ failure, sent, next, counted: latencies.length, p50: at(0.5), p99: at(0.99) }),
  );
}

for (let at = 0; at < options.connections; at++) open1();
setTimeout(() => {
  counting = true;
  process.send?.('counting');
  setTimeout(() => {
    counting = false;
    process.send?.('counted');
    stopping = true;
    process.disconnect?.();
  }, options.seconds * 1000);
}, options.warmSeconds * 1000);
