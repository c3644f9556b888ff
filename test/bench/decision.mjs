// One access decision of the emitted plan against hand-written JavaScript of the same meaning, and against interpreters of
// the same condition; fresh arguments each time.
// node test/bench/decision.mjs [--rounds 7] [--no-gate]
// Both run interleaved in one process; a ratio is taken within a round, in a shuffled order.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { celEnv, parse, plan } from '@bufbuild/cel';
import { Environment } from '@marcbachmann/cel-js';
import * as npmCelJs from 'cel-js';
import { compile } from '../../dist/compiler/index.js';
import { accessStage } from '../../dist/runtime/access/index.js';
import { median, shuffled, spread } from './stats.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, 'no-gate': { type: 'boolean', default: false } },
});
/** The bars: on the common shapes, and on any. */
const MOST_COMMON = 2;
const MOST_ANY = 5;
const CALLS = 200_000;
/** Interpreters are slow: this many calls are enough to time them. */
const FEW = 4000;
/** At least so many times faster than these, condition against condition; `cel-js` is what many people come from. */
const LEAST = { '@marcbachmann/cel-js': 10, '@bufbuild/cel': 50, 'cel-js': 50 };

/** Each: the rule as people write it, and what a person would write by hand. `common` shapes have the tighter bar. */
const SHAPES = [
  {
    name: 'team, prefix, hint',
    common: true,
    when: 'agent.team == "payments" && tool.name.startsWith("db__") && !tool.annotations.destructiveHint',
    hand: (agent, tool) =>
      agent.team === 'payments' && tool.name.startsWith('db__') && !tool.annotations.destructiveHint,
  },
  {
    name: 'roles and in',
    common: true,
    when: '"cashier" in agent.roles && tool.server in ["db", "pay"]',
    hand: (agent, tool) => agent.roles.includes('cashier') && (tool.server === 'db' || tool.server === 'pay'),
  },
  {
    name: 'an argument against a number',
    common: true,
    when: 'args.amount <= 100',
    hand: (_agent, _tool, args) => {
      if (typeof args.amount !== 'number') throw new TypeError('amount');
      return args.amount <= 100;
    },
  },
  {
    name: 'regex and size',
    common: true,
    when: 'agent.name.matches("^[a-z]+-?[a-z]*$") && size(agent.roles) < 5',
    hand: (agent) => PATTERN.test(agent.name) && agent.roles.length < 5,
  },
  {
    name: 'has with a ternary',
    common: false,
    when: 'has(args.limit) ? args.limit <= 100 : agent.labels.tier == "internal"',
    hand: (agent, _tool, args) => {
      if (!Object.hasOwn(args, 'limit')) return agent.labels.tier === 'internal';
      if (typeof args.limit !== 'number') throw new TypeError('limit');
      return args.limit <= 100;
    },
  },
  {
    name: 'all over rows',
    common: false,
    when: 'args.rows.all(row, row.size < 10)',
    hand: (_agent, _tool, args) => {
      for (const row of args.rows) {
        if (typeof row.size !== 'number') throw new TypeError('size');
        if (!(row.size < 10)) return false;
      }
      return true;
    },
  },
  {
    name: 'hours in a time zone',
    common: false,
    when: 'request.time.getHours("Europe/Berlin") < 25',
    hand: (_agent, _tool, _args, request) => hourInBerlin(request.time) < 25,
  },
];
const PATTERN = /^[a-z]+-?[a-z]*$/;
const HOURS = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Berlin',
  hour: '2-digit',
  hourCycle: 'h23',
});

/** The hour there, kept for the quarter of an hour it was asked for: Berlin changes its time at none other. */
let [quarter, hour] = [Number.NaN, 0];
function hourInBerlin(time) {
  const asked = Math.floor(time / 900_000);
  if (asked !== quarter) {
    hour = Number(HOURS.formatToParts(time).find(({ type }) => type === 'hour').value);
    quarter = asked;
  }
  return hour;
}

