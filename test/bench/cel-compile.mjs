// How long one condition takes to be compiled, warm: read, checked, and printed as JavaScript, a pattern with its table.
// node test/bench/cel-compile.mjs [--rounds 7] [--no-gate]
// Every text is compiled once: literals differ from one to the next. Shapes take turns, as the rules of a policy do.
import { parseArgs } from 'node:util';
import { accessEnvironment, compileExpression, printFunction } from '../../dist/compiler/cel/index.js';
import { createBuilder } from '../../dist/compiler/emit/builder.js';
import { median, shuffled, spread } from './stats.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, 'no-gate': { type: 'boolean', default: false } },
});
/** The bar, in microseconds. */
const MOST_US = 100;
const TIMES = 250;
const SLICES = 4;

/** Rules with a word in them that is another each time. */
const RULES = [
  (word) => `agent.team == "${word}" && tool.name.startsWith("db.") && !tool.annotations.destructiveHint`,
  (word) => `"${word}" in agent.roles && tool.server in ["db", "pay"]`,
  (word) => `args.${word}.all(row, row.size < 10)`,
  (word) => `has(args.limit) ? args.limit <= 100 : agent.labels.tier == "${word}"`,
  (word) => `request.time.getHours("Europe/Berlin") < 18 || agent.name == "${word}"`,
  (word) => `agent.name.matches("^[a-z]+-${word}$") && size(agent.roles) < 5`,
];

/** Four letters, none twice in a run; without vowels, so that it is no word of CEL. */
function wordOf(number) {
  let word = '';
  for (let rest = number; word.length < 4; rest = Math.floor(rest / LETTERS.length)) {
    word += LETTERS[rest % LETTERS.length];
  }
  return word;
}

const LETTERS = 'bcdfghjklmnpqrstvwxz';

const environment = accessEnvironment();
let count = 0;

function compileOnce(text) {
  const compiled = compileExpression(text, environment, 'bool');
  if (!compiled.ok) throw new Error(compiled.problems.map(({ message }) => message).join(' '));
  return printFunction(compiled, createBuilder());
}

/** Of CPU, and the least of a few slices: other work on the machine only adds. A slice is long enough for the collector. */
function microseconds(rule) {
  return Math.min(...Array.from({ length: SLICES }, () => slice(rule)));
}

function slice(rule) {
  const texts = Array.from({ length: TIMES }, () => rule(wordOf(count++)));
  const begun = process.cpuUsage();
  for (const text of texts) compileOnce(text);
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / TIMES;
}

const rounds = new Map(RULES.map((rule) => [rule, []]));
for (let round = -7; round < Number(values.rounds); round++) {
  for (const rule of shuffled(RULES)) {
    const time = microseconds(rule);
    if (round >= 0) rounds.get(rule).push(time);
  }
}
let held = true;
for (const [rule, times] of rounds) {
  held &&= median(times) <= MOST_US;
  console.log(`${spread(times, 0)} µs (bar ≤ ${MOST_US})  ${rule('word')}`);
}
console.log(held ? 'bars held' : 'bars NOT held');
if (!held && !values['no-gate']) process.exitCode = 1;
