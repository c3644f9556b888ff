// Loads the bytes that ship, as Node would: from a file, in a folder of their own that is removed again.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bundle } from '../../../runtime/contract/gateway.ts';

/** Imports an emitted file. The module stays loaded as long as the process lives. */
export async function loadBundle(code: Uint8Array | string): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), 'mcpgw-test-'));
  try {
    const path = join(folder, 'gateway.mjs');
    await writeFile(path, code);
    return (await import(pathToFileURL(path).href)) as Bundle;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
