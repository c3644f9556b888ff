// Installs the Inspector beside this file, where it is missing. Without it its test is skipped by name.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('suite/', import.meta.url));

if (!existsSync(`${folder}node_modules`)) {
  // Not `ci`: the lock lacks a package for Windows that the registry does not have.
  const options = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', options, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) console.error('The Inspector could not be installed; nothing is tested with it.');
}
