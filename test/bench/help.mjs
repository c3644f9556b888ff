// `mcpgw --help`, process start to end. node test/bench/help.mjs [--rounds 20] [--no-gate]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, spread } from './stats.mjs';

const BAR_MS = 150;
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '20' }, 'no-gate': { type: 'boolean', default: false } },
});
const cli = fileURLToPath(new URL('../../dist/program/main.js', import.meta.url));

function timed(...argv) {
  const begun = performance.now();
  const { status } = spawnSync(process.execPath, argv, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}`);
  return performance.now() - begun;
}

timed(cli, '--help');
const rounds = Array.from({ length: Number(values.rounds) }, () => ({
  help: timed(cli, '--help'),
  node: timed('--eval', '0'),
}));
const of = (name) => rounds.map((round) => round[name]);
console.log(`an empty program: ${spread(of('node'), 0)} ms`);
console.log(`mcpgw --help: ${spread(of('help'), 0)} ms (bar ≤ ${BAR_MS})`);
const held = median(of('help')) <= BAR_MS;
console.log(held ? 'bar held' : 'bar NOT held');
if (!held && !values['no-gate']) process.exitCode = 1;
