// The client scenarios of the official MCP conformance suite that concern what a gateway does to its servers: mirrored headers,
// versions, streams that break off, what a server asks. The suite plays the server; between it and a client stands an emitted gateway.
// node test/conformance/mcp/client/run.mjs [--host node|deno|bun|all] [--scenario NAME] [--verbose]
// Prints a line for each scenario, then `N passed, N failed`; exits with 1 when any fails or none ran.
// Left out: `auth/…`, of clients that act for a person who signs in, and of the keys that they get by that.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
// The suite needs Node 22: both are installed apart, where they are missing.
import '../../../hosts/nodes/install.mjs';
import '../install.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({
  options: {
    host: { type: 'string', default: 'node' },
    scenario: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

const HOSTS = values.host === 'all' ? ['node', 'deno', 'bun'] : [values.host];
const SCENARIOS = {
  '2025-11-25': [
    'initialize',
    'tools_call',
    'elicitation-sep1034-client-defaults',
    'sse-retry',
    'json-schema-2020-12-preservation',
  ],
  '2026-07-28': [
    'tools_call',
    'request-metadata',
    'sep-2322-client-request-state',
    'http-standard-headers',
    'http-custom-headers',
    'http-invalid-tool-headers',
    'json-schema-ref-no-deref',
    'json-schema-2020-12-preservation',
  ],
};

const node = here('../../../hosts/nodes/node_modules/node24/bin/node');
const suite = here('../suite/node_modules/@modelcontextprotocol/conformance/dist/index.js');

/** Whether the suite finds nothing wrong with a scenario, warnings included. */
function passes(host, revision, name) {
  const results = mkdtempSync(join(tmpdir(), 'mcpgw-conformance-'));
  const command = `"${process.execPath}" "${here('drive.mjs')}" --host ${host}`;
  const which = ['--scenario', name, '--spec-version', revision, '-o', results, '--verbose'];
  const { stdout, stderr } = spawnSync(node, [suite, 'client', '--command', command, ...which], {
    encoding: 'utf8',
  });
  rmSync(results, { recursive: true });
  const text = stdout + stderr;
  const passed = /^Passed: ([1-9]\d*)\/\1, 0 failed, 0 warnings$/m.test(text);
  if (values.verbose || !passed) process.stdout.write(text);
  return passed;
}

let passed = 0;
let failed = 0;
for (const host of HOSTS) {
  for (const [revision, names] of Object.entries(SCENARIOS)) {
    for (const name of names.filter((one) => one === (values.scenario ?? one))) {
      const good = passes(host, revision, name);
      if (good) passed += 1;
      else failed += 1;
      console.log(`${host}, ${revision}: ${name} ${good ? 'passed' : 'FAILED'}`);
    }
  }
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
