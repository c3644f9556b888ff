// Installs the other versions of Node beside this file, where one is missing. Without them their tests are skipped by name.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const missing = ['node22', 'node24'].filter((name) => !existsSync(`${folder}node_modules/${name}/bin/node`));

if (missing.length > 0) {
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
  if (status !== 0)
    console.error(`${missing.join(' and ')} could not be installed; nothing is tested on them.`);
}
