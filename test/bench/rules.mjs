// What ten thousand rules cost beside ten: a decision, the check of the policy, the start of the bundle.
// node test/bench/rules.mjs [--rounds 7] [--no-gate]
// Sizes take turns within a round, in a shuffled order; ratios are taken within a round.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { compile } from '../../dist/compiler/index.js';
import { indexedAccessStage } from '../../dist/runtime/access/indexed.js';
import { hospital } from './hospital.mjs';
import { median, shuffled, spread } from './stats.mjs';
import { world } from './world.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, 'no-gate': { type: 'boolean', default: false } },
});
const ROUNDS = Number(values.rounds);
const SIZES = [10, 100, 1000, 10_000];
const LARGEST = 10_000;
/**
 * The bars: a decision beside one among 10 rules; seconds of a check by size, the least of its rounds, since other work on
 * the machine only adds; a start beside the smallest.
 */
const MOST_DECISION = 1.3;
const MOST_CHECK = { 10: 0.3, 100: 0.5, 1000: 1, 10000: 5 };
const MOST_START = 3;
const CALLS = 40_000;
/** Decisions in a slice. */
const SLICE = 500;
/** As many agents call whatever the size is: how many call is not what is measured. The smallest policy has two. */
const CALLERS = 2;

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(root, 'dist/program/main.js');
const folder = mkdtempSync(join(tmpdir(), 'mcpgw-bench-rules-'));

function toolOf(name) {
  const annotations = {
    title: '',
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: false,
    openWorldHint: true,
  };
  return Object.freeze({
    name: `ehr__${name}`,
    original: name,
    server: 'ehr',
    title: '',
    annotations,
    labels: {},
  });
}

async function prepare(size) {
  const policy = hospital(size);
  const file = policy.write(join(folder, String(size)));
  const { bundle, findings } = await compile(file, { output: 'gateway.mjs', minify: true });
  if (bundle === null) throw new Error(findings.map(({ message }) => message).join('\n'));
  const path = join(folder, String(size), 'gateway.mjs');
  writeFileSync(path, bundle.code);
  const { createGateway } = await import(pathToFileURL(path).href);
  const stage = indexedAccessStage(createGateway(world()).gateway.plan);
  const judges = new Map(
    [...new Set(policy.permits.flatMap(({ actions }) => actions))].map((action) => [
      action,
      stage.judge(toolOf(action), (rule) => rule.tools(toolOf(action).name)),
    ]),
  );
  const agents = new Map(
    policy.agents.map((agent) => [
      agent.name,
      Object.freeze({ ...agent, claims: {}, scopes: [], method: 'key' }),
    ]),
  );
  return { size, policy, path, judges, agents };
}

const DAY = requestAt(Date.UTC(2026, 10, 20, 9));
const NIGHT = requestAt(Date.UTC(2026, 10, 20, 21));

function requestAt(time) {
  return Object.freeze({ method: 'tools/call', time, id: '1', ip: '', meta: {}, headers: {} });
}

const any = (list) => list[Math.floor(Math.random() * list.length)];

/** The allows of a few agents. */
function permitsOf({ permits }, callers) {
  const chosen = new Set(shuffled([...new Set(permits.map(({ agent }) => agent))]).slice(0, callers));
  return permits.filter(({ agent }) => chosen.has(agent));
}

/** Fresh arguments for each call, and the rule that must decide it; one in eight is denied. */
function callsOf({ policy, judges, agents }, callers) {
  const permits = permitsOf(policy, callers);
  return Array.from({ length: CALLS }, (_, at) => {
    const { name, ward, kind, actions, agent } = any(permits);
    const denied = at % 8 === 0;
    const args = JSON.stringify({ ward, kind, sensitivity: denied ? 5 : at % 4, patient: `p${at}` });
    const call = { args: JSON.parse(args), request: denied ? NIGHT : DAY, readable: true };
    const rule = denied ? `${ward}-sensitive` : name;
    return { judge: judges.get(any(actions)), agent: agents.get(agent), call, rule };
  });
}

/** Each decision must be made by its rule, or the figure is of something else. */
function demandRules(calls, verdicts) {
  const wrong = calls.findIndex(({ rule }, at) => verdicts[at].rule !== rule);
  if (wrong >= 0) throw new Error(`${calls[wrong].rule} was to decide, ${verdicts[wrong].rule} did`);
}

