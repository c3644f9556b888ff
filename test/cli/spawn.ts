// Runs the built program as a person would: a process of its own.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs `mcpgw` of an installation (by default this one) in a folder. Needs `npm run build`. */
export function mcpgw(argv: readonly string[], options: { readonly cwd: string; readonly install?: string }) {
  const main = join(options.install ?? root, 'dist/program/main.js');
  if (!existsSync(main)) throw new Error(`${main} is missing: npm run build`);
  const env = { ...process.env, NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...argv], {
    cwd: options.cwd,
    env,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

/** The same without holding this process up: for programs that talk to servers of the test. */
export function mcpgwAsync(
  argv: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<{ status: number | null; out: string; err: string }> {
  const main = join(root, 'dist/program/main.js');
  const child = spawn(process.execPath, [main, ...argv], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said.err += text;
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, ...said })));
}
