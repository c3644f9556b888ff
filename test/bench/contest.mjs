// One contender under load, in processes of their own: what a call costs it. A run that is not sound is an error.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cpuSeconds, start, stop } from './processes.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const LOAD_CORE = 0;
const CONTENDER_CORE = 1;
/** Stdio backends tell the ledger a little later, in milliseconds. */
const LEDGER_MS = 200;

/** A backend whose calls are answered by `answer` (`json` or `sse`) with so many bytes. */
export async function startBackend(answer, bytes) {
  const started = await start(LOAD_CORE, here('backend.mjs'), [JSON.stringify({ answer, bytes })]);
  return { ...started, bytes };
}

/** Starts `contender` anew, loads it, checks what came of it, ends it. */
export async function measure({ name, file, args = [], decides, lane, tool, path, fields }, backend, times) {
  const world = [String(backend.port), ...args, String(backend.bytes)];
  const contender = await start(CONTENDER_CORE, here(`contenders/${file}.mjs`), world);
  try {
    await ledgerOf(backend);
    const { pid, port } = contender;
    const run = await load(pid, { port, lane, tool, path, fields, ...times });
    if (run.failure !== null) throw new Error(`${name}: ${run.failure}`);
    if (lane !== undefined) await new Promise((resolve) => setTimeout(resolve, LEDGER_MS));
    const { calls, twice } = await ledgerOf(backend);
    if (twice > 0 || calls !== run.sent)
      throw new Error(`${name}: ${run.sent} calls sent, ${calls} executed, ${twice} twice`);
    if (run.counted === 0) throw new Error(`${name}: no answer came while it counted`);
    if (decides) await refusesStrangers(port);
    const perSecond = run.counted / times.seconds;
    return { perCall: (run.cpu / run.counted) * 1e6, perSecond, p50: run.p50, p99: run.p99 };
  } finally {
    await stop(contender);
  }
}

/** Runs the load; takes the contender's CPU at the very marks between which the load counts. */
function load(pid, options) {
  const args = ['-c', String(LOAD_CORE), process.execPath, here('load.mjs'), JSON.stringify(options)];
  const child = spawn('taskset', args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const marks = [];
  let printed = '';
  child.on('message', () => marks.push(cpuSeconds(pid)));
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`the load generator ended with ${code}`));
      else resolve({ ...JSON.parse(printed), cpu: marks[1] - marks[0] });
    });
  });
}

async function ledgerOf(backend) {
  return (await fetch(`http://127.0.0.1:${backend.port}/ledger`)).json();
}

/** A run counts only if the gateway was really deciding. */
async function refusesStrangers(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/mcp`, { method: 'POST', body: '{}' });
  if (answer.status !== 401)
    throw new Error(`the gateway answers ${answer.status} to a caller without a key`);
}