const agent = Object.freeze({
  name: 'bot',
  team: 'payments',
  roles: ['reader', 'cashier'],
  labels: { tier: 'internal' },
  claims: {},
  scopes: [],
  method: 'key',
});
const tool = Object.freeze({
  name: 'db__query',
  original: 'query',
  server: 'db',
  title: '',
  annotations: {
    title: '',
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: true,
  },
  labels: {},
});

/** Fresh arguments and request for each call: nothing can be remembered by them. */
function callOf(at) {
  return {
    readable: true,
    args: {
      amount: at % 101,
      limit: at % 101,
      rows: [{ size: at % 10 }, { size: (at + 3) % 10 }, { size: (at + 7) % 10 }],
    },
    request: {
      method: 'tools/call',
      time: 1_795_000_000_000 + at,
      id: '1',
      ip: '127.0.0.1',
      meta: {},
      headers: {},
    },
  };
}

/** The emitted plan of a gateway with this one condition, loaded as the file that would ship. */
async function emitted(when) {
  const folder = mkdtempSync(join(tmpdir(), 'mcpgw-bench-decision-'));
  const yaml = `version: 1
name: bench
hosts: [node>=20.19]
agents: { bot: { team: payments, roles: [reader, cashier], labels: { tier: internal }, keys: ["sha256:${'a'.repeat(64)}"] } }
teams: { payments: {} }
servers: { db: { url: "http://127.0.0.1:9/mcp" }, pay: { url: "http://127.0.0.1:9/mcp" } }
access: [{ name: the-rule, allow: db__*, when: '${when}' }]
`;
  writeFileSync(join(folder, 'gateway.yaml'), yaml);
  const { bundle, findings } = await compile(join(folder, 'gateway.yaml'), {
    output: 'gateway.mjs',
    minify: true,
  });
  if (bundle === null) throw new Error(findings.map(({ message }) => message).join('\n'));
  writeFileSync(join(folder, 'gateway.mjs'), bundle.code);
  const { createGateway } = await import(pathToFileURL(join(folder, 'gateway.mjs')).href);
  const { gateway } = createGateway(world());
  rmSync(folder, { recursive: true });
  return gateway.plan.access;
}

function world() {
  const nothing = () => {};
  return {
    env: nothing,
    readFile: nothing,
    clock: { now: () => 0, monotonic: () => 0, after: () => nothing },
    random: (count) => new Uint8Array(count),
    digest: (text) => text,
    http: { request: () => nothing, close: async () => {} },
    spawn: nothing,
    sink: nothing,
    log: nothing,
  };
}

/** The hand-written rule in the same frame: authenticated, the right tool, an error denies. */
function byHand(condition) {
  return (call) => {
    if (agent.method === 'anonymous' || !tool.name.startsWith('db__')) return false;
    try {
      return condition(agent, tool, call.args, call.request) === true;
    } catch {
      return false;
    }
  };
}

/** Nanoseconds a decision: the least of eight slices, since other work on the machine only adds. */
function time(decide, calls) {
  const size = calls.length / 8;
  return Math.min(...Array.from({ length: 8 }, (_, at) => timeSlice(decide, calls, at * size, size)));
}

/** Every one must be allowed, or the figure is of something else. */
function timeSlice(decide, calls, from, size) {
  const begun = process.hrtime.bigint();
  let allowed = 0;
  for (let at = from; at < from + size; at++) if (decide(calls[at])) allowed += 1;
  const ns = Number(process.hrtime.bigint() - begun) / size;
  if (allowed !== size) throw new Error(`${size - allowed} of ${size} calls were denied`);
  return ns;
}

/** The variables as the interpreters take them: whole numbers are bigint, times are their own. */
function asInput({ args, request }) {
  const rows = args.rows.map(({ size }) => ({ size: BigInt(size) }));
  return {
    agent,
    tool,
    args: { amount: BigInt(args.amount), limit: BigInt(args.limit), rows },
    request: { ...request, time: new Date(request.time) },
    plain: { agent, tool, args, request },
  };
}

