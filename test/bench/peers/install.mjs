// Installs the peers beside this file, once.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Where the program of a peer is. */
export function peer(path) {
  return `${folder}node_modules/${path}`;
}

/** @throws Error when npm cannot install them. */
export function installPeers() {
  if (['mcp-proxy', 'supergateway', 'mcp-hub'].every((name) => existsSync(peer(name)))) return;
  const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts'];
  const { status } = spawnSync('npm', args, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) throw new Error('The peers could not be installed; choose others with --only.');
}
