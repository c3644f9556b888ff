// tools/call through the emitted bundle, against a bare proxy of the same host and client, and against nginx.
// node test/bench/proxy.mjs [--rounds 5] [--seconds 3] [--answer json|sse] [--bytes 1024] [--no-gate]
// Each contender is started anew each round, in a shuffled order; ratios are taken within a round.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { KEY } from './key.mjs';
import { cpuSeconds, start, stop } from './processes.mjs';
import { median, shuffled, spread } from './stats.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    warm: { type: 'string', default: '3' },
    answer: { type: 'string' },
    bytes: { type: 'string' },
    'no-gate': { type: 'boolean', default: false },
  },
});
const CONTENDERS = ['bare', 'nginx', 'gateway'];
const LOAD_CORE = 0;
const CONTENDER_CORE = 1;
/** The bars: throughput against the bare proxy, CPU per call against nginx. */
const LEAST_THROUGHPUT = 0.7;
const MOST_CPU = 3.5;

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
    child.on('exit', (code) => {
      if (code !== 0) reject(new Error(`the load generator ended with ${code}`));
      else resolve({ ...JSON.parse(printed), cpu: marks[1] - marks[0] });
    });
  });
}

async function ledgerOf(backend) {
  return (await fetch(`http://127.0.0.1:${backend.port}/ledger`)).json();
}

async function measure(name, backend) {
  const contender = await start(CONTENDER_CORE, here(`contenders/${name}.mjs`), [String(backend.port)]);
  try {
    await ledgerOf(backend);
    const run = await load(contender.pid, {
      port: contender.port,
      seconds: Number(values.seconds),
      warmSeconds: Number(values.warm),
      fields: { authorization: `Bearer ${KEY}` },
    });
    const ledger = await ledgerOf(backend);
    if (run.failure !== null) throw new Error(`${name}: ${run.failure}`);
    if (ledger.twice > 0 || ledger.calls !== run.sent) {
      throw new Error(`${name}: ${run.sent} calls sent, ${ledger.calls} executed, ${ledger.twice} twice`);
    }
    if (name === 'gateway') await refusesStrangers(contender.port);
    return {
      perCall: (run.cpu / run.counted) * 1e6,
      perSecond: run.counted / Number(values.seconds),
      p50: run.p50,
      p99: run.p99,
    };
  } finally {
    await stop(contender);
  }
}

/** A run counts only if the gateway was really deciding. */
async function refusesStrangers(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/mcp`, { method: 'POST', body: '{}' });
  if (answer.status !== 401)
    throw new Error(`the gateway answers ${answer.status} to a caller without a key`);
}

async function compare(answer, bytes) {
  const backend = await start(LOAD_CORE, here('backend.mjs'), [JSON.stringify({ answer, bytes })]);
  const rounds = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const results = {};
    for (const name of shuffled(CONTENDERS)) results[name] = await measure(name, backend);
    rounds.push(results);
  }
  await stop(backend);
  return report(`${answer}, ${bytes} B`, rounds);
}

function report(title, rounds) {
  console.log(`\n${title}`);
  for (const name of CONTENDERS) {
    const of = (key) =>
      spread(
        rounds.map((round) => round[name][key]),
        key === 'perSecond' ? 0 : 2,
      );
    console.log(
      `  ${name.padEnd(8)} CPU ${of('perCall')} µs/call · ${of('perSecond')} calls/s · p50 ${of('p50')} ms · p99 ${of('p99')} ms`,
    );
  }
  const throughput = rounds.map(({ gateway, bare }) => gateway.perSecond / bare.perSecond);
  const cpuBare = rounds.map(({ gateway, bare }) => bare.perCall / gateway.perCall);
  const cpu = rounds.map(({ gateway, nginx }) => gateway.perCall / nginx.perCall);
  console.log(`  gateway / bare proxy, throughput  ${spread(throughput)}  (bar ≥ ${LEAST_THROUGHPUT})`);
  console.log(`  bare proxy / gateway, CPU         ${spread(cpuBare)}`);
  console.log(`  gateway / nginx, CPU per call     ${spread(cpu)}  (bar ≤ ${MOST_CPU})`);
  return median(throughput) >= LEAST_THROUGHPUT && median(cpu) <= MOST_CPU;
}

const answers = values.answer ? [values.answer] : ['json', 'sse'];
const sizes = values.bytes ? [Number(values.bytes)] : [1024, 65536];
let held = true;
for (const answer of answers) for (const bytes of sizes) held = (await compare(answer, bytes)) && held;
console.log(held ? '\nbars held' : '\nbars NOT held');
if (!held && !values['no-gate']) process.exitCode = 1;