const celJs = new Environment({ unlistedVariablesAreDyn: true });

/** Conditions that an interpreter has parsed already. One that it cannot evaluate is not timed. */
function interpreters(when) {
  const js = celJs.parse(when);
  const buf = plan(celEnv(), parse(when));
  const timed = /request\.time/.test(when);
  return {
    '@marcbachmann/cel-js': (input) => js(input) === true,
    ...(timed ? {} : { '@bufbuild/cel': (input) => buf(input) === true }),
    ...ofNpm(when),
  };
}

/** The package `cel-js` has few of CEL's functions. */
function ofNpm(when) {
  if (/\.(?:startsWith|matches|getHours)\(/.test(when)) return {};
  const { cst } = npmCelJs.parse(when);
  return { 'cel-js': ({ plain }) => npmCelJs.evaluate(cst, plain) === true };
}

const always = () => true;

async function measure(shape) {
  const access = await emitted(shape.when);
  const judge = accessStage({ access }).judge(tool, (rule) => rule.tools(tool.name));
  const [{ when }] = access;
  const fast = {
    gateway: (call) => judge.decide(agent, call).allowed,
    hand: byHand(shape.hand),
  };
  const slow = interpreters(shape.when);
  const condition = (call) => when(agent, tool, call.args, call.request) === true;
  const empty = (call) => always(agent, tool, call.args, call.request) === true;
  const rounds = [];
  for (let round = -2; round < Number(values.rounds); round++) {
    const calls = Array.from({ length: CALLS }, (_, at) => callOf(at + round));
    const inputs = calls.slice(0, FEW).map(asInput);
    const result = {};
    for (const name of shuffled([...Object.keys(fast), ...Object.keys(slow)])) {
      const some = name === 'cel-js' ? inputs.slice(0, FEW / 10) : inputs;
      result[name] = name in fast ? time(fast[name], calls) : time(slow[name], some);
    }
    // Over the same few calls as the interpreters, often enough for the clock.
    const few = Array.from({ length: CALLS }, (_, at) => calls[at % FEW]);
    result.condition = time(condition, few);
    // What the harness costs by itself: a call, and nothing in it.
    result.empty = time(empty, few);
    if (round >= 0) rounds.push(result);
  }
  return rounds;
}

/** Cedar in a process of its own, for information: another language, in WebAssembly. */
function cedar() {
  const script = fileURLToPath(new URL('contenders/cedar.mjs', import.meta.url));
  const run = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  return run.status === 0 ? `${run.stdout.trim()} ns` : 'did not run';
}

let held = true;
for (const shape of SHAPES) {
  const rounds = await measure(shape);
  const ratios = rounds.map(({ gateway, hand }) => gateway / hand);
  const bar = shape.common ? MOST_COMMON : MOST_ANY;
  held = held && median(ratios) <= bar;
  const ns = (name) =>
    `${name} ${spread(
      rounds.map((round) => round[name]),
      0,
    )} ns`;
  console.log(
    `${shape.name.padEnd(30)} ${ns('gateway')} · ${ns('hand')} · ${ns('condition')} · ${ns('empty')} · ratio ${spread(ratios)} (bar ≤ ${bar})`,
  );
  for (const [name, least] of Object.entries(LEAST)) {
    if (rounds[0][name] === undefined) continue;
    const times = rounds.map((round) => round[name] / round.condition);
    held = held && median(times) >= least;
    console.log(`${''.padEnd(30)} ${ns(name)} · ${spread(times, 0)} × the condition (bar ≥ ${least})`);
  }
}
console.log(`${'cedar, the first shape'.padEnd(30)} ${cedar()}, stateful, for information`);
console.log(held ? 'bars held' : 'bars NOT held');
if (!held && !values['no-gate']) process.exitCode = 1;
