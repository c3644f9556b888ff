// Asks the servers of a gateway what they offer, as the gateway itself would: the emitted client, in a process of its own.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerListing } from '../../runtime/contract/server.ts';
import type { BundleFile } from '../bundle/index.ts';

export type { ServerListing };

/**
 * Runs a lister in the gateway file's folder, with the environment of this process.
 *
 * @param log takes what it says on the way, line by line
 */
export async function list(
  bundle: BundleFile,
  folder: string,
  log: (line: string) => void,
): Promise<readonly ServerListing[]> {
  const own = await mkdtemp(join(tmpdir(), 'mcpgw-lock-'));
  try {
    const path = join(own, bundle.name);
    await writeFile(path, bundle.text);
    return JSON.parse(await run(path, folder, log)) as readonly ServerListing[];
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

function run(path: string, folder: string, log: (line: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      for (const line of said.split('\n')) if (line !== '') log(line);
      if (code === 0) resolve(out);
      else reject(new Error(`the servers could not be listed: ${said.trim() || `exit code ${code}`}`));
    });
  });
}
