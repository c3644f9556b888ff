// Loads the bytes that ship, as Node would: from a file, in a folder of their own that is removed again.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bundle } from '../../../runtime/contract/gateway.ts';
import type { BundleFile } from '../../bundle/index.ts';

/** Imports an emitted bundle, as `loadModule`. */
export function loadBundle(files: readonly BundleFile[]): Promise<Bundle> {
  return loadModule<Bundle>(files);
}

/**
 * Imports an emitted file. The module stays loaded as long as the process lives.
 *
 * @param files the emitted file first, then what lies beside it
 */
export async function loadModule<Module>(files: readonly BundleFile[]): Promise<Module> {
  const folder = await mkdtemp(join(tmpdir(), 'mcpgw-test-'));
  try {
    const paths = files.map(({ name }) => join(folder, name));
    await Promise.all(files.map(({ text }, index) => writeFile(paths[index]!, text)));
    return (await import(pathToFileURL(paths[0]!).href)) as Module;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
