// `matches` on texts that are read to their end: nanoseconds for a character by the printed table, by the runtime's search
// (patterns known only at run time), and by V8's RegExp. Run after a build: node test/bench/regex.mjs [--rounds 9] [--no-gate]
// All run in one process, in a shuffled order within a round, measured in CPU time; medians with least and most. The bars are
// ratios within a round, so that a busy machine is busy for all: beside RegExp, or beside a plain walk over the characters,
// whichever of the two took longer (RegExp may know at once that it finds nothing). Exits 1 above a bar.
import { parseArgs } from 'node:util';
import { compileRegex } from '../../dist/compiler/cel/regex/index.js';
import { createBuilder } from '../../dist/compiler/emit/builder.js';
import { code } from '../../dist/compiler/emit/code.js';
import * as runtime from '../../dist/runtime/cel/regex/index.js';
import { median, shuffled, spread } from './stats.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, 'no-gate': { type: 'boolean', default: false } },
});
/**
 * Most times as long: with a table, with the runtime's search; and where nothing can be remembered, for each of the
 * pattern's instructions, of which all are looked at for each character.
 */
const MOST = { table: 3, search: 6, worst: 30 };
/** Characters that are read in one measurement. */
const CHARACTERS = 1_000_000;

const repeat = (text, length) => text.repeat(Math.ceil(length / text.length)).slice(0, length);
let seed = 7;
const next = (below) => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return (seed >> 8) % below;
};
const mixed = (letters, length) => Array.from({ length }, () => letters[next(letters.length)]).join('');
/** Texts of one kind, none twice. */
const texts = (make) => Array.from({ length: 8 }, (_, i) => make(i));

const CASES = [
  {
    name: 'a name, 24 characters',
    pattern: '^[a-z][a-z0-9_-]{0,63}$',
    texts: texts((i) => `export_customer_rows_00${i}`),
  },
  { name: 'a date', pattern: '^\\d{4}-\\d{2}-\\d{2}$', texts: texts((i) => `2026-11-2${i}`) },
  {
    name: 'an address of mail',
    pattern: '^[\\w.+-]+@([\\w-]+\\.)+[a-z]{2,}$',
    texts: texts((i) => `jane.doe+${i}@mail.example.com`),
  },
  {
    name: 'words in SQL, 1 KB',
    pattern: '(?i)\\b(drop|delete|truncate|alter)\\s+(table|from)\\b',
    js: /\b(drop|delete|truncate|alter)[\t\n\f\r ]+(table|from)\b/i,
    texts: texts((i) => repeat(`SELECT id, name_${i} FROM customers WHERE total > 100 `, 1_024)),
  },
  {
    name: 'letters of any script, 1 KB',
    pattern: '^[\\pL\\s]+$',
    js: /^[\p{L}\t\n\f\r ]+$/u,
    texts: texts(() => mixed('abcäöüßαβγдежあいう漢字 ', 1_024)),
  },
  { name: '(a+)+ on 10,000', pattern: '^(a+)+$', texts: texts((i) => 'a'.repeat(10_000 + i)) },
];

/** A pattern whose automaton outgrows every memory: the work is done anew for each character. */
const WORST = { pattern: '^(a|b)*a(a|b){40}$', instructions: 44, texts: texts(() => mixed('ab', 20_000)) };

function printed(pattern) {
  const builder = createBuilder();
  const { plan } = builder.finish(code`${compileRegex(pattern).print(builder)}`);
  return new Function(plan.text.replace('export function plan', 'return function plan'))()(runtime);
}

/** Nanoseconds for a character. */
function measure(find, many) {
  const rounds = Math.ceil(CHARACTERS / many.reduce((sum, text) => sum + text.length, 0));
  let found = 0;
  const start = process.cpuUsage();
  for (let i = 0; i < rounds; i++) for (const text of many) if (find(text)) found++;
  const { user, system } = process.cpuUsage(start);
  if (found !== 0 && found !== rounds * many.length && found % rounds !== 0)
    throw new Error('Unsteady answers.');
  return ((user + system) * 1_000) / rounds / many.reduce((sum, text) => sum + text.length, 0);
}

function contenders({ pattern, js }) {
  const matches = runtime.createMatches();
  const regex = js ?? new RegExp(pattern);
  return {
    table: printed(pattern),
    search: (text) => matches(text, pattern),
    RegExp: (text) => regex.test(text),
    walk,
  };
}

/** Looks at each character once: what any search that reads a text must do. */
function walk(text) {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum = (sum + text.charCodeAt(at)) | 0;
  return sum !== 0;
}

function compileMicroseconds(pattern) {
  const times = Array.from({ length: 201 }, () => {
    const start = process.hrtime.bigint();
    compileRegex(pattern).bytes;
    return Number(process.hrtime.bigint() - start) / 1_000;
  });
  return median(times);
}

let failed = false;
/** Nanoseconds a character, and how many times as long as what it is held against. */
function judge(name, times, beside, most) {
  const ratios = times.map((time, round) => time / beside[round]);
  const over = median(ratios) > most;
  failed ||= over;
  return `${name} ${spread(times)}, ${spread(ratios)} × (bar ≤ ${most})${over ? ' TOO SLOW' : ''}`;
}

for (const one of CASES) {
  const finders = contenders(one);
  for (const text of one.texts) {
    const { walk: _, ...searches } = finders;
    const answers = Object.values(searches).map((find) => find(text));
    if (new Set(answers).size > 1) throw new Error(`${one.name}: ${answers}`);
  }
  const times = { table: [], search: [], RegExp: [], walk: [] };
  for (const find of Object.values(finders)) measure(find, one.texts);
  for (let round = 0; round < Number(values.rounds); round++)
    for (const name of shuffled(Object.keys(finders))) times[name].push(measure(finders[name], one.texts));
  const beside = times.RegExp.map((time, round) => Math.max(time, times.walk[round]));
  console.log(
    `${one.name.padEnd(28)} ns a character: ${judge('table', times.table, beside, MOST.table)}, ` +
      `${judge('search', times.search, beside, MOST.search)}, RegExp ${spread(times.RegExp)}, walk ${spread(times.walk)}; ` +
      `compiled in ${compileMicroseconds(one.pattern).toFixed(0)} µs`,
  );
}
const search = printed(WORST.pattern);
const worst = { search: [], walk: [] };
for (let round = 0; round < 5; round++) {
  worst.search.push(measure(search, WORST.texts));
  worst.walk.push(measure(walk, WORST.texts) * WORST.instructions);
}
console.log(
  `${'nothing to remember'.padEnd(28)} ns a character: ${judge('search', worst.search, worst.walk, MOST.worst)}, for each instruction`,
);
console.log(failed ? 'bars NOT held' : 'bars held');
process.exit(failed && !values['no-gate'] ? 1 : 0);
