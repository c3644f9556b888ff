// Runs the built program as a person would: a process of its own.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs `mcpgw` of an installation (by default this one) in a folder. Needs `npm run build`. */
export function mcpgw(argv: readonly string[], options: { readonly cwd: string; readonly install?: string }) {
  const main = join(options.install ?? root, 'dist/compiler/cli/main.js');
  if (!existsSync(main)) throw new Error(`${main} is missing: npm run build`);
  const env = { ...process.env, NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...argv], {
    cwd: options.cwd,
    env,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}
