// `npm start`: compiles the quickstart's gateway, serves it in front of three real servers, and shows what two agents are answered.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ask, KEYS } from './ask.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const cli = join(root, 'dist/program/main.js');
const everything = join(root, 'node_modules/@modelcontextprotocol/server-everything/dist/index.js');
const children = [];

/** The wanted port if it is free, else any. */
function freePort(wanted) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () => (wanted === 0 ? reject(new Error('no free port')) : resolve(freePort(0))));
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Resolves when something listens on the port, or after ten seconds. */
async function listening(port) {
  for (let tries = 0; tries < 200 && !stopping; tries++) {
    const open = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts a child in a process group of its own: Ctrl-C reaches it through `stop`, in order, once. */
function start(name, file, env, stdio, gone = (reason) => stop(`${name} ended with ${reason}`)) {
  const child = spawn(process.execPath, [file, ...(name === 'everything' ? ['streamableHttp'] : [])], {
    cwd: here,
    env: { ...process.env, ...env },
    stdio,
    detached: true,
  });
  child.once('exit', (code, signal) => {
    children.splice(children.indexOf(child), 1);
    if (!stopping) void gone(code ?? signal);
  });
  children.push(child);
  return child;
}

/** The HTTP server: whoever ends it sees what the gateway does without it, and with it when it is back. */
function startEverything(port) {
  const begun = performance.now();
  start('everything', everything, { PORT: String(port) }, 'ignore', (reason) => {
    if (performance.now() - begun < 1000) return stop(`everything ended with ${reason}`);
    console.error(
      '\nserver everything has ended: the gateway goes on without it. It is started again in 3 s.\n',
    );
    setTimeout(() => !stopping && startEverything(port), 3000);
  });
}

let stopping = false;
let stoppedAt = 0;

async function stop(reason) {
  if (stopping) {
    // A second signal does not wait for what is in flight. npm may send the first one twice, at once.
    if (performance.now() - stoppedAt > 500) for (const child of children) child.kill('SIGTERM');
    return;
  }
  stoppedAt = performance.now();
  stopping = true;
  if (reason) console.error(`\nstopping: ${reason}`);
  // The gateway first: it drains, and ends the servers it started itself.
  for (const child of [...children].reverse()) await ended(child);
  process.exit(reason ? 1 : 0);
}

function ended(child) {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
}

function compile() {
  const begun = performance.now();
  const built = spawnSync(process.execPath, [cli, 'compile', 'gateway.yaml', '-o', 'gateway.mjs'], {
    cwd: here,
    stdio: 'inherit',
  });
  if (built.status !== 0) process.exit(built.status ?? 1);
  console.log(`compiled examples/quickstart/gateway.yaml in ${Math.round(performance.now() - begun)} ms`);
}

/** Waits until the gateway has listed every server, or 20 seconds. */
async function ready(base) {
  for (let tries = 0; tries < 200 && !stopping; tries++) {
    const answer = await fetch(`${base}/readyz`, { headers: { 'x-api-key': KEYS['support-bot'] } }).catch(
      () => null,
    );
    const servers = (await answer?.json().catch(() => null))?.servers;
    if (servers && servers.up > 0 && servers.starting + servers.down === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function show(url) {
  for (const agent of Object.keys(KEYS)) {
    const { tools } = (await ask(url, agent, 'tools/list')).result;
    console.log(`\n${agent} sees ${tools.length} tools, and is answered:`);
    const calls = [
      ['everything__get-sum', { a: 20, b: 22 }],
      ['everything__get-sum', { a: 60, b: 60 }],
      ['files__write_file', { path: 'note.txt', content: `from ${agent}\n` }],
      ['files__write_file', { path: 'run.sh', content: 'echo no\n' }],
      ['everything__get-env', {}],
    ];
    for (const [tool, args] of calls) {
      const { result, error } = await ask(url, agent, 'tools/call', { name: tool, arguments: args });
      const answer = error ? `error ${error.code}: ${error.message}` : result.content[0].text;
      const mark = error || result.isError ? '✗' : '✓';
      console.log(`  ${mark} ${tool} ${JSON.stringify(args)}\n      ${answer.trim().split('\n')[0]}`);
    }
  }
}

function tellHow(url) {
  const body =
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"everything__echo","arguments":{"message":"hello"},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}';
  console.log(`
The gateway serves ${url}
  key of support-bot  ${KEYS['support-bot']}
  key of builder      ${KEYS.builder}
  (both are public, for this demonstration only: \`npx mcpgw key NAME\` makes a real one)

Try it:
  curl -s ${url} -H 'Authorization: Bearer ${KEYS['support-bot']}' \\
    -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' \\
    -H 'MCP-Protocol-Version: 2026-07-28' -H 'Mcp-Method: tools/call' -H 'Mcp-Name: everything__echo' \\
    -d '${body}'
  npx -y --loglevel=error -p node@24 -p @modelcontextprotocol/inspector@2 mcp-inspector --cli ${url} \\
    --transport http --header 'Authorization: Bearer ${KEYS['support-bot']}' --method tools/list

Below is the audit log, a line for each call. Ctrl-C ends the gateway and its servers.
`);
}

process.on('SIGINT', () => stop());
process.on('SIGTERM', () => stop());
// Whoever reads what is said here may go, as `head` does: what was started goes too.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => void stop());
// A signal to npm alone ends npm and its shell, not what they started.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && stop(), 500).unref();
if (![cli, everything].every(existsSync)) {
  console.error(
    'This demonstration runs in a clone of the repository, where its servers are: npm ci && npm start',
  );
  process.exit(1);
}
compile();
const backendPort = await freePort(3001);
const wanted = Number(process.env.PORT) || 8080;
const port = await freePort(wanted);
if (port !== wanted) console.log(`port ${wanted} is taken: the gateway takes ${port}`);
startEverything(backendPort);
await listening(backendPort);
const gateway = start(
  'gateway',
  join(here, 'gateway.mjs'),
  {
    PORT: String(port),
    EVERYTHING_URL: `http://127.0.0.1:${backendPort}/mcp`,
    MEMORY_FILE_PATH: join(tmpdir(), `mcpgw-quickstart-memory-${process.pid}.jsonl`),
  },
  ['ignore', 'pipe', 'inherit'],
);
let audit = '';
gateway.stdout.setEncoding('utf8').on('data', (text) => {
  if (audit === null) process.stdout.write(text);
  else audit += text;
});
const url = `http://127.0.0.1:${port}/mcp`;
await ready(url.slice(0, -4));
// What is asked while all ends is not answered.
if (!stopping) await show(url).catch((error) => void stop(`no answer: ${error.message}`));
if (!stopping) {
  tellHow(url);
  process.stdout.write(audit);
  audit = null;
}
