// How long `mcpgw test` takes for 10,000 cases, process start to report: in one file, in ten, and in ten with coverage.
// node test/bench/cases.mjs [--rounds 5] [--no-gate]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, spread } from './stats.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, 'no-gate': { type: 'boolean', default: false } },
});
/** The bar, in milliseconds of wall time, without coverage. */
const MOST_MS = 5000;
const CASES = 10_000;
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mcpgw-bench-cases-'));
const gateway = readFileSync(join(root, 'test/testing/suites/gateway.yaml'), 'utf8');
writeFileSync(
  join(folder, 'gateway.yaml'),
  gateway.replace('100/minute', '1000000/minute').replace('burst: 20', 'burst: 1000000'),
);

/** A file of so many cases that all pass: two callers, one of whom may refund up to 100. */
function suite(name, cases) {
  const amounts = (from, count) =>
    Array.from({ length: count }, (_, at) => `{ amount: ${from + at} }`).join(', ');
  writeFileSync(
    join(folder, `${name}.yaml`),
    `suite: ${name}
clock: 2026-11-20T09:00:00Z
backends: { pay: { refund: {} } }
tests:
  - name: small
    matrix: { as: ann, call: pay__refund, args: [${amounts(1, 100)}] }
    otherwise: allow
  - name: large
    matrix: { as: [ann, support-bot], call: pay__refund, args: [${amounts(101, (cases - 100) / 2)}] }
    otherwise: deny
`,
  );
  return `${name}.yaml`;
}

const one = [suite('one', CASES)];
const ten = Array.from({ length: 10 }, (_, at) => suite(`part-${at}`, CASES / 10));

function run(files, ...flags) {
  const begun = performance.now();
  const cli = join(root, 'dist/program/main.js');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cli, 'test', '--format', 'json', ...flags, ...files],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    },
  );
  const ms = performance.now() - begun;
  const { cases, ok } = JSON.parse(stdout);
  if (cases !== CASES || !ok) throw new Error(`${cases} cases ran. ${stderr}`);
  return ms;
}

const contenders = {
  'in one file': () => run(one),
  'in ten files': () => run(ten),
  'in ten files, with coverage': () => run(ten, '--coverage'),
};
for (const [name, measure] of Object.entries(contenders)) {
  const times = Array.from({ length: Number(values.rounds) }, measure);
  const gated = !name.includes('coverage');
  console.log(`10,000 cases ${name}: ${spread(times, 0)} ms${gated ? ` (bar ≤ ${MOST_MS})` : ''}`);
  if (gated && median(times) > MOST_MS && !values['no-gate']) process.exitCode = 1;
}

rmSync(folder, { recursive: true });
