// Ten thousand streams through the emitted bundle, each open after its first notification, then left by their clients.
// node test/bench/streams.mjs [--streams 10000] [--rounds 3] [--only node,deno,bun] [--no-gate]
// What they add to the resident memory, and how much of the heap stays when they come and go once more: the first time also
// leaves the code that was compiled for them. The server behind is a child over stdio, which takes no descriptor for a stream:
// the clients and the gateway need one each.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compile } from '../../dist/compiler/index.js';
import { HOSTS } from './hosts.mjs';
import { KEY, keyHash } from './key.mjs';
import { residentMiB } from './processes.mjs';

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: Object.keys(HOSTS).join() },
    'no-gate': { type: 'boolean', default: false },
  },
});
const STREAMS = Number(values.streams);
const ROUNDS = Number(values.rounds);
/** Streams in a row on their way to being open: more would only fill the queue of the listening socket. */
const AT_ONCE = 100;
/** MiB of resident memory that ten thousand may add, and what the heap may keep. */
const MOST_ADDED = { node: 200, deno: 700, bun: 100 };
const MOST_KEPT = 1.05;
const PATIENCE_MS = 10_000;
/** How long the gateway may take to end what nobody waits for. */
const LEAVE_MS = 3000;

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
/** Options that make a host collect when it is told to. */
const COLLECTING = {
  node: ['--expose-gc', '--import', here('heap.mjs')],
  deno: ['--v8-flags=--expose-gc', '--preload', here('heap.mjs')],
  bun: ['--preload', here('heap.mjs')],
};
const folder = mkdtempSync(join(tmpdir(), 'mcpgw-bench-streams-'));

async function built() {
  const command = JSON.stringify([process.execPath, here('holding-backend.mjs')]);
  const yaml = `version: 1
name: streams
hosts: [node>=20.19]
agents:
  loader: { team: bench, keys: ["${keyHash()}"] }
teams: { bench: {} }
servers:
  bench: { command: ${command}, timeout: 10m }
access:
  - { name: all, allow: "*" }
`;
  writeFileSync(join(folder, 'gateway.yaml'), yaml);
  const { bundle, findings } = await compile(join(folder, 'gateway.yaml'), {
    output: 'gateway.mjs',
    minify: true,
  });
  if (bundle === null) throw new Error(findings.map(({ message }) => message).join('\n'));
  writeFileSync(join(folder, 'gateway.mjs'), bundle.code);
  return join(folder, 'gateway.mjs');
}

/** A gateway on `host`: its port, its process, and what tells its heap. */
async function startGateway(host, file) {
  const [program, ...first] = HOSTS[host];
  const args = [...first, ...COLLECTING[host], file, '--port', '0'];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const find = async (pattern) => {
    for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await pause(20)) {
      const found = pattern.exec(said)?.[1];
      if (found !== undefined) return Number(found);
    }
    throw new Error(`${host} did not say ${pattern}: ${said}`);
  };
  const heap = () => {
    said = '';
    child.kill('SIGUSR2');
    return find(/heap (\d+)\n/);
  };
  return { child, heap, port: await find(/127\.0\.0\.1:(\d+)/) };
}

function requestTo(port) {
  const meta = `"progressToken":1,"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}`;
  const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"bench__echo","arguments":{},"_meta":{${meta}}}}`;
  const fields = {
    host: `127.0.0.1:${port}`,
    authorization: `Bearer ${KEY}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': 'bench__echo',
    'content-length': body.length,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /mcp HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

/** Resolves with the connection when the stream has brought its first notification. */
function open(port) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(requestTo(port)));
    let text = '';
    socket.on('error', reject).on('close', () => reject(new Error(`a stream was closed: ${text}`)));
    socket.on('data', (chunk) => {
      text += chunk;
      if (text.includes('notifications/progress')) resolve(socket);
    });
  });
}

async function openMany(port, count) {
  const sockets = [];
  while (sockets.length < count) {
    const some = Math.min(AT_ONCE, count - sockets.length);
    sockets.push(...(await Promise.all(Array.from({ length: some }, () => open(port)))));
  }
  return sockets;
}

async function close(sockets) {
  await Promise.all(sockets.map((socket) => once(socket.removeAllListeners().destroy(), 'close')));
  await pause(LEAVE_MS);
}

async function measure(host, file) {
  const { child, heap, port } = await startGateway(host, file);
  const ended = once(child, 'exit');
  try {
    while (!(await isReady(port))) await pause(50);
    const before = residentMiB(child.pid);
    const sockets = await openMany(port, STREAMS);
    const added = residentMiB(child.pid) - before;
    await close(sockets);
    const first = await heap();
    await close(await openMany(port, STREAMS));
    return { added, kept: (await heap()) / first, heapMiB: first / 2 ** 20 };
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

/** True once the server's tools are known. */
async function isReady(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`, {
    headers: { authorization: `Bearer ${KEY}` },
  });
  return JSON.parse(await answer.text()).servers?.up === 1;
}

const limit = Number(spawnSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).stdout);
if (limit < STREAMS + 100)
  throw new Error(`${limit} descriptors are too few for ${STREAMS} streams; see ulimit -n`);
const file = await built();
let held = true;
for (const host of values.only.split(',')) {
  for (let round = 0; round < ROUNDS; round++) {
    const { added, kept, heapMiB } = await measure(host, file);
    const isHeld = added * 10_000 <= MOST_ADDED[host] * STREAMS && kept <= MOST_KEPT;
    held &&= isHeld;
    console.log(
      `${host.padEnd(5)} ${STREAMS} streams add ${added.toFixed(0)} MiB (bar ≤ ${MOST_ADDED[host]} for 10000) · ` +
        `heap ${heapMiB.toFixed(1)} MiB, after them × ${kept.toFixed(3)} (bar ≤ ${MOST_KEPT})${isHeld ? '' : '  NOT held'}`,
    );
  }
}
rmSync(folder, { recursive: true });
if (!held && !values['no-gate']) process.exitCode = 1;
