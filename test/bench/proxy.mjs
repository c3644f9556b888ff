// tools/call through the emitted bundle on Node, Deno and Bun, beside bare proxies, nginx, and peers from npm.
// node test/bench/proxy.mjs [--rounds 5] [--seconds 3] [--warm 3] [--answer json|sse] [--bytes 1024|65536] [--only a,b,…]
// [--no-gate]. Each contender is started anew each round, in a shuffled order; ratios are taken within a round.
import { parseArgs } from 'node:util';
import { BARS, CONTENDERS } from './contenders.mjs';
import { measure, startBackend } from './contest.mjs';
import { installPeers } from './peers/install.mjs';
import { median, shuffled, spread } from './stats.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    warm: { type: 'string', default: '3' },
    answer: { type: 'string' },
    bytes: { type: 'string' },
    only: { type: 'string' },
    'no-gate': { type: 'boolean', default: false },
  },
});
const times = { seconds: Number(values.seconds), warmSeconds: Number(values.warm) };
const names = values.only?.split(',') ?? CONTENDERS.map(({ name }) => name);
for (const name of names)
  if (!CONTENDERS.some((contender) => contender.name === name)) throw new Error(`nobody is called ${name}`);
const contenders = CONTENDERS.filter(({ name }) => names.includes(name));
if (contenders.some(({ peer }) => peer)) installPeers();

async function compare(answer, bytes) {
  const backend = await startBackend(answer, bytes);
  const rounds = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const results = {};
    for (const contender of shuffled(contenders))
      results[contender.name] = await measure(contender, backend, times);
    rounds.push(results);
  }
  backend.child.kill();
  console.log(`\n${answer}, ${bytes} B`);
  for (const { name } of contenders) describe(name, rounds);
  return BARS.map((bar) => isHeld(bar, rounds)).every(Boolean);
}

function describe(name, rounds) {
  const of = (key, digits) =>
    spread(
      rounds.map((round) => round[name][key]),
      digits,
    );
  const latency = `p50 ${of('p50')} ms · p99 ${of('p99')} ms`;
  console.log(
    `  ${name.padEnd(12)} CPU ${of('perCall', 1)} µs/call · ${of('perSecond', 0)} calls/s · ${latency}`,
  );
}

/** True also where one of the two is not measured. */
function isHeld({ of, to, cpu, throughput }, rounds) {
  const pairs = rounds.map((round) => [round[of], round[to]]);
  if (pairs.some((pair) => pair.includes(undefined))) return true;
  if (throughput !== undefined) {
    const ratios = pairs.map(([one, other]) => one.perSecond / other.perSecond);
    return verdict(`${of} / ${to}, throughput`, ratios, `≥ ${throughput}`, median(ratios) >= throughput);
  }
  const ratios = pairs.map(([one, other]) => one.perCall / other.perCall);
  const held = median(ratios) <= cpu;
  if (cpu >= 1) return verdict(`${of} / ${to}, CPU per call`, ratios, `≤ ${cpu}`, held);
  const inverse = ratios.map((ratio) => 1 / ratio);
  return verdict(`${to} / ${of}, CPU per call`, inverse, `≥ ${1 / cpu}`, held);
}

function verdict(title, ratios, bar, held) {
  console.log(`  ${title.padEnd(42)} ${spread(ratios)}  bar ${bar}${held ? '' : '  NOT held'}`);
  return held;
}

const answers = values.answer ? [values.answer] : ['json', 'sse'];
const sizes = values.bytes ? [Number(values.bytes)] : [1024, 65536];
let held = true;
for (const answer of answers) for (const bytes of sizes) held = (await compare(answer, bytes)) && held;
console.log(held ? '\nbars held' : '\nbars NOT held');
if (!held && !values['no-gate']) process.exitCode = 1;
