// How long one condition takes to be compiled, warm: read, checked, and printed as JavaScript.
// node test/bench/cel-compile.mjs [--rounds 7] [--no-gate]
import { parseArgs } from 'node:util';
import { accessEnvironment, compileExpression, printFunction } from '../../dist/compiler/cel/index.js';
import { createBuilder } from '../../dist/compiler/emit/builder.js';
import { median, spread } from './stats.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, 'no-gate': { type: 'boolean', default: false } },
});
/** The bar, in microseconds, for a typical rule. Tables of patterns are made at compile and have none. */
const MOST_US = 100;
const TIMES = 2000;

const RULES = [
  'agent.team == "payments" && tool.name.startsWith("db.") && !tool.annotations.destructiveHint',
  '"cashier" in agent.roles && tool.server in ["db", "pay"]',
  'args.rows.all(row, row.size < 10)',
  'has(args.limit) ? args.limit <= 100 : agent.labels.tier == "internal"',
  'request.time.getHours("Europe/Berlin") < 18',
  'agent.name.matches("^[a-z]+-bot$") && size(agent.roles) < 5',
];

const environment = accessEnvironment();

function compileOnce(rule) {
  const compiled = compileExpression(rule, environment, 'bool');
  if (!compiled.ok) throw new Error(compiled.problems.map(({ message }) => message).join(' '));
  return printFunction(compiled, createBuilder());
}

/** Of CPU: other work on the machine does not count. */
function microseconds(rule) {
  const begun = process.cpuUsage();
  for (let i = 0; i < TIMES; i++) compileOnce(rule);
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / TIMES;
}

let held = true;
for (const rule of RULES) {
  microseconds(rule);
  const rounds = Array.from({ length: Number(values.rounds) }, () => microseconds(rule));
  const bar = rule.includes('matches') ? null : MOST_US;
  held = held && (bar === null || median(rounds) <= bar);
  console.log(`${spread(rounds, 0)} µs${bar === null ? '' : ` (bar ≤ ${bar})`}  ${rule}`);
}
console.log(held ? 'bars held' : 'bars NOT held');
if (!held && !values['no-gate']) process.exitCode = 1;
