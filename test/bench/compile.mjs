// How long `mcpgw compile` of the quickstart takes, from process start to the files on disk.
// node test/bench/compile.mjs [--rounds 11] [--no-gate]
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, spread } from './stats.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '11' }, 'no-gate': { type: 'boolean', default: false } },
});
/** The bar, in milliseconds of wall time. */
const MOST_MS = 600;
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mcpgw-bench-compile-'));
cpSync(join(root, 'examples/quickstart/gateway.yaml'), join(folder, 'gateway.yaml'));

function compileOnce() {
  rmSync(join(folder, 'gateway.mjs'), { force: true });
  const begun = performance.now();
  const cli = join(root, 'dist/program/main.js');
  const run = spawnSync(process.execPath, [cli, 'compile', '-o', 'gateway.mjs'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const ms = performance.now() - begun;
  if (run.status !== 0 || !existsSync(join(folder, 'gateway.mjs'))) throw new Error(run.stdout + run.stderr);
  return ms;
}

compileOnce();
const times = Array.from({ length: Number(values.rounds) }, compileOnce);
rmSync(folder, { recursive: true });
console.log(
  `compile of the quickstart, process start to files on disk: ${spread(times, 0)} ms (bar ≤ ${MOST_MS})`,
);
if (median(times) > MOST_MS && !values['no-gate']) process.exitCode = 1;
