// The official MCP conformance suite against an emitted gateway in front of the conforming backend.
// node test/conformance/mcp/run.mjs [--host node|deno|bun|all] [--requirements 2025-11-25|2026-07-28] [--backend both|legacy|modern]
//   [--quick | --scenario NAME] [--verbose]
// Prints a line for each scenario that fails and the reason, then `N passed, N failed`; exits with 1 when any fails that scope.mjs
// does not list, and when any that it lists does not.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
// The suite needs Node 22: both are installed apart, where they are missing.
import '../../hosts/nodes/install.mjs';
import './install.mjs';
import { startBackend, startGateway } from './processes.mjs';
import { counts, problemOf, QUICK, reasonOf } from './scope.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({
  options: {
    host: { type: 'string', default: 'node' },
    requirements: { type: 'string' },
    backend: { type: 'string' },
    scenario: { type: 'string' },
    quick: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});

const HOSTS = values.host === 'all' ? ['node', 'deno', 'bun'] : [values.host];
const REVISIONS = values.requirements ? [values.requirements] : ['2025-11-25', '2026-07-28'];
const ALL = values.quick ? ['both'] : ['both', 'legacy', 'modern'];
const BACKENDS = values.backend ? [values.backend] : ALL;

const node = here('../../hosts/nodes/node_modules/node24/bin/node');
const suite = here('suite/node_modules/@modelcontextprotocol/conformance/dist/index.js');

function runSuite(url, ...which) {
  const { stdout, stderr } = spawnSync(node, [suite, 'server', '--url', url, ...which], { encoding: 'utf8' });
  const text = stdout + stderr;
  if (values.verbose) process.stdout.write(text);
  return text;
}

/** What the suite says of one scenario. */
function runOne(url, revision, name) {
  const text = runSuite(url, '--scenario', name, '--spec-version', revision);
  const summary = /^Passed: \d+\/\d+, (\d+) failed.*$/m.exec(text);
  if (summary === null) throw new Error(`the suite printed no summary of ${name}:\n${text}`);
  return { name, line: `${name}: ${summary[0]}`, failed: Number(summary[1]) };
}

/** What the suite says of every scenario of a revision. */
function runAll(url, revision) {
  const text = runSuite(url, '--requirements', revision);
  const lines = [...text.matchAll(/^[✓✗] (\S+): \d+ passed, (\d+) failed.*$/gm)];
  if (lines.length === 0) throw new Error(`the suite printed no summary:\n${text}`);
  return lines.map(([line, name, failed]) => ({ name, line, failed: Number(failed) }));
}

function run(url, revision) {
  const names = values.quick ? QUICK[revision] : values.scenario ? [values.scenario] : null;
  return names === null ? runAll(url, revision) : names.map((name) => runOne(url, revision, name));
}

let passed = 0;
let failed = 0;

async function conform(host, eras) {
  const backend = await startBackend(eras);
  const gateway = await startGateway(host, backend.url);
  try {
    for (const revision of REVISIONS)
      report(`${host}, ${revision}, backend ${eras}`, gateway.url, revision, eras);
    if (values.verbose) process.stdout.write(gateway.log());
  } finally {
    await gateway.stop();
    await backend.stop();
  }
}

function report(title, url, revision, eras) {
  const results = run(url, revision).filter(({ name }) => counts(name));
  let good = 0;
  for (const { name, line, failed: fails } of results) {
    const problem = problemOf(revision, eras, name, fails);
    if (problem !== null) {
      failed += 1;
      console.log(`  ${line} (${problem})`);
    } else if (fails > 0) console.log(`  cannot be carried: ${name}: ${reasonOf(revision, eras, name)}`);
    else good += 1;
  }
  passed += good;
  console.log(`${title}: ${good}/${results.length}`);
}

for (const host of HOSTS) for (const eras of BACKENDS) await conform(host, eras);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
