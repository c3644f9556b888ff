// Process start to first answer: the smallest gateway, beside an empty server of the same host.
// node test/bench/start.mjs [--rounds 15] [--only node,deno,bun] [--no-gate]
// All take turns within a round, in a shuffled order; ratios are taken within a round.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compile } from '../../dist/compiler/index.js';
import { freePort } from './contenders/run.mjs';
import { HOSTS } from './hosts.mjs';
import { keyHash } from './key.mjs';
import { median, shuffled, spread } from './stats.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    only: { type: 'string', default: Object.keys(HOSTS).join() },
    'no-gate': { type: 'boolean', default: false },
  },
});
const MOST = 1.6;
const PATIENCE_MS = 10_000;
const ASK = 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n';
const hosts = values.only.split(',');
const folder = mkdtempSync(join(tmpdir(), 'mcpgw-bench-start-'));

const HTTP = `import { createServer } from 'node:http';
import process from 'node:process';
createServer((request, response) => response.end('up')).listen(Number(process.argv[3]), '127.0.0.1');`;

/** An empty server by the host's own means; beside it one over node:http, which the gateway serves over everywhere. */
const EMPTY = {
  node: HTTP,
  deno: `Deno.serve({ hostname: '127.0.0.1', port: Number(Deno.args[1]), onListen() {} }, () => new Response('up'));`,
  bun: `Bun.serve({ hostname: '127.0.0.1', port: Number(process.argv[3]), fetch: () => new Response('up') });`,
};

function write(name, text) {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function smallest() {
  const yaml = `version: 1
name: smallest
hosts: [node>=20.19]
agents:
  one: { team: t, keys: ["${keyHash()}"] }
teams: { t: {} }
servers:
  only: { url: "http://127.0.0.1:9/mcp" }
access:
  - { name: all, allow: "*" }
`;
  const { bundle, findings } = await compile(write('gateway.yaml', yaml), {
    output: 'gateway.mjs',
    minify: true,
  });
  if (bundle === null) throw new Error(findings.map(({ message }) => message).join('\n'));
  return write('gateway.mjs', bundle.code);
}

/** Milliseconds from the start of `file` on `host` to its first whole answer. */
async function timeStart(host, file) {
  const port = await freePort();
  const [program, ...args] = HOSTS[host];
  const begun = performance.now();
  const child = spawn(program, [...args, file, '--port', String(port)], { stdio: 'ignore' });
  try {
    while (!(await ask(port)).startsWith('HTTP/1.1 200')) {
      if (performance.now() - begun > PATIENCE_MS) throw new Error(`${file} does not answer on ${host}`);
    }
    return performance.now() - begun;
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

/** What `port` answers; nothing where nobody listens yet. */
function ask(port) {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(ASK));
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', () => setTimeout(resolve, 1, ''));
    socket.on('close', () => setTimeout(resolve, 1, text));
  });
}

const gateway = await smallest();
const runs = hosts.flatMap((host) => [
  { host, what: 'empty', file: write(`${host}.mjs`, EMPTY[host]) },
  { host, what: 'node:http', file: write(`${host}-http.mjs`, HTTP) },
  { host, what: 'gateway', file: gateway },
]);
const rounds = [];
for (let round = 0; round < Number(values.rounds); round++) {
  const times = {};
  for (const { host, what, file } of shuffled(runs)) times[`${what} ${host}`] = await timeStart(host, file);
  rounds.push(times);
}
let held = true;
for (const host of hosts) {
  const of = (what) => rounds.map((times) => times[`${what} ${host}`]);
  const beside = (what) => rounds.map((times) => times[`gateway ${host}`] / times[`${what} ${host}`]);
  const isHeld = median(beside('empty')) <= MOST;
  held &&= isHeld;
  console.log(
    `${host.padEnd(5)} empty ${spread(of('empty'), 0)} ms · node:http ${spread(of('node:http'), 0)} ms · gateway ` +
      `${spread(of('gateway'), 0)} ms · beside node:http ${spread(beside('node:http'))} · beside empty ` +
      `${spread(beside('empty'))}  bar ≤ ${MOST}${isHeld ? '' : '  NOT held'}`,
  );
}
rmSync(folder, { recursive: true });
if (!held && !values['no-gate']) process.exitCode = 1;
