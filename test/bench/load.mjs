// A load generator: each lane has one call in flight, each call its own id and arguments, and every answer must be 200 with
// the right id. node load.mjs '{"port":…,"seconds":3,…}' prints one line of JSON.
import { lanes, problemOf } from './lanes.mjs';

const options = {
  port: 0,
  path: '/mcp',
  tool: 'bench__echo',
  lane: 'modern',
  fields: {},
  connections: 32,
  seconds: 3,
  warmSeconds: 0,
  warmCalls: 20_000,
  argumentBytes: 1024,
  ...JSON.parse(process.argv[2] ?? '{}'),
};
const padding = 'a'.repeat(options.argumentBytes);
const meta =
  options.lane === 'modern'
    ? ',"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"bench","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}'
    : '';

let next = 1;
/** Lanes that have had an answer. */
let ready = 0;
let counting = false;
let stopping = false;
let sent = 0;
let open = options.connections;
let failure = null;
const latencies = [];

function request(id) {
  const args = `{"n":"${id}","limit":${id % 100},"text":"${padding}"}`;
  return `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"${options.tool}","arguments":${args}${meta}}}`;
}

function start() {
  let send;
  let id = 0;
  let begun = 0n;
  let done = false;
  let first = true;
  const call = () => {
    if (stopping) return finish();
    id = next++;
    sent += 1;
    begun = process.hrtime.bigint();
    send(request(id));
  };
  const finish = () => {
    done = true;
    open -= 1;
    if (open === 0) report();
  };
  lanes[options.lane](options, {
    ready(sends) {
      send = sends;
      call();
    },
    answered(bytes) {
      const problem = problemOf(bytes, id);
      if (problem !== null) return failed(problem);
      if (first && ++ready === options.connections) begin();
      first = false;
      if (counting) latencies.push(Number(process.hrtime.bigint() - begun));
      call();
    },
    failed: (error) => void (done || failed(error)),
  });
}

function failed(error) {
  failure ??= String(error);
  report();
}

function report() {
  latencies.sort((a, b) => a - b);
  const at = (share) => (latencies[Math.floor(latencies.length * share)] ?? 0) / 1e6;
  const line = { failure, sent, next, counted: latencies.length, p50: at(0.5), p99: at(0.99) };
  process.stdout.write(`${JSON.stringify(line)}\n`, () => process.exit());
}

for (let at = 0; at < options.connections; at++) start();

/** Runs once every lane has had its first answer: a session may take long to open. */
function begin() {
  const begun = performance.now();
  const timer = setInterval(() => {
    const seconds = (performance.now() - begun) / 1000;
    // A host compiles what runs often, for as many calls and not for so long: one that is slow now has more time.
    if (seconds < options.warmSeconds || (sent < options.warmCalls && seconds < options.warmSeconds * 4))
      return;
    clearInterval(timer);
    count();
  }, 50);
}

function count() {
  counting = true;
  process.send?.('counting');
  setTimeout(() => {
    counting = false;
    process.send?.('counted');
    stopping = true;
  }, options.seconds * 1000);
}
