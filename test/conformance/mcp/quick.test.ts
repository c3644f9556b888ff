// A few scenarios of the official MCP conformance suite; `npm run conformance` runs all of them, on every host. The suite needs
// Node 22: installed apart, by install.mjs; skipped where it is missing.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const needed = [
  '../../../dist/program/main.js',
  'suite/node_modules',
  '../../hosts/nodes/node_modules/node24/bin/node',
];
const required = (process.env.MCPGW_TEST_REQUIRE ?? '').split(/[ ,]+/).includes('conformance');

it.runIf(required || needed.every((path) => existsSync(here(path))))(
  'a gateway conforms, in a few scenarios of each era',
  { timeout: 120_000 },
  async () => {
    // Rejects, with all that was printed, where it fails.
    const { stdout } = await promisify(execFile)(process.execPath, [here('run.mjs'), '--quick']);
    expect(stdout).toContain('6 passed, 0 failed');
  },
);
