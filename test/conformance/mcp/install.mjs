// Installs the conformance suite beside this file, where it is missing. Without it its test is skipped by name.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('suite/', import.meta.url));

if (!existsSync(`${folder}node_modules`)) {
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
  if (status !== 0) console.error('The conformance suite could not be installed; nothing is tested with it.');
}