/** Nanoseconds a decision in a slice that is short enough that now and then nothing else happens in it. */
function timeSlice(calls, verdicts, from) {
  const begun = process.hrtime.bigint();
  for (let at = from; at < from + SLICE; at++) {
    const { judge, agent, call } = calls[at];
    verdicts[at] = judge.decide(agent, call);
  }
  return Number(process.hrtime.bigint() - begun) / SLICE;
}

/**
 * A round: slices of all sizes take turns, so that a busy machine is busy for all; of each size the least counts, since
 * other work and the collector only add. Every call has arguments of its own, and is decided once to be timed.
 */
function roundOfDecisions(callers) {
  const runs = hospitals.map((one) => {
    const calls = callsOf(one, callers);
    for (const { judge, agent, call } of callsOf(one, callers)) judge.decide(agent, call);
    return { size: one.size, calls, verdicts: new Array(calls.length), times: [] };
  });
  for (let from = 0; from < CALLS; from += SLICE) {
    for (const { calls, verdicts, times } of shuffled(runs)) times.push(timeSlice(calls, verdicts, from));
  }
  for (const { calls, verdicts } of runs) demandRules(calls, verdicts);
  return Object.fromEntries(runs.map(({ size, times }) => [size, Math.min(...times)]));
}

/** Milliseconds of a process. */
function timeRun(args) {
  const begun = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stdout + stderr);
  return performance.now() - begun;
}

/** Milliseconds from the start of a gateway's process to its first answer. */
async function timeStart(path) {
  const begun = performance.now();
  const child = spawn(process.execPath, [path, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const address = await new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk) => {
      said += chunk;
      const found = /listens on (http:\S+)/.exec(said);
      if (found) resolve(found[1]);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', () => reject(new Error(said)));
  });
  const { status } = await fetch(address, { method: 'POST' });
  const ms = performance.now() - begun;
  if (status !== 401) throw new Error(`${status} instead of 401`);
  child.removeAllListeners('exit');
  child.kill('SIGKILL');
  return ms;
}

/** So many rounds of all sizes; each gives its figure by size. */
function roundsOf(count, warm, measure) {
  const rounds = [];
  for (let round = -warm; round < count; round++) {
    const result = {};
    for (const one of shuffled(hospitals)) result[one.size] = measure(one);
    if (round >= 0) rounds.push(result);
  }
  return rounds;
}

const of = (rounds, size) => rounds.map((round) => round[size]);
const beside = (rounds, size) => rounds.map((round) => round[size] / round[SIZES[0]]);

function decisions(callers) {
  const rounds = Array.from({ length: ROUNDS * 3 + 2 }, () => roundOfDecisions(callers));
  return rounds.slice(2);
}

const hospitals = [];
for (const size of SIZES) hospitals.push(await prepare(size));
const held = [];

const decided = decisions(CALLERS);
for (const size of SIZES) {
  const figures = `${spread(of(decided, size), 0)} ns · beside ${SIZES[0]}: ${spread(beside(decided, size))}`;
  console.log(`a decision among ${size} rules: ${figures} (bar ≤ ${MOST_DECISION})`);
  held.push(median(beside(decided, size)) <= MOST_DECISION);
}
const everyone = decisions(Number.POSITIVE_INFINITY);
const agents = hospitals.find(({ size }) => size === LARGEST).policy.agents.length;
console.log(
  `for information, all agents in turn (${agents} among ${LARGEST} rules), beside ${SIZES[0]}: ${spread(beside(everyone, LARGEST))}`,
);

const checked = roundsOf(
  ROUNDS,
  1,
  ({ path }) => timeRun([cli, 'check', path.replace('gateway.mjs', 'gateway.yaml')]) / 1000,
);
for (const size of SIZES) {
  console.log(`check of ${size} rules: ${spread(of(checked, size))} s (bar ≤ ${MOST_CHECK[size]})`);
  held.push(Math.min(...of(checked, size)) <= MOST_CHECK[size]);
}

const started = [];
for (let round = -1; round < ROUNDS; round++) {
  const result = {};
  for (const { size, path } of shuffled(hospitals)) result[size] = await timeStart(path);
  if (round >= 0) started.push(result);
}
for (const size of SIZES) {
  const figures = `${spread(of(started, size), 0)} ms · beside ${SIZES[0]}: ${spread(beside(started, size))}`;
  console.log(`start to the first answer, ${size} rules: ${figures} (bar ≤ ${MOST_START})`);
  held.push(median(beside(started, size)) <= MOST_START);
}

rmSync(folder, { recursive: true });
console.log(held.every(Boolean) ? 'bars held' : 'bars NOT held');
if (!held.every(Boolean) && !values['no-gate']) process.exitCode = 1;
