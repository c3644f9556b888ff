// The official MCP conformance suite against an emitted gateway in front of the conforming backend.
// node test/conformance/mcp/run.mjs [--host node|deno|bun|all] [--requirements 2025-11-25|2026-07-28] [--backend both|legacy|modern]
//   [--scenario NAME] [--verbose]
// Prints a line for each scenario that fails and the reason, then `N passed, N failed`; exits with 1 when any fails.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startBackend, startGateway } from './processes.mjs';
import { cannotBeCarried, UNSCORED } from './scope.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({
  options: {
    host: { type: 'string', default: 'node' },
    requirements: { type: 'string' },
    backend: { type: 'string' },
    scenario: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

const HOSTS = values.host === 'all' ? ['node', 'deno', 'bun'] : [values.host];
const REVISIONS = values.requirements ? [values.requirements] : ['2025-11-25', '2026-07-28'];
const BACKENDS = values.backend ? [values.backend] : ['both', 'legacy', 'modern'];

/** The suite needs Node 22; it and that Node are installed on demand. */
function install() {
  for (const folder of ['suite', '../../hosts/nodes']) {
    if (existsSync(here(`${folder}/node_modules`))) continue;
    const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: here(folder),
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error(`${folder} could not be installed`);
  }
}

const node = here('../../hosts/nodes/node_modules/node24/bin/node');
const suite = here('suite/node_modules/@modelcontextprotocol/conformance/dist/index.js');

/** Runs the suite; the lines of its summary, as `{ name, failed, text }`. */
function run(url, revision) {
  const which = values.scenario
    ? ['--scenario', values.scenario, '--spec-version', revision]
    : ['--requirements', revision];
  const { stdout, stderr } = spawnSync(node, [suite, 'server', '--url', url, ...which], { encoding: 'utf8' });
  const text = stdout + stderr;
  if (values.verbose) process.stdout.write(text);
  const lines = [...text.matchAll(/^([✓✗]) (\S+): \d+ passed, (\d+) failed.*$/gm)];
  if (lines.length === 0 && !values.scenario) throw new Error(`the suite printed no summary:\n${text}`);
  return lines.map(([line, mark, name, failed]) => ({
    name,
    line,
    failed: mark === '✗' ? Number(failed) : 0,
  }));
}

let passed = 0;
let failed = 0;

async function conform(host, revision, eras) {
  const backend = await startBackend(eras);
  const gateway = await startGateway(host, backend.url);
  try {
    const title = `${host}, ${revision}, backend ${eras}`;
    const results = run(gateway.url, revision).filter(({ name }) => UNSCORED.counts(name));
    let good = 0;
    for (const { name, line, failed: fails } of results) {
      const reason = cannotBeCarried(revision, eras, name, fails);
      if (fails === 0) good += 1;
      else if (reason !== null) console.log(`  cannot be carried: ${name}: ${reason}`);
      else {
        failed += 1;
        console.log(`  ${line}`);
      }
    }
    passed += good;
    console.log(`${title}: ${good}/${results.length}`);
    if (values.verbose) process.stdout.write(gateway.log());
  } finally {
    await gateway.stop();
    await backend.stop();
  }
}

install();
for (const host of HOSTS) {
  for (const revision of REVISIONS) for (const eras of BACKENDS) await conform(host, revision, eras);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
