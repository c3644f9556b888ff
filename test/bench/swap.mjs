// What a new policy costs a running gateway with --watch-bundle: milliseconds until it serves, memory that stays.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../../dist/compiler/index.js';

const ROUNDS = Number(process.argv[2] ?? 60);
const folder = mkdtempSync(join(tmpdir(), 'mcpgw-swap-'));
const file = join(folder, 'gateway.mjs');
const source = readFileSync(new URL('../../examples/quickstart/gateway.yaml', import.meta.url), 'utf8')
  .replace(/^ {2}(files|memory):[\s\S]*?(?=^ {2}\w|^# )/gm, '')
  .replace(/allow: \[files__\*, memory__\*\]/, 'allow: everything__*')
  .replace(/ {2}- name: (only-text-files|text-stays-text)[\s\S]*?(?=^ {2}- |^# )/gm, '');

async function put(round) {
  writeFileSync(join(folder, 'gateway.yaml'), `${source}\n# round ${round}\n`);
  const { bundle, findings } = await compile(join(folder, 'gateway.yaml'), { flags: ['watch-bundle'] });
  if (bundle === null) throw new Error(findings.map(({ message }) => message).join('\n'));
  writeFileSync(`${file}.new`, bundle.code);
  renameSync(`${file}.new`, file);
  return bundle.code;
}

const codes = [await put(0)];
const flags = ['--expose-gc', file, '--port', '0', '--watch-bundle'];
const child = spawn(process.execPath, flags, { stdio: ['ignore', 'ignore', 'pipe'] });
let log = '';
child.stderr.setEncoding('utf8').on('data', (text) => {
  log += text;
});

async function says(pattern) {
  for (;;) {
    const found = pattern.exec(log);
    if (found !== null) return found;
    if (child.exitCode !== null) throw new Error(log);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]);

async function swap() {
  log = '';
  child.kill('SIGHUP');
  return Number((await says(/has taken over from \w+ in (\d+) ms/))[1]);
}

await says(/listens on/);
const took = [];
const memory = [];
for (let round = 1; round <= ROUNDS; round++) {
  codes.push(await put(round));
  took.push(await swap());
  memory.push(resident());
}
const half = ROUNDS / 2;
const grown = ((memory.at(-1) - memory[half - 1]) * 1024) / half;
const before = resident();
for (let round = 1; round <= ROUNDS; round++) {
  writeFileSync(file, codes[round % 2]);
  await swap();
}
const again = ((resident() - before) * 1024) / ROUNDS;
child.kill('SIGTERM');
await new Promise((resolve) => child.once('exit', resolve));
rmSync(folder, { recursive: true });
took.sort((a, b) => a - b);
const kib = (bytes) => `${Math.round(bytes / 1024)} KiB`;
console.log(
  `bundle ${kib(codes[0].length)}; ${ROUNDS} new policies: ${took[half]} ms each (most ${took.at(-1)} ms)`,
);
console.log(`memory that stays: ${kib(grown)} for a new policy, ${kib(again)} for one that was there before`);
